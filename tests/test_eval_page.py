"""The events of 评测: each refuses all but policy staff; what they do; two who edit one case."""

import inspect
from types import SimpleNamespace

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from chat.wording import sentence
from corpus.loading import Pending
from corpus.records.commands import add_account
from corpus.records.doorway import SESSION, Doorway
from eval.desk.tools import DeskTools
from eval.page import evaluation_page
from eval.runs.run_page import RunPage
from eval.runs.runs import Runs, State
from eval.sets.case_form import begin, fields
from eval.sets.edit_page import EditPage
from eval.sets.files import eval_routes
from eval.sets.set_page import SetPage
from eval.sets.sets import CaseDraft, Sets
from tests.web import ACCOUNTS, PASSWORD

HARMLESS = {"<lambda>"}  # events that read and write nothing
DRAFT = CaseDraft("q1", "numeric", "bank", "黑龙江", "黑龙江小微企业担保费率最高多少？", (),
                  ("heilongjiang-2023#（十七）",), (), ("1.5%",))


@pytest.fixture(scope="module")
def doorway(tmp_path_factory, settings_in):
    found = Doorway(settings_in(tmp_path_factory.mktemp("eval")))
    for name, role, institution, regions in ACCOUNTS:
        add_account(found.records, name, role, PASSWORD, institution=institution, regions=regions)
    add_account(found.records, "second", "政策", PASSWORD)
    return found


@pytest.fixture(scope="module")
def tools(doorway, assistant, settings_in, tmp_path_factory):
    return DeskTools(Pending(lambda: assistant), doorway,
                     settings_in(tmp_path_factory.mktemp("run")))


@pytest.fixture(scope="module")
def asks(doorway):
    """A request of each person."""
    def of(name):
        cookies = {SESSION: doorway.sign_in(name, PASSWORD)[1]} if name else {}
        return SimpleNamespace(cookies=cookies)
    return {name: of(name) for name in ("policy", "second", "bank-a", "")}


@pytest.fixture(scope="module")
def who(doorway, asks):
    return doorway.account(asks["policy"].cookies)


@pytest.fixture
def set_id(doorway, who, request):
    sets = Sets(doorway.records)
    made = sets.create(who, request.node.name[:40])
    sets.add(who, made, DRAFT)
    return made


def pressed(words):
    return SimpleNamespace(id=words)


def events(tools):
    with gr.Blocks() as blocks:
        evaluation_page(blocks, tools)
        return [(f.fn, len(f.inputs)) for f in blocks.fns.values() if f.fn is not None]


@pytest.mark.parametrize("name", ["bank-a", ""], ids=["bank", "visitor"])
def test_every_event_refuses(doorway, asks, settings_in, tmp_path, name):
    pending = Pending(lambda: pytest.fail("a refused event loads nothing"))
    told = {}
    for event, inputs in events(DeskTools(pending, doorway, settings_in(tmp_path))):
        values, given = iter([""] * inputs), []
        for parameter in inspect.signature(event).parameters.values():
            if parameter.kind is parameter.VAR_POSITIONAL:
                given += list(values)
            elif parameter.annotation is gr.Request:
                given.append(asks[name])
            elif parameter.annotation is gr.EventData:
                given.append(pressed("stop:0"))
            else:
                given.append(next(values))
        if event.__name__ not in HARMLESS:
            told[event.__qualname__] = str(event(*given))
    assert [event for event, words in told.items() if "没有权限" not in words] == []
    assert len(told) >= 18


def test_files_are_for_policy_staff(doorway, asks, set_id):
    server = FastAPI()
    server.include_router(eval_routes(doorway, sentence))
    codes = {}
    for name, request in asks.items():
        client = TestClient(server, cookies=request.cookies)
        codes[name] = [client.get(f"/desk/eval/{kind}?set={set_id}").status_code
                       for kind in ("jsonl", "xlsx", "exe")]
    assert codes == {"policy": [200, 200, 404], "second": [200, 200, 404],
                     "bank-a": [403] * 3, "": [403] * 3}
    client = TestClient(server, cookies=asks["policy"].cookies)
    assert DRAFT.question in client.get(f"/desk/eval/jsonl?set={set_id}").text
    assert client.get("/desk/eval/jsonl?set=built-in:questions").text.count("\n") == 160
    assert client.get("/desk/eval/jsonl?set=built-in:../x").status_code == 404


def test_a_run_from_start_to_its_cases(tools, doorway, asks, set_id):
    page, ask = RunPage(tools), asks["policy"]
    told, *_ = page.start(set_id, False, ask)
    assert "已开始" in told
    runs = Runs(doorway.records)
    for _ in range(300):
        if not runs.active():
            break
        page._runner._thread.join(0.1)
    progress, _, _, seen = page.tick([], asks["second"])
    assert (progress, seen) == ("", [])
    run = runs.list(set_id=set_id)[0]
    assert run.state is State.DONE
    opened = page.act(pressed(f"open:{run.id}"), ask)
    assert len(opened) == 13
    assert "指标" in opened[6]
    assert "q1" in page.search(run.id, "全部", "通过", "", ask)
    assert "没有符合" in page.search(run.id, "全部", "误拒答", "", ask)
    case, edit, place = page.open_case(run.id, pressed("case:1"), ask)
    assert "（十七）" in case
    assert (edit["visible"], place) == (True, [set_id, "q1"])
    assert "请从列表里选" in page.open_case(run.id, pressed("case:9"), ask)[0]
    assert "两次运行的版本全部相同" in page.compare(run.id, run.id, ask)
    assert page.compare(run.id, None, ask) == ""
    assert "刚有变化" in page.act(pressed(f"resume:{run.id}"), ask)[0]


