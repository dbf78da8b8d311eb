"""Banks that take up one need at the same moment: exactly one gets it, the others are told."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from chat.wording import sentence
from corpus.errors import Conflict
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.engine import open_records
from corpus.records.people import Role
from matcher.desk.handling import claim, close, release
from matcher.desk.need_list import read_need
from matcher.desk.needs import Status, file_need
from tests.records.conftest import GOOD
from tests.records.test_needs import FORM

BANKS = 8


@pytest.fixture
def banks(records, passwords):
    accounts = Accounts(records, passwords)
    return [accounts.add(NewAccount(f"银行{i}", Role.BANK, f"第{i}银行", ("23",)), GOOD)
            for i in range(BANKS)]


def at_once(act, whos) -> list[str]:
    """Let each of `whos` act at the same moment; return what each is told."""
    gate = threading.Barrier(len(whos))

    def one(who) -> str:
        gate.wait()
        try:
            act(who)
        except Conflict as error:
            return sentence(error)
        return "won"

    with ThreadPoolExecutor(len(whos)) as pool:
        return list(pool.map(one, whos))


@pytest.mark.parametrize("round_", range(5))
def test_one_of_many_threads_wins(records, people, banks, round_):
    need_id = file_need(records, people.visitor, FORM, form_key="form-0001")
    told = at_once(lambda bank: claim(records, bank, need_id), banks)
    assert told.count("won") == 1
    assert told.count("这个需求刚被其他银行接下，请看看别的需求。") == BANKS - 1
    winner = banks[told.index("won")]
    need, history = read_need(records, people.visitor, need_id)
    assert need.institution == winner.institution
    assert [(s.who, s.status) for s in history[1:]] == [(winner.name, Status.CLAIMED)]


def test_closing_and_releasing_at_once(records, people):
    need_id = file_need(records, people.visitor, FORM, form_key="form-0001")
    claim(records, people.bank, need_id)
    acts = [lambda: close(records, people.bank, need_id, Status.GRANTED),
            lambda: release(records, people.bank, need_id)]
    told = at_once(lambda act: act(), acts)
    assert told.count("won") == 1
    after = read_need(records, people.visitor, need_id)[0].status
    assert after is (Status.GRANTED if told[0] == "won" else Status.OPEN)


SCRIPT = """
import sys
from corpus.errors import Conflict
from corpus.records.accounts import Accounts
from corpus.records.engine import open_records
from matcher.desk.handling import claim
records = open_records(sys.argv[1])
bank = next(a for a in Accounts(records).list() if a.name == sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for need in sys.argv[3:]:
    try:
        claim(records, bank, need)
        print("won")
    except Conflict as error:
        print(error.detail)
"""


def test_one_of_several_processes_wins(records, url, people, banks):
    needs = [file_need(records, people.visitor, FORM, form_key=f"form-{i:04}") for i in range(20)]
    started = [subprocess.Popen([sys.executable, "-c", SCRIPT, url, bank.name, *needs],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
               for bank in banks[:3]]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate()[0].split() for process in started]
    for per_need in zip(*told, strict=True):
        assert sorted(per_need) == ["claimed", "claimed", "won"]


def test_one_form_sent_by_many_threads_is_one_need(url, people):
    records = open_records(url)
    told = []
    at_once(lambda _: told.append(file_need(records, people.visitor, FORM, form_key="form-0001")),
            range(8))
    assert len(told) == 8
    assert len(set(told)) == 1
    records.close()
