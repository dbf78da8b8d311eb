"""Loading in the background, text as it stands, and what a wheel carries."""

import threading
from pathlib import Path

import pytest

from chat.blocks import markdown
from chat.validity import describe
from corpus.errors import BadIndex
from corpus.loading import Pending
from corpus.reader import parse_policy

ROOT = Path(__file__).parent.parent


def test_many_waiters_one_load():
    made = []
    pending = Pending(lambda: made.append(1) or "ready")
    found = []
    threads = [threading.Thread(target=lambda: found.append(pending.get())) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["ready"] * 12
    assert made == [1]
    assert pending.ready


def test_a_failure_is_told_and_tried_again():
    results = [BadIndex("x"), "ready"]

    def make():
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    pending = Pending(make)
    with pytest.raises(BadIndex):
        pending.get()
    assert not pending.ready
    assert pending.get() == "ready"


def test_a_renewal_serves_the_old_value_until_the_new_one_is_there():
    go, made = threading.Event(), []

    def make():
        made.append(len(made))
        if len(made) > 1:
            go.wait()
        return made[-1]

    pending = Pending(make)
    assert pending.get() == 0
    attempt = pending.renew()
    assert [pending.get() for _ in range(3)] == [0] * 3
    go.set()
    attempt.done.wait()
    assert pending.get() == 1
    assert pending.trouble is None


def test_a_failed_renewal_keeps_the_old_value_and_says_why():
    results = ["old", BadIndex("x"), "new"]

    def make():
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    pending = Pending(make)
    pending.get()
    attempt = pending.renew()
    attempt.done.wait()
    assert (type(attempt.error), type(pending.trouble)) == (BadIndex, BadIndex)
    assert pending.get() == "old"
    assert pending.ready
    pending.renew().done.wait()
    assert (pending.get(), pending.trouble) == ("new", None)


def test_renewals_asked_for_at_once_are_few_and_the_last_sees_all():
    go, began, seen, written = threading.Event(), threading.Event(), [], []

    def make():
        began.set()
        seen.append(len(written))
        if len(seen) > 1:
            go.wait()
        return seen[-1]

    pending = Pending(make)
    pending.get()
    began.clear()
    attempts = [pending.renew()]
    began.wait()
    for number in range(5):
        written.append(number)
        attempts.append(pending.renew())
    go.set()
    for attempt in attempts:
        attempt.done.wait()
    assert pending.get() == 5
    assert len(seen) <= 4


def test_a_renewal_asked_for_while_loading_comes_after_it():
    go, written = threading.Event(), []

    def make():
        found = len(written)
        go.wait()
        return found

    pending = Pending(make)
    pending.start()
    written.append(1)
    attempt = pending.renew()
    go.set()
    attempt.done.wait()
    assert pending.get() == 1


def test_a_paper_that_says_when_it_holds_is_quoted():
    text = ("某市办法\n\n一、总则。\n为支持制造业。\n"
            "二、附则\n本办法自2024年1月1日起施行，有效期5年。")
    policy = parse_policy(text, "some-city")
    answer = describe(policy, "什么时候施行，有效期多久")
    assert not answer.refused
    assert "自2024年1月1日起施行" in answer.text
    assert "没有写施行日期" not in answer.text


def test_text_of_documents_is_shown_as_it_stands():
    assert markdown("3~5年 *重点* [1] <b>") == r"3\~5年 \*重点\* \[1\] &lt;b>"


def test_package_data_covers_every_data_file():
    import tomllib

    globs = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"][
        "package-data"]
    covered = {path for package, patterns in globs.items() for pattern in patterns
               for path in (ROOT / package.replace(".", "/")).glob(pattern)}
    for room in ("corpus", "indexing", "matcher", "chat", "eval"):
        data = {path for path in (ROOT / room).rglob("*") if path.is_file()
                and path.suffix in (".txt", ".toml", ".csv", ".jsonl", ".tsv", ".css", ".js")}
        assert data <= covered, room
