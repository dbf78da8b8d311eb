"""A random sample of answers that nobody rated, for review, and what reviewers say of them.

Every answer has a place in the order that a seed gives, so two reviewers with the same seed and
days get the same answers, but for the few that came in between. The sample holds of each kind
(province, answered or refused) its share of all answers. The log says who judged what, not how:
reviewers stay blind.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import exists, select

from corpus.errors import FormError
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import insert_once
from corpus.records.engine import Records
from corpus.records.forms import checked
from corpus.records.people import Account, Role, require
from corpus.records.review_tables import AnswerFactRow as Fact
from corpus.records.review_tables import JudgementRow
from corpus.records.tables import FeedbackRow
from eval.review.seen import Key, Seen, read_answer

MOST, MOST_DAYS = 100, 365
_LONGEST = 3000  # bytes of a note
_ACT = "复核回答"
_NOWHERE = "?"


class Verdict(StrEnum):
    """What a reviewer says of an answer."""

    RIGHT = "对"
    PARTLY = "部分对"
    WRONG = "错"
    SHOULD_REFUSE = "应拒答"


def draw(records: Records, who: Account, size: int, *, days: int, seed: int) -> list[Key]:
    """Return up to `size` answers of the last `days` that nobody rated and `who` did not judge.

    Raises:
        FormError: a size or a number of days outside 1 to 100, 1 to 365.

    """
    require(who, Role.POLICY, _ACT)
    if not 1 <= size <= MOST:
        raise FormError("抽取条数", f"应为 1 到 {MOST}")
    if not 1 <= days <= MOST_DAYS:
        raise FormError("最近天数", f"应为 1 到 {MOST_DAYS}")
    rated = exists().where(FeedbackRow.conversation_id == Fact.conversation_id,
                           FeedbackRow.seq == Fact.seq)
    judged = exists().where(JudgementRow.conversation_id == Fact.conversation_id,
                            JudgementRow.seq == Fact.seq, JudgementRow.account_id == who.id)
    query = select(Fact.conversation_id, Fact.seq, Fact.region, Fact.refused).where(
        Fact.at >= records.now() - timedelta(days=days), ~rated, ~judged)
    strata: dict[tuple[str, bool], list[Key]] = {}
    with records.reading() as session:
        for conversation, seq, region, refused in session.execute(query):
            province = _NOWHERE if region is None else region[:2]
            strata.setdefault((province, refused), []).append(Key(conversation, seq))
    return _sample(strata, size, seed)


def _sample(strata: Mapping[tuple[str, bool], Sequence[Key]], size: int, seed: int) -> list[Key]:
    """Return `size` keys, of each stratum its share by largest remainder, in the seed's order."""
    total = sum(map(len, strata.values()))
    if not total:
        return []
    size = min(size, total)
    exact = {kind: size * len(keys) / total for kind, keys in strata.items()}
    shares = {kind: int(share) for kind, share in exact.items()}
    rest = sorted(exact, key=lambda kind: (shares[kind] - exact[kind], kind))
    for kind in rest[: size - sum(shares.values())]:
        shares[kind] += 1

    def order(key: Key) -> str:
        return hashlib.sha256(f"{seed}|{key}".encode()).hexdigest()

    ranked = {kind: sorted(keys, key=order) for kind, keys in strata.items()}
    return sorted((key for kind, keys in ranked.items() for key in keys[:shares[kind]]), key=order)


def read_drawn(records: Records, who: Account, key: Key) -> Seen:
    """Return an answer to judge; NotFound when its conversation was deleted meanwhile."""
    require(who, Role.POLICY, _ACT)
    with records.reading() as session:
        return read_answer(session, key)


def judge(records: Records, who: Account, key: Key, verdict: str, note: str = "") -> None:
    """Keep what `who` says of an answer, once; FormError without a verdict, NotFound."""
    require(who, Role.POLICY, _ACT)
    if verdict not in list(Verdict):
        raise FormError("判断", f"没有选择，请选{'、'.join(Verdict)}之一")
    said, at = checked("说明", note.strip(), longest=_LONGEST), records.now()
    with records.writing() as session:
        read_answer(session, key)
        if not insert_once(session, JudgementRow, {
                "conversation_id": key.conversation, "seq": key.seq, "account_id": who.id,
                "verdict": verdict, "note": said, "at": at}):
            raise FormError("判断", "您已经判断过这一条，为了统计一致性不能再改")
        audit.write(session, at, who, Act("抽样复核", f"回答 {key.short}"))
