"""复核 and 统计: whoever may not is refused by every event and address; files open."""

import inspect
import io
from types import SimpleNamespace

import gradio as gr
import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import build_server
from chat.talks.feedback import Opinion, Thumb, give
from chat.talks.talks import Asker, Talk, Talks
from corpus.loading import Pending
from corpus.records.commands import add_account
from corpus.records.doorway import SESSION, VISITOR, Doorway
from corpus.records.tokens import new_token
from eval.desk.routes import desk_routes
from eval.desk.tools import DeskTools
from eval.review.complaints import list_complaints
from eval.review.review_page import review_page
from eval.sets.sets import Sets
from eval.statistics.statistics_page import statistics_page
from tests.web import ACCOUNTS, PASSWORD

QUESTION = "黑龙江小微企业担保费率最高多少？电话13812345678"
EVENTS = {"search", "open", "settle", "reopen", "propose", "add", "draw", "save", "skip", "agree",
          "count"}
HARMLESS = {"cancel"}  # reads and writes nothing
MARCH = "/desk/statistics.xlsx?first=2026-03-01&last=2026-03-31"
ADDRESSES = ("/desk/notice?month=2026-03", "/desk/notice", MARCH)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, settings_in, assistant):
    settings = settings_in(tmp_path_factory.mktemp("desk"))
    doorway = Doorway(settings)
    for name, role, institution, regions in ACCOUNTS:
        add_account(doorway.records, name, role, PASSWORD, institution=institution,
                    regions=regions)
    return DeskTools(Pending(lambda: assistant), doorway, settings)


@pytest.fixture(scope="module")
def cookies(desk):
    """The cookies of each account by role, and of a visitor."""
    def of(name):
        return {SESSION: desk.doorway.sign_in(name, PASSWORD)[1]}
    return {"银行": of("bank-a"), "政策": of("policy"), "访客": {}}


@pytest.fixture(scope="module")
def events(desk):
    """The events of both tabs by name, with their number of inputs."""
    with gr.Blocks() as blocks, gr.Tabs():
        with gr.Tab("复核") as tab:
            review_page(tab, desk)
        with gr.Tab("统计") as tab:
            statistics_page(tab, desk)
    found = [(f.fn, len(f.inputs)) for f in blocks.fns.values() if f.fn is not None]
    return {event.__name__: (event, inputs) for event, inputs in found}


@pytest.fixture(scope="module")
def complaint(desk):
    """A visitor asks and gives a thumb down."""
    talks, jar = Talks(desk.assistant, desk.doorway), {VISITOR: new_token()}
    *_, talk = talks.ask(Asker(jar), Talk(), QUESTION)
    give(desk.doorway.records, desk.doorway.person(jar), talk.id, 2,
         Opinion(Thumb.DOWN, "条款不对"))
    return f"{talk.id}:2"


def call(event, inputs, jar, **given):
    """Call an event as Gradio does, with empty inputs but those `given`; return what it returns."""
    values, passed = iter([""] * inputs), []
    for name, parameter in inspect.signature(event).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            passed += given.get(name, list(values))
        elif parameter.annotation is gr.Request:
            passed.append(SimpleNamespace(cookies=jar))
        elif parameter.annotation is gr.EventData:
            passed.append(SimpleNamespace(id=given.get("id", "0:2")))
        else:
            empty = next(values)
            passed.append(given.get(name, empty))
    return event(*passed)


def client(desk, jar):
    server = FastAPI()
    server.include_router(desk_routes(desk))
    return TestClient(server, cookies=jar)


@pytest.mark.parametrize("who", ["访客", "银行"])
def test_every_event_refuses(events, cookies, complaint, who):
    assert set(events) == EVENTS | HARMLESS
    told = {name: str(call(*events[name], cookies[who], id=complaint, key=complaint,
                           left=[complaint]))
            for name in EVENTS}
    assert [name for name, text in told.items() if "没有权限" not in text] == []
    assert "担保费率" not in str(told)


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_are_for_policy_staff(desk, cookies, settings_in, tmp_path, address):
    codes = {who: client(desk, jar).get(address).status_code for who, jar in cookies.items()}
    assert codes == {"银行": 403, "政策": 200, "访客": 403}
    server = build_server(Pending(lambda: None), settings_in(tmp_path))
    assert TestClient(server, follow_redirects=False).get(address).status_code == 401


