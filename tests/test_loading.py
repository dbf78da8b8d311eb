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
    for room, patterns in globs.items():
        covered = {path for pattern in patterns for path in (ROOT / room).glob(pattern)}
        data = {path for path in (ROOT / room).rglob("*") if path.is_file()
                and path.suffix in (".txt", ".toml", ".csv", ".jsonl", ".tsv", ".css")}
        assert data <= covered, room
