"""What the desk shows is escaped, says when there is nothing, and draws no bar without a number."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from chat.answer import Answer, Citation, Offer
from chat.trace import Trace
from eval.review.agreement import Agreement, Difference
from eval.review.agreement_view import agreements_html
from eval.review.complaints import Complaint, Triage
from eval.review.complaints_view import complaint_head, complaints_table
from eval.review.seen import Key, Seen
from eval.review.seen_view import seen_html
from eval.statistics.statistics_tables import Section
from eval.statistics.statistics_view import section_html
from eval.statistics.topics import Topics
from matcher.desk.sheet import write_book

BAD = "<script>alert(1)</script>"
AT = datetime(2026, 3, 1, tzinfo=UTC)
KEY = Key("abcdef0123", 2)
TRIAGE = Triage(True, BAD, BAD, (), BAD, AT, "s", "c")
COMPLAINT = Complaint(KEY, BAD, BAD, BAD, AT, TRIAGE)
SEEN = Seen(KEY, AT, BAD, (("user", BAD),), Answer(
    BAD, (Citation("x-2020#（一）", BAD, BAD, BAD, BAD, (0, 1)),), refused=True, reason=BAD,
    products=(Offer(BAD, (), BAD),), papers=(BAD,), trace=Trace(((BAD, 1.0),), BAD)), (BAD,))
PAIR = Agreement((BAD, "乙"), 1, 0.5, Counter({("对", "错"): 1}),
                 (Difference(KEY, BAD, BAD, ("对", "错"), (BAD, "")),))


@pytest.mark.parametrize("page", [
    complaints_table([COMPLAINT]), complaint_head(COMPLAINT, BAD),
    seen_html(SEEN, Topics([], []), {}), agreements_html([PAIR]),
    section_html(Section(BAD, (BAD, BAD), [(BAD, BAD)], note=BAD))],
    ids=["list", "complaint", "answer", "agreement", "figures"])
def test_everything_is_escaped(page):
    assert "<script" not in page
    assert "&lt;script" in page


@pytest.mark.parametrize(("version", "told"), [
    ("a-2023@1", "a-2023 1（与现在相同）"), ("a-2023@0", "现在已有改动"), ("b-2020@1", "已撤下"),
    ("a-2023", "没有记版本")])
def test_the_version_of_then_beside_that_of_today(version, told):
    page = seen_html(replace(SEEN, versions=(version,)), Topics([], []), {"a-2023": "a-2023@1"})
    assert told in page


def test_an_answer_without_a_trace_says_so():
    bare = replace(SEEN, answer=Answer("旧的回答"), versions=())
    assert "没有留下检索记录" in seen_html(bare, Topics([], []), {})


def test_bars_have_numbers_and_parts():
    page = section_html(Section("按日统计", ("日", "提问", "未回答"), [("一", 4, 1), ("二", 0, 0),
                                                                   ("三", 1200, 1200)], 1, 2))
    assert page.count('class="bar"') == 2
    assert '<b style="width:0.3%"><i style="width:25%"></i></b></span>4</td>' in page
    assert '<b style="width:100.0%"><i style="width:100%"></i></b></span>1,200</td>' in page


def test_a_section_without_rows_says_so():
    page = section_html(Section("提问主题", ("主题", "次数"), [], note="说明"))
    assert "这段时间没有数据。" in page
    assert "说明" not in page


def test_a_book_has_sheets_with_text_and_numbers():
    book = openpyxl.load_workbook(BytesIO(write_book({"甲": [["=1+1", 2, 0.5]], "乙": [[]]})))
    assert book.sheetnames == ["甲", "乙"]
    assert [cell.value for cell in book["甲"][1]] == ["=1+1", 2, 0.5]
    assert book["甲"]["A1"].data_type != "f"
