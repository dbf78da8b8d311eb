"""Sessions and visitors: tokens that are unknown, forged, old or revoked are not accepted."""

import pytest
from sqlalchemy import select

from corpus.errors import SignInError
from corpus.records.sessions import Sessions
from corpus.records.tables import SessionRow, VisitorRow
from corpus.records.visitors import Visitors

FORGED = ["", "x", "' OR 1=1 --", "A" * 43, "字" * 1000, "\x00", "\udcff", "a" * 10**6]


def refused(records, token: str) -> bool:
    try:
        Sessions(records).account(token)
    except SignInError as error:
        return error.detail == "expired"
    return False


@pytest.mark.parametrize("token", FORGED, ids=range(len(FORGED)))
def test_forged_tokens(records, people, token):
    Sessions(records).start(people.bank)
    assert refused(records, token)
    assert Visitors(records).find(token) is None


def test_stored_hash_is_no_token(records, people):
    token = Sessions(records).start(people.bank)
    with records.reading() as session:
        [stored] = session.scalars(select(SessionRow.token_hash))
        cookies = session.scalars(select(VisitorRow.token_hash)).all()
    assert len(token) >= 43
    assert token not in stored
    assert refused(records, stored)
    assert people.token not in cookies
    assert Visitors(records).find(cookies[0]) is None


def test_idle_session_ends(records, people, clock):
    token = Sessions(records).start(people.bank)
    for _ in range(4):
        clock.forward(minutes=29)
        assert Sessions(records).account(token) == people.bank, "each use keeps it"
    clock.forward(minutes=30)
    assert refused(records, token)


def test_session_ends_after_twelve_hours_of_use(records, people, clock):
    token = Sessions(records).start(people.bank)
    for _ in range(12 * 4 - 1):
        clock.forward(minutes=15)
        assert Sessions(records).account(token) == people.bank
    clock.forward(minutes=15)
    assert refused(records, token)


def test_revoking(records, people):
    sessions = Sessions(records)
    first, second, third = (sessions.start(people.bank) for _ in range(3))
    other = sessions.start(people.rival)
    sessions.revoke(first)
    assert [refused(records, t) for t in (first, second, third)] == [True, False, False]
    assert sessions.revoke_all(people.bank) == 2
    assert [refused(records, t) for t in (second, third, other)] == [True, True, False]
    sessions.revoke("unknown")


def test_visitor_is_known_by_the_cookie(records, people, clock):
    visitors = Visitors(records)
    assert visitors.find(people.token) == people.visitor
    for _ in range(3):
        clock.forward(days=170)
        assert visitors.find(people.token) == people.visitor
    clock.forward(days=180)
    assert visitors.find(people.token) is None