@pytest.mark.parametrize(("address", "told"), [
    ("/desk/notice?month=2026-13", "月份"), ("/desk/notice?month=<script>", "月份"),
    ("/desk/statistics.xlsx?first=x&last=2026-01-01", "起始日期"),
    (f"{MARCH}&region=99", "地区"), ("/desk/statistics.xlsx", "起始日期")])
def test_a_bad_address_says_what_to_do(desk, cookies, address, told):
    response = client(desk, cookies["政策"]).get(address)
    assert response.status_code == 400
    assert told in response.text
    assert "<script>" not in response.text


def test_the_xlsx_holds_the_figures(desk, cookies, complaint):
    day = desk.doorway.records.now().strftime("%Y-%m-%d")
    answer = client(desk, cookies["政策"]).get(
        f"/desk/statistics.xlsx?first=2020-01-01&last={day[:4]}-12-31&region=23")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:2] == ["概况", "按月统计"]
    assert [cell.value for cell in book["概况"][2]] == ["提问", 1]
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}  # no formula
    assert "2020-01-01" in answer.headers["content-disposition"]


def test_the_page_counts(events, cookies, complaint):
    told, page = call(*events["count"], cookies["政策"], preset="最近 7 天", unit="自动")
    assert (told, "按日统计" in page) == ("", True)
    told, page = call(*events["count"], cookies["政策"], preset="自定日期", first="2026-02-30")
    assert ("起始日期" in told, page) == (True, "")
    told, page = call(*events["count"], cookies["政策"], preset="最近 7 天", region="火星")
    assert ("不认识地区“火星”" in told, page) == (True, "")


def test_two_clicks_make_a_case(desk, events, cookies, complaint):
    records, jar = desk.doorway.records, cookies["政策"]
    told, shown, *fields = call(*events["propose"], jar, key=complaint, finding="其实答对了",
                                gold=[])
    assert (told, shown["visible"]) == ("", True)
    values = [field["value"] if isinstance(field, dict) else field for field in fields]
    assert values[0] == "投诉转来的用例"
    assert "138****5678" in values[2]
    assert values[5] == ["heilongjiang-2023#（十七）"]
    done = call(*events["add"], jar, key=complaint, state="待处理",
                values=["其实答对了", [], "", *values])
    assert "已存为测试用例" in done[0]
    (head,) = Sets(records).list()
    (case,) = Sets(records).cases(head.id)
    assert case.draft.gold_clauses == ("heilongjiang-2023#（十七）",)
    assert "13812345678" not in repr(case)
    who = desk.doorway.account(jar)
    (one,) = list_complaints(records, who)
    assert (one.open, one.triage.case_id) == (False, case.id)
    again = call(*events["add"], jar, key=complaint, state="", values=["", [], "", *values])
    assert "已经有了" in again[0]
    assert len(Sets(records).cases(head.id)) == 1


def test_a_drawn_answer_is_judged(events, cookies, desk):
    talks, jar = Talks(desk.assistant, desk.doorway), {VISITOR: new_token()}
    for _ in talks.ask(Asker(jar), Talk(), "洛阳贴息怎么申请？"):
        pass
    policy = cookies["政策"]
    told, left, page, *_ = call(*events["draw"], policy)
    assert ("抽到 1 条" in told, "洛阳贴息" in page) == (True, True)
    told, *_ = call(*events["save"], policy, left=left, verdict="")
    assert "没有选择" in told
    told, left, page, *_ = call(*events["save"], policy, left=left, verdict="对")
    assert ("已经判断完" in told, left, page) == (True, [], "")
    assert "没有可抽的回答" in call(*events["draw"], policy)[0]
    assert "应为整数" in call(*events["draw"], policy, size="1.5")[0]
    assert "还没有两位" in call(*events["agree"], policy)
