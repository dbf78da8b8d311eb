"""Who uses the product: a visitor without an account, or an account of bank or policy staff."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement

from corpus.errors import NotAllowed
from corpus.records.tables import AccountRow, ConversationRow, NeedRow

COMMAND_LINE = "命令行"


class Role(StrEnum):
    """What an account is for; visitors have none."""

    BANK = "银行"
    POLICY = "政策"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser without an account."""

    id: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `regions` are codes of `corpus.ladder`, "" for the nation."""

    id: str
    name: str
    role: Role
    institution: str
    regions: tuple[str, ...]
    disabled: bool = False

    def serves(self, region: str) -> bool:
        """Whether the place with this code lies in one of the account's regions."""
        return any(region.startswith(code) for code in self.regions)


Person = Visitor | Account


def label(who: Person | None) -> str:
    """Return how logs name `who`; a visitor's label cannot be traced once the visitor is gone."""
    if who is None:
        return COMMAND_LINE
    if isinstance(who, Account):
        return who.name
    return f"访客 {hashlib.sha256(who.id.encode()).hexdigest()[:8]}"


def owner_columns(who: Person) -> dict[str, str]:
    """Return the columns that make something belong to `who`."""
    return {"visitor_id" if isinstance(who, Visitor) else "account_id": who.id}


def owned_by(table: type[ConversationRow] | type[NeedRow], who: Person) -> ColumnElement[bool]:
    """Return the condition that a row of `table` belongs to `who`."""
    column = table.visitor_id if isinstance(who, Visitor) else table.account_id
    return column == who.id


def require(who: Person | None, role: Role, act: str) -> Account:
    """Return `who` as an account with `role`; NotAllowed names the act otherwise."""
    if isinstance(who, Account) and who.role is role and not who.disabled:
        return who
    raise NotAllowed(act, role)


def account_of(row: AccountRow) -> Account:
    """Return the account that a row of the table holds."""
    return Account(row.id, row.name, Role(row.role), row.institution, tuple(row.regions),
                   row.disabled)
