"""Versions: published, withdrawn, restored, followed; and what a stop in the middle leaves."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.catalog import load_all
from corpus.errors import Conflict, FormError, NotAllowed, NotFound, RecordsBusy, UnwritableFolder
from corpus.intake import add_files
from corpus.library import load_policies
from corpus.publishing import settling, steps
from corpus.publishing.drafts import drafts, drop, edit, one_draft, take_in
from corpus.publishing.follow import follow
from corpus.publishing.letterhead_form import fields_of
from corpus.publishing.links import Link
from corpus.publishing.publish import link, publish, restore, withdraw
from corpus.publishing.versions import (
    Kind,
    Shelf,
    State,
    as_of,
    clause_as_of,
    find_version,
    lock,
    versions,
)
from corpus.records.audit import read_log
from corpus.records.engine import open_records

PAPER = ("洛阳市支持轴承产业若干措施\n\n（一）贴息。对轴承企业贷款给予{rate}%的贴息。\n"
         "（二）担保。担保费率不超过1%。\n2025年3月1日")
ROWS = "编号,名称,类别,来源,最高额度（万元）\n{}"
BUILT_IN = "qianjiang-2023"


@pytest.fixture
def shelf(records, tmp_path):
    return Shelf(records, tmp_path / "policies", tmp_path / "catalog")


@pytest.fixture
def upload(shelf, people, tmp_path):
    """Bring in a text as a file; return the draft and the number it would replace."""
    def bring(words, name="轴承措施.txt"):
        path = tmp_path / name
        path.write_text(words, encoding="utf-8")
        draft = take_in(shelf, people.policy, path).draft
        return draft.id, draft.base
    return bring


@pytest.fixture
def put(shelf, people, upload):
    """Bring in a text and publish it."""
    def bring(words, name="轴承措施.txt", since=None):
        draft, base = upload(words, name)
        return publish(shelf, people.policy, draft, base=base, since=since)
    return bring


def states(shelf, document="轴承措施"):
    return [(v.number, v.status.value, v.restores) for v in versions(shelf.records, document)]


def rate(shelf):
    """Return what the policy in force says of the rate, None when it is out."""
    found = {p.id: p for p in load_policies(shelf.policies_dir)}
    if "轴承措施" not in found:
        return None
    return found["轴承措施"].clause("（一）").text.split("给予")[1].split("%")[0]


def head_id(shelf, document="轴承措施"):
    return next(v.id for v in versions(shelf.records, document) if v.status is State.PUBLISHED)


def test_nothing_takes_effect_before_it_is_published(shelf, upload, people):
    draft, base = upload(PAPER.format(rate=1))
    assert (rate(shelf), base) == (None, None)
    assert [d.id for d in drafts(shelf)] == [draft]
    publish(shelf, people.policy, draft, base=base)
    assert rate(shelf) == "1"
    assert drafts(shelf) == []


def test_withdrawing_brings_back_what_was_before(shelf, put, people):
    put(PAPER.format(rate=1))
    put(PAPER.format(rate=2))
    assert rate(shelf) == "2"
    assert withdraw(shelf, people.policy, head_id(shelf)).number == 3
    assert rate(shelf) == "1"
    assert states(shelf) == [(3, "已发布", 1), (2, "已撤回", None), (1, "已被替换", None)]
    assert withdraw(shelf, people.policy, head_id(shelf)).number is None
    assert rate(shelf) is None
    second = versions(shelf.records, "轴承措施")[1]
    restore(shelf, people.policy, second.id, base=None)
    assert rate(shelf) == "2"


def test_withdrawing_a_restored_version_returns_to_the_one_before_it(shelf, put, people):
    put(PAPER.format(rate=1))
    put(PAPER.format(rate=2))
    first = versions(shelf.records, "轴承措施")[-1]
    restore(shelf, people.policy, first.id, base=2)
    assert rate(shelf) == "1"
    withdraw(shelf, people.policy, head_id(shelf))
    assert rate(shelf) == "2"


def test_a_built_in_policy_is_left_out_and_comes_back_without_a_copy(shelf, people):
    follow(shelf)
    first = versions(shelf.records, BUILT_IN)[0]
    assert (first.number, first.status, first.published_by) == (1, State.PUBLISHED, "命令行")
    withdraw(shelf, people.policy, first.id)
    assert BUILT_IN not in {p.id for p in load_policies(shelf.policies_dir)}
    restore(shelf, people.policy, first.id, base=None)
    assert BUILT_IN in {p.id for p in load_policies(shelf.policies_dir)}
    assert [f.name for f in shelf.policies_dir.iterdir() if not f.name.startswith(".")] == []


def test_the_command_line_adds_back_what_was_withdrawn(shelf, people, tmp_path):
    follow(shelf)
    withdraw(shelf, people.policy, versions(shelf.records, BUILT_IN)[0].id)
    source = next(p for p in load_policies() if p.id == BUILT_IN).source
    (tmp_path / f"{BUILT_IN}.txt").write_text(source, encoding="utf-8")
    add_files([tmp_path / f"{BUILT_IN}.txt"], shelf.policies_dir, shelf.catalog_dir)
    assert follow(shelf) == 1
    assert states(shelf, BUILT_IN)[0][:2] == (2, "已发布")


def test_the_ledger_follows_the_folder(shelf, put, tmp_path):
    assert follow(shelf) == 5
    assert follow(shelf) == 0
    put(PAPER.format(rate=1))
    assert follow(shelf) == 0, "what was published is known"
    (tmp_path / "轴承措施.txt").write_text(PAPER.format(rate=7), encoding="utf-8")
    add_files([tmp_path / "轴承措施.txt"], shelf.policies_dir, shelf.catalog_dir)
    assert follow(shelf) == 1
    assert states(shelf) == [(2, "已发布", None), (1, "已被替换", None)]
    (shelf.policies_dir / "轴承措施.txt").unlink()
    assert follow(shelf) == 1
    assert states(shelf)[0] == (2, "已撤回", None)


def test_two_people_publish_the_same_policy(shelf, put, upload, people):
    put(PAPER.format(rate=1))
    one, base = upload(PAPER.format(rate=2))
    other, _ = upload(PAPER.format(rate=3))
    told = []

    def go(draft):
        try:
            publish(shelf, people.policy, draft, base=base)
            told.append("done")
        except Conflict as error:
            told.append(error.detail)

    threads = [threading.Thread(target=go, args=(draft,)) for draft in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["base", "done"]
    assert len(drafts(shelf)) == 1, "the draft of who came second is kept"
    assert len(states(shelf)) == 2


def test_a_draft_is_published_once(shelf, upload, people):
    draft, base = upload(PAPER.format(rate=1))
    publish(shelf, people.policy, draft, base=base)
    with pytest.raises(Conflict, match="published"):
        publish(shelf, people.policy, draft, base=base)
    same, base = upload(PAPER.format(rate=1))
    with pytest.raises(Conflict, match="in force"):
        publish(shelf, people.policy, same, base=base)
    drop(shelf, people.policy, same)
    with pytest.raises(Conflict, match="published"):
        drop(shelf, people.policy, same)


class Stopped(BaseException):
    """The program is killed here."""


def stop(*_, **__):
    raise Stopped


@pytest.mark.parametrize(("place", "name", "after"), [
    (settling, "StepRow", "1"), (settling.steps, "carry_out", "2"), (steps, "_apply", "2")],
    ids=["before-the-commit", "after-the-commit", "before-the-files-move"])
def test_a_stop_in_the_middle_loses_nothing(shelf, put, upload, people, monkeypatch, place, name,
                                            after):
    put(PAPER.format(rate=1))
    draft, base = upload(PAPER.format(rate=2))
    with monkeypatch.context() as patched:
        patched.setattr(place, name, stop)
        with pytest.raises(Stopped):
            publish(shelf, people.policy, draft, base=base)
    follow(shelf)
    assert rate(shelf) == after
    number, status, _ = states(shelf)[0]
    assert (number, status) == (int(after), "已发布")
    assert [f.name for f in shelf.policies_dir.glob(".*-*")] == []
    assert len(drafts(shelf)) == (after == "1")


def test_whoever_reads_next_carries_out_what_was_decided(shelf, put, upload, people, monkeypatch):
    put(PAPER.format(rate=1))
    draft, base = upload(PAPER.format(rate=2))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop)
        with pytest.raises(Stopped):
            publish(shelf, people.policy, draft, base=base)
    assert rate(shelf) == "2"


def test_a_full_disk_changes_nothing(shelf, put, upload, people, monkeypatch):
    put(PAPER.format(rate=1))
    draft, base = upload(PAPER.format(rate=2))

    def full(path, text):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(steps, "_write", full)
        with pytest.raises(UnwritableFolder):
            publish(shelf, people.policy, draft, base=base)
    assert (rate(shelf), states(shelf)[0][0], len(drafts(shelf))) == ("1", 1, 1)
    assert [*shelf.policies_dir.glob(".step-*")] == []
    publish(shelf, people.policy, draft, base=base)
    assert rate(shelf) == "2"


def test_a_locked_database_changes_nothing(shelf, put, upload, people, url):
    put(PAPER.format(rate=1))
    draft, base = upload(PAPER.format(rate=2))
    other = open_records(url, wait_s=0.2)
    waiting = Shelf(other, shelf.policies_dir, shelf.catalog_dir)
    with shelf.records.writing() as session:
        session.execute(text("SELECT 1"))
        lock(session)
        with pytest.raises(RecordsBusy):
            publish(waiting, people.policy, draft, base=base)
    other.close()
    assert (rate(shelf), len(drafts(shelf))) == ("1", 1)


def test_the_text_of_a_day(shelf, put, clock, people):
    put(PAPER.format(rate=1), since=date(2025, 3, 1))
    put(PAPER.format(rate=2), since=date(2026, 1, 1))
    clock.forward(days=30)
    today = shelf.today()
    withdraw(shelf, people.policy, head_id(shelf))

    def words(day):
        return clause_as_of(shelf.records, "轴承措施#（一）", day)[1].split("给予")[1][0]

    assert [words(day) for day in (date(2025, 3, 1), date(2025, 12, 31), date(2026, 1, 1),
                                  today - timedelta(days=1), today)] == ["1", "1", "2", "2", "1"]
    with pytest.raises(NotFound):
        words(date(2025, 2, 28))
    assert [v.number for v in as_of(shelf.records, today)] == [3]


def test_a_version_is_found_by_its_words(shelf, put):
    put(PAPER.format(rate=1))
    first = versions(shelf.records, "轴承措施")[0]
    put(PAPER.format(rate=2))
    found = find_version(shelf.records, "轴承措施", first.digest)
    assert (found.number, found.status) == (1, State.REPLACED)
    with pytest.raises(NotFound):
        find_version(shelf.records, "轴承措施", "0" * 16)


def test_a_letterhead_is_put_right(shelf, upload, people):
    draft, base = upload(PAPER.format(rate=1))
    policy = one_draft(shelf, draft)[0].policy
    fields = fields_of(policy, {})
    assert fields["title"].doubt == ""
    assert "没有找到文号" in fields["number"].doubt
    given = {name: field.value for name, field in fields.items()}
    changed = edit(shelf, people.policy, draft, "轴承-2025", given | {
        "number": "洛政〔2025〕3号", "issuers": "洛阳市人民政府、洛阳市工信局",
        "region": "洛阳市涧西区", "status": "征求意见稿", "signed_on": "2025-03-02"})
    read = changed.policy
    assert (read.id, read.number, read.issuers, read.region.name, read.status.value,
            str(read.signed_on)) == ("轴承-2025", "洛政〔2025〕3号", (
                "洛阳市人民政府", "洛阳市工信局"), "涧西区", "draft", "2025-03-02")
    assert fields_of(read, changed.extra)["number"].doubt == ""
    publish(shelf, people.policy, draft, base=base)
    assert load_policies(shelf.policies_dir)[-1] == read


@pytest.mark.parametrize(("name", "value", "told"), [
    ("region", "火星", "不是认识的地名"), ("region", "", "没有填写"),
    ("signed_on", "去年", "2024-03-01"), ("title", "", "没有填写"), ("title", "长" * 300, "太长")])
def test_a_bad_field_is_named(shelf, upload, people, name, value, told):
    draft, _ = upload(PAPER.format(rate=1))
    before = one_draft(shelf, draft)[0]
    given = {n: f.value for n, f in fields_of(before.policy, {}).items()}
    with pytest.raises(FormError, match=told):
        edit(shelf, people.policy, draft, "轴承措施", given | {name: value})
    assert one_draft(shelf, draft)[0] == before


def test_a_catalog_is_published_and_withdrawn(shelf, upload, put, people):
    put(ROWS.format("A1,甲贷,贷款,官网,500\nA2,乙贷,贷款,官网,1"), "b.csv")
    found = {p.id: p.amount_max_wan for p in load_all(shelf.catalog_dir)}
    assert (found["A1"], found["A2"]) == (500, 1)
    put(ROWS.format("A1,甲贷,贷款,官网,600"), "b.csv")
    found = {p.id: p.amount_max_wan for p in load_all(shelf.catalog_dir)}
    assert (found["A1"], "A2" in found) == (600, False)
    head = versions(shelf.records, "b", Kind.CATALOG)[0]
    withdraw(shelf, people.policy, head.id)
    assert {p.id for p in load_all(shelf.catalog_dir)} >= {"A1", "A2"}
    assert follow(shelf) == 5


def test_links_are_seen_by_all(shelf, people):
    made = Link("luoyang-2017", "luoyang-2023", "替代", date(2024, 1, 1))
    link(shelf, people.policy, made)
    ended = {p.id: p.ended for p in load_policies(shelf.policies_dir)}["luoyang-2017"]
    assert [(e.kind, e.since) for e in ended] == [("替代", date(2024, 1, 1))]
    assert "优势产业链" in ended[0].by
    follow(shelf)
    link(shelf, people.policy, made, remove=True)
    assert all(p.ended == () for p in load_policies(shelf.policies_dir))
    with pytest.raises(FormError):
        link(shelf, people.policy, Link("a", "a", "替代", date(2024, 1, 1)))


def test_only_policy_staff_and_all_is_logged(shelf, put, upload, people):
    draft, base = upload(PAPER.format(rate=1))
    for who in (people.bank, people.visitor):
        with pytest.raises(NotAllowed):
            publish(shelf, who, draft, base=base)
        with pytest.raises(NotAllowed):
            take_in(shelf, who, Path("x.txt"))
        with pytest.raises(NotAllowed):
            drop(shelf, who, draft)
    publish(shelf, people.policy, draft, base=base)
    withdraw(shelf, people.policy, head_id(shelf))
    acts = [(entry.who, entry.action) for entry in read_log(shelf.records, people.policy)]
    assert acts[:3] == [("政策丁", "撤回版本"), ("政策丁", "发布版本"), ("政策丁", "上传草稿")]


def test_a_day_to_come_is_refused(shelf, upload, people):
    draft, base = upload(PAPER.format(rate=1))
    with pytest.raises(FormError, match="还没有到"):
        publish(shelf, people.policy, draft, base=base,
                since=shelf.today() + timedelta(days=1))
