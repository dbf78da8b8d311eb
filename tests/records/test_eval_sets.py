"""Sets of cases: good rows in, bad ones named, nobody's change overwritten, all on record."""

import json
from dataclasses import replace

import openpyxl
import pytest

from corpus.errors import FormError, MissingFile, NotAllowed, NotFound, StaleEdit
from corpus.records.audit import read_log
from eval.cases import BUILT_IN, load_cases
from eval.sets.sets import CaseDraft, Sets

DRAFT = CaseDraft("q1", "fact", "enterprise", "洛阳", "担保费率最高多少？",
                  (("user", "有担保吗"), ("assistant", "有。")), ("a-2023#（一）",),
                  ("a-2023#（二）",), ("1.5%",), True, "备注")
HEAD = ["编号", "题型", "问题", "地区", "角色", "应引条款", "可答", "之前的对话"]


@pytest.fixture
def sets(records):
    return Sets(records)


@pytest.fixture
def set_id(sets, people):
    return sets.create(people.policy, "担保 题集")


def jsonl(path, *rows):
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)
                              for r in rows), encoding="utf-8")
    return path


def test_a_case_comes_back_as_it_went_in(sets, people, set_id):
    case_id = sets.add(people.policy, set_id, DRAFT)
    assert [(c.id, c.draft, c.version, c.changed_by) for c in sets.cases(set_id)] == [
        (case_id, DRAFT, 1, "政策丁")]
    head = sets.list()[0]
    assert (head.id, head.name, head.size, head.changed_by) == (set_id, "担保 题集", 1, "政策丁")


@pytest.mark.parametrize(("changes", "field"), [
    ({"label": " "}, "编号"), ({"label": "q" * 65}, "编号"), ({"type": ""}, "题型"),
    ({"question": ""}, "问题"), ({"question": "问" * 2001}, "问题"), ({"region": "火星"}, "地区"),
    ({"persona": "king"}, "角色"), ({"gold_clauses": ("（一）",)}, "应引条款"),
    ({"also_ok": ("a #",)}, "也可引条款"), ({"note": "\x00"}, "备注"), ({"label": "q1"}, "编号")],
    ids=["blank-label", "long-label", "no-type", "no-question", "long-question", "place",
         "persona", "clause", "clause-without-label", "unstorable", "label-taken"])
def test_a_bad_field_is_named(sets, people, set_id, changes, field):
    sets.add(people.policy, set_id, DRAFT)
    with pytest.raises(FormError) as caught:
        sets.add(people.policy, set_id, replace(DRAFT, **{"label": "q2"} | changes))
    assert caught.value.value == field
    assert len(sets.cases(set_id)) == 1


@pytest.mark.parametrize("name", ["", "  ", "担保　题集", "长" * 41, "a\x00"])
def test_a_bad_name_of_a_set(sets, people, set_id, name):
    with pytest.raises(FormError) as caught:
        sets.create(people.policy, name)
    assert caught.value.value == "题集名称"


def test_the_second_editor_is_told_and_nothing_is_lost(sets, people, set_id):
    case_id = sets.add(people.policy, set_id, DRAFT)
    sets.change(people.policy, case_id, replace(DRAFT, question="甲的改法"), version=1)
    with pytest.raises(StaleEdit) as caught:
        sets.change(people.policy, case_id, replace(DRAFT, question="乙的改法"), version=1)
    assert (caught.value.value, caught.value.detail) == ("q1", "政策丁")
    with pytest.raises(StaleEdit):
        sets.remove(people.policy, case_id, version=1)
    assert sets.one(case_id).draft.question == "甲的改法"
    sets.change(people.policy, case_id, replace(DRAFT, question="乙的改法"), version=2)
    sets.remove(people.policy, case_id, version=3)
    with pytest.raises(NotFound):
        sets.change(people.policy, case_id, DRAFT, version=3)


def test_who_changed_what_is_on_record(sets, people, records, set_id):
    case_id = sets.add(people.policy, set_id, DRAFT)
    sets.change(people.policy, case_id, replace(DRAFT, note="改了"), version=1)
    sets.remove(people.policy, case_id, version=2)
    log = read_log(records, people.policy, words="题")[::-1]
    assert [entry.action for entry in log] == ["新建题集", "新增评测题", "修改评测题", "删除评测题"]
    assert (log[2].before, log[2].after) == ({"note": "备注"}, {"note": "改了"})
    assert {entry.who for entry in log} == {"政策丁"}


