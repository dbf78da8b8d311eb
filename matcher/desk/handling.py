"""How a need moves on: taken up by one bank, given back, handed over, closed.

Each move changes a need only as it was seen, in one statement: of two moves at once one succeeds.
"""

from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from corpus.errors import Conflict, FormError, NotAllowed, NotFound
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.engine import Records
from corpus.records.forms import checked
from corpus.records.people import Account, Person, Role, account_of, label, require
from corpus.records.tables import AccountRow, NeedEventRow, NeedRow
from matcher.desk.need_list import visible
from matcher.desk.needs import LABELS, Status

_LONGEST_NOTE = 500  # characters


def claim(records: Records, who: Person, need_id: str) -> None:
    """Take up an open need in one of the bank's regions; of several banks exactly one succeeds.

    Raises:
        NotAllowed, NotFound: not a bank, or no such need in its regions.
        Conflict: "claimed" when another bank has it, "closed" when it is over.

    """
    bank = require(who, Role.BANK, "对接需求")
    with records.writing() as session:
        need = session.get(NeedRow, need_id)
        if need is None or not (bank.serves(need.region) or need.claimed_by == bank.id):
            raise NotFound("需求", need_id[:32])
        won = _move(session, need_id, (Status.OPEN, None), {
            "status": Status.CLAIMED.value, "claimed_by": bank.id,
            "institution": bank.institution})
        session.refresh(need)
        if won:
            _log(session, records, bank, need_id, (Status.OPEN, Status.CLAIMED, ""))
        elif (need.status, need.claimed_by) != (Status.CLAIMED, bank.id):
            raise Conflict(need_id, "claimed" if need.status == Status.CLAIMED else "closed")


def release(records: Records, who: Person, need_id: str, *, note: str = "") -> None:
    """Give a need back: by the account that handles it, or by policy staff."""
    note = _tidy(note)
    with records.writing() as session:
        need = _handled(session, who, need_id, "退回需求", policy=True)
        won = _move(session, need_id, (Status.CLAIMED, need.claimed_by), {
            "status": Status.OPEN.value, "claimed_by": None, "institution": None})
        if not won:
            raise Conflict(need_id, "moved")
        _log(session, records, who, need_id, (Status.CLAIMED, Status.OPEN, note))


def transfer(records: Records, who: Person, need_id: str, to: str, *, note: str = "") -> None:
    """Hand a need to the bank account named `to`, which must serve the region.

    Raises:
        NotFound: no such need, or no such bank account in use for its region.

    """
    note = _tidy(note)
    with records.writing() as session:
        need = _handled(session, who, need_id, "转交需求")
        row = session.scalar(select(AccountRow).where(
            AccountRow.name == to, AccountRow.role == Role.BANK.value,
            AccountRow.disabled.is_(False)))
        if row is None or not account_of(row).serves(need.region):
            raise NotFound("负责该地区的银行账号", to[:32])
        won = _move(session, need_id, (Status.CLAIMED, need.claimed_by), {
            "claimed_by": row.id, "institution": row.institution})
        if not won:
            raise Conflict(need_id, "moved")
        told = f"转交 {row.institution} {row.name}" + (f"：{note}" if note else "")
        _log(session, records, who, need_id, (Status.CLAIMED, Status.CLAIMED, told))


def close(records: Records, who: Person, need_id: str, outcome: Status, *,
          reason: str = "") -> None:
    """Close a need as 已授信 or 未成; FormError when 未成 has no reason."""
    if outcome not in (Status.GRANTED, Status.FAILED):
        raise FormError("结果", "应为“已授信”或“未成”")
    reason = _tidy(reason, LABELS["reason"])
    if outcome is Status.FAILED and not reason:
        raise FormError(LABELS["reason"], "没有填写")
    with records.writing() as session:
        need = _handled(session, who, need_id, "办结需求")
        won = _move(session, need_id, (Status.CLAIMED, need.claimed_by), {
            "status": outcome.value, "reason": reason, "closed_at": records.now()})
        if not won:
            raise Conflict(need_id, "moved")
        _log(session, records, who, need_id, (Status.CLAIMED, outcome, reason))


def _move(session: Session, need_id: str, seen: tuple[Status, str | None],
          values: dict[str, Any]) -> bool:
    """Change a need that is still as it was `seen`; return whether it was."""
    status, holder = seen
    holds = NeedRow.claimed_by.is_(None) if holder is None else NeedRow.claimed_by == holder
    done = cast("CursorResult[Any]", session.execute(
        update(NeedRow).where(NeedRow.id == need_id, NeedRow.status == status.value, holds)
        .values(**values).execution_options(synchronize_session=False)))
    return done.rowcount == 1


def _handled(session: Session, who: Person, need_id: str, act: str, *,
             policy: bool = False) -> NeedRow:
    """Return a need that `who` handles; with `policy`, policy staff may act for the bank."""
    need = session.scalar(select(NeedRow).where(NeedRow.id == need_id, visible(who)))
    if need is None:
        raise NotFound("需求", need_id[:32])
    for_the_bank = policy and isinstance(who, Account) and who.role is Role.POLICY
    if not for_the_bank:
        require(who, Role.BANK, act)
    if need.status != Status.CLAIMED:
        raise Conflict(need_id, "moved" if need.status == Status.OPEN else "closed")
    if not for_the_bank and need.claimed_by != who.id:
        raise NotAllowed(act)
    return need


def _log(session: Session, records: Records, who: Person, need_id: str,
         step: tuple[Status, Status, str]) -> None:
    """Note a step in the history, and in the log without words, which go with the need."""
    before, after, note = step
    bank = session.scalar(select(NeedRow.institution).where(NeedRow.id == need_id))
    session.add(NeedEventRow(need_id=need_id, at=records.now(), who=label(who),
                             status=after.value, note=note))
    audit.write(session, records.now(), who, Act(
        "需求状态", need_id, {"status": before.value},
        {"status": after.value, "institution": bank}))


def _tidy(note: str, name: str = "说明") -> str:
    note = checked(name, note.strip())
    if len(note) > _LONGEST_NOTE:
        raise FormError(name, f"最多 {_LONGEST_NOTE} 字")
    return note
