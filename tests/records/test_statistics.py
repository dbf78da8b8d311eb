"""Figures counted by hand: what was asked when and where, what stayed open, what helped."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import delete, text

from chat.talks.conversations import Conversations
from chat.talks.feedback import Opinion, Thumb, give
from corpus.errors import FormError, NotAllowed
from corpus.records.base import new_id
from corpus.records.eval_tables import RunRow
from corpus.records.review_tables import AnswerFactRow
from eval.statistics.notice import notice
from eval.statistics.periods import Span, Unit, between, month_before, month_span
from eval.statistics.statistics import ELSEWHERE, NOWHERE, figures
from eval.statistics.statistics_tables import sections
from eval.statistics.topics import MISSED, NO_CLAUSE, Topics
from matcher.desk.needs import Status, file_need
from tests.records.desk_talks import CLAUSE, OTHER, PHONE, asker, cited, refused, told

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
NEED = {"firm": "甲厂", "contact": "张三", "phone": PHONE, "region": "2301", "industry": "制造",
        "amount_wan": 500.0, "term_months": 12, "purpose": "周转"}


@pytest.fixture(scope="module")
def topics(policies):
    return Topics(policies, [])


@pytest.fixture
def asked(records, people, clock):
    """Four visitors; three ask one open question in two wordings, one asks in Luoyang."""
    first, second, third = (asker(records) for _ in range(3))
    told(records, people.visitor, ("担保费率多少？", cited(CLAUSE, OTHER)),
         ("续贷？", cited(OTHER)), ("你好", cited(region=None)))
    open_question = (f"厂房怎么办？{PHONE}", refused())
    told(records, first, open_question)
    told(records, second, ("怎么办，厂房", refused()))
    clock.forward(days=10)
    told(records, third, open_question)
    keys = told(records, people.visitor, ("洛阳贴息？", refused("只有其他地区的规定", "4103")),
                ("担保？", cited(CLAUSE)))
    give(records, people.visitor, keys[0].conversation, keys[0].seq,
         Opinion(Thumb.DOWN, "没答到点上"))
    give(records, people.visitor, keys[1].conversation, keys[1].seq, Opinion(Thumb.UP))
    return keys


def test_counted_by_hand(records, people, topics, asked):
    found = figures(records, people.policy, MARCH, topics)
    assert (found.asked, found.answered, found.refused, found.askers) == (8, 4, 4, 4)
    assert found.refused_share == "50.0%"
    assert found.days == {date(2026, 3, 1): (5, 2), date(2026, 3, 11): (3, 2)}
    assert found.reasons == {"没有相关条款": 3, "只有其他地区的规定": 1}
    assert found.topics == {MISSED: 4, "健全配套体系，强化增信支持": 2,
                            "丰富信贷产品，满足个性化需求": 1, NO_CLAUSE: 1}
    assert found.regions == {"23": 6, NOWHERE: 1, ELSEWHERE: 1}
    assert found.cited == {CLAUSE: 2, OTHER: 2}
    assert (found.helped, found.failed, found.complaints) == (1, 1, {"没答到点上": 1})


def test_open_questions_of_nearly_the_same_wording(records, people, topics, asked):
    first, second = figures(records, people.policy, MARCH, topics).unanswered
    assert (first.example, first.count, first.askers, first.wordings, first.reason) == (
        "厂房怎么办？138****8000", 3, 3, 2, "没有相关条款")
    assert (second.example, second.askers) == ("洛阳贴息？", 1)
    assert PHONE not in repr((first, second))


@pytest.mark.parametrize(("region", "asked_there", "open_there"), [
    ("23", 6, 3), ("4103", 1, 1), ("2301", 0, 0)])
def test_one_place(records, people, topics, asked, region, asked_there, open_there):
    span = Span(MARCH.first, MARCH.last, region)
    found = figures(records, people.policy, span, topics)
    assert (found.asked, found.refused) == (asked_there, open_there)


@pytest.mark.parametrize(("region", "strict", "shown"), [
    ("", False, True), ("", True, False), ("4103", False, False)],
    ids=["anywhere", "on-paper", "one-place"])
def test_what_one_person_asked_is_shown_for_no_single_place(records, people, topics, asked, region,
                                                            strict, shown):
    found = figures(records, people.policy, Span(MARCH.first, MARCH.last, region), topics)
    (part,) = (s for s in sections(found, topics, Unit.DAY, strict=strict)
               if s.title == "没有回答的问题")
    assert ("洛阳贴息" in repr(part.rows)) is shown
    assert shown or "不显示原文" in part.note or not part.rows


def test_a_day_begins_at_midnight_in_beijing(records, people, topics, clock):
    clock.at = clock.at.replace(day=1, hour=15, minute=59)  # 23:59 in Beijing
    told(records, people.visitor, ("问？", cited(CLAUSE)))
    clock.forward(minutes=1)
    told(records, people.visitor, ("问？", cited(CLAUSE)))
    found = figures(records, people.policy, Span(date(2026, 3, 2), date(2026, 3, 2)), topics)
    assert found.days == {date(2026, 3, 2): (1, 0)}


def test_needs(records, people, topics, clock):
    for n in range(3):
        file_need(records, people.visitor, dict(NEED), form_key=f"form-{n}-long")
    clock.forward(days=31)
    file_need(records, people.visitor, NEED | {"region": "4103"}, form_key="form-later")
    found = figures(records, people.policy, Span(MARCH.first, date(2026, 4, 30)), topics).needs
    assert found.statuses == Counter({Status.OPEN: 4})
    assert found.amounts_wan[Status.OPEN] == 2000
    assert {place: sum(c.values()) for place, c in found.regions.items()} == {"2301": 3, "4103": 1}
    assert list(found.months) == ["2026-03", "2026-04"]


def test_a_deleted_talk_leaves_the_figures(records, people, topics, asked):
    Conversations(records).delete(people.visitor, asked[0].conversation)
    found = figures(records, people.policy, MARCH, topics)
    assert (found.asked, found.failed) == (6, 0)


def test_nothing_asked(records, people, topics):
    found = figures(records, people.policy, MARCH, topics)
    assert (found.asked, found.refused_share) == (0, "—")
    empty = [part.title for part in sections(found, topics, Unit.DAY) if not part.rows]
    assert "按日统计" in empty
    assert "提问主题" in empty


def test_the_notice_sets_a_month_against_the_one_before(records, people, topics, asked, clock):
    clock.forward(days=31)
    told(records, people.visitor, ("四月问？", cited(CLAUSE)))
    with records.writing() as session:
        session.add(RunRow(id=new_id(), set_id="s", set_name="投诉转来的用例", state="完成",
                           stopping=False, judging=False, versions=None, cases={}, total=12,
                           started_by="政策丁", created_at=clock(), started_at=None, ended_at=None,
                           note=""))
    page = notice(records, people.policy, "2026-04", topics)
    assert "2026 年 4 月" in page
    assert '<th scope="row">提问</th><td class="number">1</td><td class="number">8</td>' in page
    assert "-7" in page
    assert "投诉转来的用例" in page
    for private in ("政策丁", PHONE, people.visitor.id, asked[0].conversation):
        assert private not in page
    assert "洛阳贴息" not in notice(records, people.policy, "2026-03", topics)
    assert "2026 年 3 月" in notice(records, people.policy, "", topics)


def test_for_policy_staff_only(records, people, topics):
    for who in (people.bank, people.visitor):
        with pytest.raises(NotAllowed):
            figures(records, who, MARCH, topics)
        with pytest.raises(NotAllowed):
            notice(records, who, "2026-03", topics)


def test_facts_of_old_answers_are_read_from_their_json(records, people, asked):
    from importlib import import_module

    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    module = import_module("corpus.records.migrations.versions.r0004_review")
    columns = "conversation_id, seq, asked, refused, reason, region, cited"
    query = text(f"SELECT {columns} FROM answer_facts ORDER BY conversation_id, seq")
    with records.engine.begin() as connection:
        before = connection.execute(query).all()
        for table in ("triages", "judgements", "answer_facts"):
            connection.execute(text(f"DROP TABLE {table}"))
        with Operations.context(MigrationContext.configure(connection)):
            module.upgrade()
        assert connection.execute(query).all() == before
        assert len(before) == 8


def test_an_answer_without_facts_is_no_error(records, people, topics, asked):
    with records.writing() as session:
        session.execute(delete(AnswerFactRow))
    assert figures(records, people.policy, MARCH, topics).asked == 0


@pytest.mark.parametrize(("first", "last", "wrong"), [
    ("2026-13-01", "2026-03-01", "起始日期"), ("", "2026-03-01", "起始日期"),
    ("2026-03-02", "三月", "截止日期"), ("2026-03-02", "2026-03-01", "截止日期"),
    ("2001-01-01", "2026-03-01", "起始日期"), ("0001-01-01", "2026-03-01", "起始日期")])
def test_bad_dates(first, last, wrong):
    with pytest.raises(FormError) as caught:
        between(first, last)
    assert caught.value.value == wrong


@pytest.mark.parametrize(("first", "last", "unit", "names"), [
    ("2026-03-01", "2026-03-03", Unit.DAY, ["2026-03-01", "2026-03-02", "2026-03-03"]),
    ("2026-02-27", "2026-03-03", Unit.WEEK, ["2026-02-23 起", "2026-03-02 起"]),
    ("2025-12-31", "2026-02-01", Unit.MONTH, ["2025-12", "2026-01", "2026-02"])])
def test_buckets(first, last, unit, names):
    assert between(first, last).buckets(unit) == names


@pytest.mark.parametrize(("month", "before", "days"), [
    ("2026-01", "2025-12", 31), ("2024-02", "2024-01", 29), ("2026-04", "2026-03", 30)])
def test_months(month, before, days):
    span = month_span(month)
    assert month_before(month) == before
    assert (span.last - span.first).days + 1 == days


@pytest.mark.parametrize("month", ["2026", "2026-13", "x", "2026-1", "<b>"])
def test_bad_months(month):
    with pytest.raises(FormError):
        month_span(month)