def test_a_set_that_is_not_there_is_said(tools, asks):
    assert "找不到" in RunPage(tools).start("nothing", False, asks["policy"])[0]
    assert "找不到" in SetPage(tools).show("nothing", "", "", False, asks["policy"])[0]


def test_sets_are_made_copied_filtered_and_imported(tools, asks, set_id, tmp_path):
    page, ask = SetPage(tools), asks["policy"]
    told, _, _ = page.copy("副本一", "built-in:heldout2", ask)
    assert "共 40 题" in told
    assert "已经有了" in page.create("副本一", ask)[0]
    note, _, _, listed, own = page.show("built-in:heldout2", "", "", False, ask)
    assert "先复制" in note
    assert own["visible"] is False
    listed, own = page.show(set_id, "全部", "q1", False, ask)[3:]
    assert "共 1 题" in listed
    assert own["visible"] is True
    assert "没有符合" in page.show(set_id, "全部", "", True, ask)[3]
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "q2", "type": "fact", "question": "问", "answerable": false}\n{}',
                    encoding="utf-8")
    told, _, _ = page.load(str(path), set_id, ask)
    assert "新增 1 题" in told
    assert "第 2 行" in told
    assert not path.exists()
    assert "找不到" in page.load(str(path), "built-in:questions", ask)[0]


def test_a_case_is_made_with_clauses_picked(tools, doorway, asks, set_id):
    page, ask = EditPage(tools), asks["policy"]
    told, *form = page.new(set_id, {}, ask)
    state = form[2]
    assert told == ""
    assert "（十七）" in page.find(state, "heilongjiang-2023", "担保费率", ask)
    state, chosen = page.pick(state, pressed("gold:heilongjiang-2023#（十七）"), ask)
    assert "（十七）" in chosen
    values = fields(CaseDraft("q7", "fact", "", None, "担保费率？", answer_points=("1.5%",)))
    assert "已保存 q7" in page.save(ask, state, *values)[1]
    case = Sets(doorway.records).cases(set_id)[-1]
    assert case.draft.gold_clauses == ("heilongjiang-2023#（十七）",)
    assert "已经有了" in page.save(ask, state, *values)[0]
    assert "先复制" in page.new("built-in:questions", {}, ask)[0]


def test_two_who_edit_one_case(tools, doorway, asks, set_id):
    page, mine, theirs = EditPage(tools), asks["policy"], asks["second"]
    sets = Sets(doorway.records)
    case = sets.cases(set_id)[0]
    state = page.open({}, pressed(f"edit:{case.id}"), mine)[3]
    other = page.open_named([set_id, "q1"], {}, theirs)[3]
    assert "还没有保存" in page.open(state, pressed(f"edit:{case.id}"), mine)[0]
    assert "还没有保存" in page.new(set_id, state, mine)[0]
    page.save(theirs, other, *fields(DRAFT)[:-1], "对方的备注")
    told = page.save(mine, state, *fields(DRAFT)[:-1], "我的备注")
    assert all(words in told[0] for words in ("second", "对方的备注", "我的备注"))
    assert sets.one(case.id).draft.note == "对方的备注"
    assert page.yield_to(told[3], mine)[-1] == "对方的备注"
    assert "已保存" in page.insist(mine, told[3], *fields(DRAFT)[:-1], "我的备注")[1]
    assert sets.one(case.id).draft.note == "我的备注"
    assert "改动" in page.remove(begin("", case).state(), mine)[0]
    assert "已删除" in page.remove(begin("", sets.one(case.id)).state(), mine)[0]
    assert "已不在题集里" in page.open_named([set_id, "q1"], {}, mine)[0]


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:9/v1"], ids=["none", "configured"])
def test_a_model_is_offered_only_where_there_is_one(doorway, settings_in, tmp_path, address):
    settings = settings_in(tmp_path, llm_base_url=address, llm_model="m")
    with gr.Blocks() as blocks:
        evaluation_page(blocks, DeskTools(Pending(lambda: None), doorway, settings))
    parts = {part.elem_id: part for part in blocks.blocks.values()}
    assert parts["e-judge"].visible is bool(address)
    assert ("没有配置语言模型" in parts["e-nomodel"].value if "e-nomodel" in parts
            else bool(address))


def test_judging_is_not_asked_for_without_a_model(tools, doorway, asks, set_id):
    RunPage(tools).start(set_id, True, asks["policy"])
    assert Runs(doorway.records).list(set_id=set_id)[0].judging is False
