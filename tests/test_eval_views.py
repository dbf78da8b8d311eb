"""What the page 评测 shows: escaped, with numbers beside bars, what changed between two runs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from corpus.errors import FormError
from eval.runs.case_view import ALL, case_view, cases_table, filtered
from eval.runs.compare import Change, compare_rows
from eval.runs.compare_view import compare_view, trend
from eval.runs.figure_view import run_view
from eval.runs.names import figure_name, number
from eval.runs.runs import Run, State
from eval.runs.runs_view import progress_view, runs_table
from eval.sets.case_form import Editing, draft_of, fields, read_history
from eval.sets.clause_picker import chosen_clauses, clauses_to_pick, matching, picked
from eval.sets.draft import CaseDraft
from eval.sets.set_view import conflict, faults, import_report, set_table
from eval.sets.sets import Imported, StoredCase
from eval.statistics.bars import bar, bars, line
from eval.summary import summary

AT = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
ROW = {"id": "q1", "seq": 1, "type": "fact", "persona": "bank", "region": "洛阳",
       "question": "<b>问</b>", "history": ["先问"], "answerable": True, "gold": ["a#1"],
       "also_ok": [], "wanted": ["要点"], "gone": [], "hits": ["a#2", "a#1"], "answer": "**答**<i>",
       "refused": False, "reason": None, "place": None, "citations": [
           {"clause": "a#1", "quote": "引<文>"}], "cited": ["a#1"], "elsewhere": [], "missed": [],
       "ms": 5.0, "length": 1, "loose": [], "bad quotes": 0, "failed": None, "R@5": 1.0,
       "MRR@10": 0.5, "citation recall": 1.0, "citation precision": 1.0, "points": 1.0,
       "class": "通过", "judged": None}
WRONG = ROW | {"points": 0.0, "missed": ["要点"], "class": "句子不对"}
RUN = Run("r1", "s1", "<题集>", State.DONE, False, False, {"corpus": "x"}, {"R@5": 1.0}, 2, 2, 0,
          "甲", AT, AT, AT, "")
DRAFT = CaseDraft("q1", "fact", "bank", "洛阳", "<问>", (("user", "早"), ("assistant", "好\n的")),
                  ("a#1",), ("a#2",), ("要点",), True, "备注")
STORED = StoredCase("c1", "s1", DRAFT, 2, AT, "乙<b>")


def test_bars_have_their_numbers():
    told = bars("指标", [("<甲>", 0.5), ("乙", None), ("丙", float("nan"))])
    assert "width:50.0%" in told
    assert "0.500" in told
    assert told.count("—") == 2
    assert "&lt;甲&gt;" in told
    assert "width:25.0%" in bar(1, 4)
    assert "width:0.0%" in bar(0, 0)


def test_a_line_needs_two_points_and_says_its_numbers():
    assert line("甲", [("1", 0.5)]) == ""
    told = line("甲", [("<1>", 0.5), ("2", 1.0)])
    assert 'aria-label="&lt;1&gt; 0.500；2 1.000"' in told
    assert told.count("<circle") == 2


@pytest.mark.parametrize(("value", "key", "expected"), [
    (None, "R@5", "—"), (float("nan"), "R@5", "—"), (0.5, "R@5", "0.500"), (3.0, "failed", "3"),
    (0.25, "points fact", "0.250"), (7.71, "p50 ms", "7.71")])
def test_numbers(value, key, expected):
    assert number(value, key) == expected


def test_names_of_figures():
    assert figure_name("points fact") == "要点说全：事实"
    assert figure_name("points 自定") == "要点说全：自定"
    assert figure_name("new") == "new"


def test_a_run_shows_groups_classes_trend_and_versions():
    other = WRONG | {"id": "q2", "type": "unit", "persona": "", "region": ""}
    told = run_view(RUN, [ROW, other], [RUN, replace(RUN, id="r0")])
    for words in ("通过 1 题", "责任单位", "未选地区", "未注明", "句子不对", "<svg",
                  "政策文件：<code>x", "2026-03-01 08:30"):
        assert words in told
    assert "语言模型的评判" not in told
    judged = ROW | {"judged": {"faithful": None, "correct": 4.0}}
    told = run_view(RUN, [judged], [])
    assert "语言模型的评判" in told
    assert "未取得" in told
    assert "还没有做完的题" in run_view(RUN, [], [])


def test_one_case_shows_both_sides_escaped():
    told = case_view(ROW | {"gold": ["a#1", "a#9"]}, {"a#1": "条<文>", "a#2": "另一条"})
    for words in ("&lt;b&gt;问", "答&lt;i&gt;", "条&lt;文&gt;", "引&lt;文&gt;", "先问",
                  "第 2 条，应引，已引用", "这个条款已不存在", "应引，没有引用"):
        assert words in told
    assert "**" not in told
    refused = case_view(ROW | {"refused": True, "reason": "没有", "gold": [], "hits": []}, {})
    assert "拒了（没有）" in refused
    assert "（应拒答）" in refused


@pytest.mark.parametrize(("filters", "found"), [
    ({}, ["q1", "q2"]), ({"klass": "通过"}, ["q1"]), ({"kind": "unit"}, ["q2"]),
    ({"words": "q2"}, ["q2"]), ({"words": "没有"}, []), ({"klass": ALL, "kind": ALL},
     ["q1", "q2"])])
def test_cases_are_filtered(filters, found):
    rows = [ROW, WRONG | {"id": "q2", "type": "unit", "seq": 2}]
    left = filtered(rows, **filters)
    assert [row["id"] for row in left] == found
    assert (f"共 {len(found)} 题" if found else "没有符合条件的题") in cases_table(left)


def test_runs_say_how_far_they_are_and_what_can_be_done():
    working = replace(RUN, state=State.RUNNING, done=1, stopping=True)
    waiting = replace(RUN, id="r2", state=State.QUEUED, done=0)
    told = progress_view([working, waiting])
    assert "答题 1 / 2，正在停止" in told
    assert 'aria-valuenow="1"' in told
    assert "排队中" in told
    assert "正在准备" in progress_view([waiting])
    assert "模型评判 1 / 2" in progress_view([replace(RUN, state=State.RUNNING, judging=True,
                                                  judged=1)])
    left = replace(RUN, state=State.INTERRUPTED, note="<中途>")
    table = runs_table([RUN, working, left])
    for words in ('data-id="open:r1"', 'data-id="stop:r1"', 'data-id="resume:r1"', "&lt;中途&gt;",
                  "&lt;题集&gt;"):
        assert words in table
    assert "还没有运行过" in runs_table([])


@pytest.mark.parametrize(("before", "after", "change"), [
    (ROW, ROW, Change.SAME), (WRONG, ROW, Change.BETTER), (ROW, WRONG, Change.WORSE),
    (ROW, ROW | {"loose": ["1%"], "class": "数字无依据"}, Change.WORSE),
    (ROW | {"MRR@10": 0.2}, ROW, Change.BETTER), (ROW, ROW | {"answer": "别的"}, Change.SAME),
    (ROW, WRONG | {"question": "新问"}, Change.EDITED), (None, ROW, Change.ADDED),
    (ROW, None, Change.REMOVED)],
    ids=["same", "better", "worse", "loose", "rank", "words", "edited", "added", "removed"])
def test_what_changed(before, after, change):
    pair = compare_rows([before] if before else [], [after] if after else [])[0]
    assert (pair.id, pair.change) == ("q1", change)


def test_two_runs_side_by_side():
    later = replace(RUN, id="r2", versions={"corpus": "y"})
    told = compare_view(RUN, later, (summary([ROW]), summary([WRONG])),
                        compare_rows([ROW], [WRONG]))
    for words in ("不同的版本：政策文件", "变差 1 题", "-1.000", "句子不对", "&lt;b&gt;问"):
        assert words in told
    same = compare_view(RUN, RUN, (summary([ROW]),) * 2, compare_rows([ROW], [ROW]))
    assert "版本全部相同" in same
    assert "不变的 1 题" in same


@pytest.mark.parametrize(("key", "before", "after", "expected"), [
    ("R@5", 0.5, 0.6, "变好"), ("R@5", 0.6, 0.5, "变差"), ("loose numbers", 1.0, 0.0, "变好"),
    ("R@5", None, 0.5, ""), ("R@5", float("nan"), 0.5, ""), ("p50 ms", 1.0, 2.0, "")])
def test_trends(key, before, after, expected):
    assert trend(key, before, after) == expected


def test_cases_say_what_is_wrong_with_them():
    assert faults(DRAFT, {"a#1", "a#2"}) == []
    assert faults(DRAFT, {"a#1"}) == ["条款 a#2 已不存在"]
    bare = replace(DRAFT, gold_clauses=(), also_ok=(), answer_points=())
    assert faults(bare, set()) == ["没有应引条款和答案要点"]
    assert faults(replace(bare, answerable=False), set()) == []
    table = set_table([STORED], {"a#1"}, edits=True)
    assert all(words in table for words in (
        "&lt;问&gt;", "乙&lt;b&gt;", "条款 a#2 已不存在", 'data-id="edit:c1"', "前有 2 句"))
    assert "data-id" not in set_table([replace(STORED, id="")], set(), edits=False)


def test_both_versions_are_shown():
    told = conflict(replace(DRAFT, question="我的<问>"), STORED)
    assert all(words in told for words in ("乙&lt;b&gt;", "我的&lt;问&gt;", "&lt;问&gt;"))
    assert "备注" not in told


def test_an_import_is_reported():
    told = import_report(Imported(1, 2, 3, ("第 2 行 <问题>：没有填写",)))
    assert "新增 1 题，修改 2 题，未变 3 题，有问题 1 行" in told
    assert "&lt;问题&gt;" in told


def test_the_form_gives_back_what_it_was_filled_with():
    at = Editing("s1", "c1", 2, DRAFT.gold_clauses, DRAFT.also_ok)
    assert draft_of(fields(DRAFT), at) == DRAFT
    assert read_history("问：甲\n\n答: 乙\n还有") == (("user", "甲"), ("assistant", "乙\n还有"))
    with pytest.raises(FormError, match="第一行"):
        read_history("没有开头")
    with pytest.raises(FormError, match="地区"):
        draft_of([*fields(DRAFT)[:3], "火星", *fields(DRAFT)[4:]], at)


@pytest.mark.parametrize(("act", "gold", "also"), [
    ("gold:a#3", ("a#1", "a#3"), ("a#2",)), ("gold:a#2", ("a#1", "a#2"), ()),
    ("also:a#1", (), ("a#2", "a#1")), ("drop-gold:a#1", (), ("a#2",)),
    ("drop-also:a#2", ("a#1",), ()), ("x:a#3", ("a#1",), ("a#2",)), ("", ("a#1",), ("a#2",))])
def test_clauses_are_picked_and_dropped(act, gold, also):
    assert picked(("a#1",), ("a#2",), act) == (gold, also)


def test_clauses_are_found_in_one_document(policies):
    found = matching(policies, "heilongjiang-2023", "担保费率")
    assert "heilongjiang-2023#（十七）" in [clause.id for clause in found]
    loosely = matching(policies, "heilongjiang-2023", "小微企业的担保费最高收多少")
    assert loosely[0].id.startswith("heilongjiang-2023#")
    assert len(matching(policies, "qianjiang-2023", "")) > 10
    assert matching(policies, "qianjiang-2023", "火星探测") == []
    told = clauses_to_pick(found, {found[0].id})
    assert "已选" in told
    assert "没有找到" in clauses_to_pick([], set())
    assert "已不存在" in chosen_clauses(["a#9"], [], {"a#1"})
    assert "还没有选条款" in chosen_clauses([], [], set())
