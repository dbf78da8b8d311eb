"""The text that an answer was given from, what ended a paper, and what follows a switch."""

import time
from contextlib import suppress
from datetime import date

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from chat.answer import paper_line
from chat.assembly import load_assistant
from chat.talks.talks import Asker, Talk, Talks
from chat.web.region_part import region_choices
from chat.web.sources import source_routes
from corpus.library import save_policy
from corpus.live import keep_live, last_change
from corpus.loading import Pending
from corpus.publishing.drafts import take_in
from corpus.publishing.follow import follow
from corpus.publishing.links import Link
from corpus.publishing.publish import link, publish, withdraw
from corpus.publishing.versions import Shelf, State, versions
from corpus.reader import parse_policy
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.doorway import VISITOR, Doorway
from corpus.records.people import Role
from corpus.records.tokens import new_token
from indexing.held import Held

PAPER = ("鹤岗市支持石墨产业若干措施\n\n（一）石墨贴息。对石墨企业设备贷款给予{rate}%的贴息。\n"
         "（二）担保。石墨企业担保费率不超过1%。\n2025年3月1日")
QUESTION = "鹤岗石墨企业设备贷款贴息多少？"
ID = "鹤岗石墨"


@pytest.fixture(scope="module")
def home(tmp_path_factory, settings_in):
    return settings_in(tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def doorway(home):
    found = Doorway(home)
    yield found
    found.records.close()


@pytest.fixture(scope="module")
def staff(doorway):
    return Accounts(doorway.records).add(NewAccount("政策员", Role.POLICY), "Lake-evening-7291")


@pytest.fixture(scope="module")
def pending(home):
    return Pending(lambda: load_assistant(home))


@pytest.fixture(scope="module")
def shelf(doorway, home, pending):
    found = Shelf.of(doorway.records, home)
    pending.get()
    follow(found)
    return found


def put(shelf, staff, tmp_path, rate):
    path = tmp_path / f"{ID}.txt"
    path.write_text(PAPER.format(rate=rate), encoding="utf-8")
    draft = take_in(shelf, staff, path).draft
    return publish(shelf, staff, draft.id, base=draft.base)


def test_an_old_answer_leads_to_the_text_of_that_time(shelf, staff, pending, doorway, tmp_path):
    put(shelf, staff, tmp_path, 2)
    before = pending.get()
    held = Held(lambda: pending.get().searcher, lambda: pending.get().catalog)
    first = held.get()
    pending.renew().done.wait()
    assert pending.get() is not before
    assert held.get() is not first
    assert "黑龙江省鹤岗市" in region_choices(pending, shelf.policies_dir)
    talks = Talks(pending, doorway)
    *_, talk = talks.ask(Asker({VISITOR: new_token()}), Talk(), QUESTION)
    answer = talk.last_answer
    assert "2%" in answer.text
    put(shelf, staff, tmp_path, 3)
    pending.renew().done.wait()
    assert "3%" in pending.get().answer(QUESTION).text
    version = answer.versions[0].partition("@")[2]
    assert answer.answer.citations[0].version == version
    client = TestClient(_server(pending, doorway))
    then = client.get(f"/policy/{ID}", params={"version": version}).text
    now = client.get(f"/policy/{ID}").text
    assert all(word in then for word in ("当时文本", "第 1 版", "已被替换", "2%"))
    assert "3%" in now
    assert "当时文本" not in now
    assert client.get(f"/policy/{ID}", params={"version": "0" * 16}).status_code == 404
    for row in versions(shelf.records, ID):
        if row.status is State.PUBLISHED:
            withdraw(shelf, staff, row.id)
    withdraw(shelf, staff, next(v.id for v in versions(shelf.records, ID)
                                if v.status is State.PUBLISHED))
    pending.renew().done.wait()
    assert client.get(f"/policy/{ID}").status_code == 404
    assert "2%" in client.get(f"/policy/{ID}", params={"version": version}).text
    assert pending.get().answer(QUESTION).refused


def _server(pending, doorway):
    server = FastAPI()
    server.include_router(source_routes(pending, doorway))
    return server


def test_a_paper_says_what_ended_it(shelf, staff, pending):
    link(shelf, staff, Link("luoyang-2017", "luoyang-2023", "替代", date(2024, 5, 1)))
    pending.renew().done.wait()
    lines = {p.id: paper_line(p) for p in pending.get().searcher.policies}
    assert "优势产业链" in lines["luoyang-2017"]
    assert "2024-05-01起被《关于金融支持制造业优势产业链" in lines["luoyang-2017"]
    assert "替代" not in lines["luoyang-2023"]
    answer = pending.get().answer("洛阳2017年方案里产融信息对接服务平台是什么？")
    assert any("替代" in paper for paper in answer.papers)


@pytest.mark.parametrize("gone", ["heilongjiang-2023", "nfra-2024"])
def test_answers_go_on_without_a_built_in_policy(shelf, staff, pending, gone):
    head = next(v for v in versions(shelf.records, gone) if v.status is State.PUBLISHED)
    withdraw(shelf, staff, head.id)
    attempt = pending.renew()
    attempt.done.wait()
    assert attempt.error is None
    assert pending.get().answer("黑龙江担保费率最高多少？").done
    assert pending.get().answer("我们在洛阳做轴承，没抵押物，想贷300万，有什么产品？").done
    assert gone not in {p.id for p in pending.get().searcher.policies}


def test_what_the_command_line_adds_is_loaded(home, tmp_path, settings_in):
    settings = settings_in(tmp_path)
    loads = []
    pending = Pending(lambda: loads.append(time.time()) or len(loads))
    pending.get()
    keep_live(pending, settings)
    save_policy(parse_policy(PAPER.format(rate=9), ID), settings.policies_dir)
    assert last_change(settings.policies_dir) > 0
    assert last_change(tmp_path / "none") == 0
    deadline = time.time() + 10
    while pending.get() < 2 and time.time() < deadline:
        time.sleep(0.05)
    assert pending.get() == 2
    records = Doorway(settings).records
    while not (found := _known(records)) and time.time() < deadline:
        time.sleep(0.1)
    records.close()
    assert [(v.document, v.number) for v in found if v.document == ID] == [(ID, 1)]


def _known(records):
    with suppress(Exception):
        return versions(records, ID)
    return []