@pytest.mark.parametrize("act", ["create", "add", "change", "remove", "take"])
def test_only_policy_staff_change_sets(sets, people, set_id, act):
    case_id = sets.add(people.policy, set_id, DRAFT)
    call = {"create": lambda who: sets.create(who, "另一个"),
            "add": lambda who: sets.add(who, set_id, replace(DRAFT, label="q2")),
            "change": lambda who: sets.change(who, case_id, DRAFT, version=1),
            "remove": lambda who: sets.remove(who, case_id, version=1),
            "take": lambda who: sets.take(who, set_id, [])}[act]
    for who in (people.bank, people.visitor):
        with pytest.raises(NotAllowed):
            call(who)


def test_good_rows_are_kept_and_bad_ones_named(sets, people, set_id, tmp_path):
    good = {"id": "q1", "type": "fact", "question": "问", "answerable": True}
    path = jsonl(tmp_path / "a.jsonl", good, "{", "[1]", good,
                 good | {"id": "q2", "region": "火星"},
                 good | {"id": "q3", "answerable": "yes"}, good | {"id": "q4", "gold_clauses": "x"},
                 good | {"id": "q5", "history": [{"role": "x"}]}, "", good | {"id": "q6"})
    done = sets.import_file(people.policy, set_id, path)
    assert (done.added, done.changed, done.unchanged) == (2, 0, 0)
    assert [line.split("：")[0] for line in done.problems] == [
        "第 2 行 整行", "第 3 行 整行", "第 4 行 编号", "第 5 行 地区", "第 6 行 可答",
        "第 7 行 应引条款", "第 8 行 之前的对话"]
    again = jsonl(path, good | {"question": "新问"}, good | {"id": "q6"})
    done = sets.import_file(people.policy, set_id, again)
    assert (done.added, done.changed, done.unchanged) == (0, 1, 1)
    assert [(c.draft.label, c.draft.question, c.version) for c in sets.cases(set_id)] == [
        ("q1", "新问", 2), ("q6", "问", 1)]


def test_a_sheet_names_rows_and_columns(sets, people, set_id, tmp_path):
    book = openpyxl.Workbook()
    for row in (HEAD, ["q1", "fact", "问？", "洛阳", "银行", "a#1\na#2", "是", "问：早\n答：好"],
                ["q2", "fact", "问？", "", "", "", "也许", ""],
                ["q3", "fact", "问？", "", "", "", "否", "早"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    done = sets.import_file(people.policy, set_id, tmp_path / "a.xlsx")
    assert done.problems == ("第 3 行 可答：“也许”应为 是 或 否",
                             "第 4 行 之前的对话：“早”应以“问：”或“答：”开头")
    draft = sets.cases(set_id)[0].draft
    assert (draft.persona, draft.gold_clauses, draft.history) == (
        "bank", ("a#1", "a#2"), (("user", "早"), ("assistant", "好")))


def test_a_sheet_without_its_columns_is_refused(sets, people, set_id, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["编号", "题目"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(FormError, match="缺少“题型”“问题”"):
        sets.import_file(people.policy, set_id, tmp_path / "a.xlsx")
    with pytest.raises(MissingFile):
        sets.import_file(people.policy, set_id, tmp_path / "b.xlsx")


@pytest.mark.parametrize("kind", ["jsonl", "xlsx"])
def test_what_is_exported_can_be_imported(sets, people, set_id, tmp_path, kind):
    sets.add(people.policy, set_id, DRAFT)
    sets.add(people.policy, set_id, replace(DRAFT, label="q2", region=None, answerable=False))
    out = sets.export_xlsx(set_id) if kind == "xlsx" else sets.export(set_id).encode()
    path = tmp_path / f"out.{kind}"
    path.write_bytes(out)
    other = sets.create(people.policy, "副本")
    assert sets.import_file(people.policy, other, path).added == 2
    assert [c.draft for c in sets.cases(other)] == [c.draft for c in sets.cases(set_id)]
    if kind == "jsonl":
        assert load_cases(path)[0].gold == {"a-2023#（一）"}


def test_a_built_in_set_can_be_taken_over(sets, people, set_id):
    assert sets.import_file(people.policy, set_id, BUILT_IN).problems == ()
    assert len(sets.cases(set_id)) == len(load_cases())
