"""Sets of cases that policy staff edit, in the database; each change is logged.

A change names the version of the case that it began with, so nobody overwrites what someone else
wrote meanwhile.
"""

import builtins
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from corpus.errors import FormError, NotFound
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import insert_once, new_id
from corpus.records.engine import Records
from corpus.records.eval_tables import CaseRow, CaseSetRow
from corpus.records.forms import checked
from corpus.records.people import Account, Role, label, require
from eval.sets.case_file import read_cases, to_jsonl, to_xlsx
from eval.sets.draft import CaseDraft, check, stored_draft
from eval.sets.set_rows import Stamp, StoredCase, find_set, fresh, put, replace, stored, touch

__all__ = ["CaseDraft", "Imported", "SetHead", "Sets", "StoredCase"]
_ACT = "修改评测题"


@dataclass(frozen=True, slots=True)
class SetHead:
    """A set in a list, with the last change of it or of a case in it (UTC)."""

    id: str
    name: str
    size: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `problems` are Chinese lines that name rows and columns of the file."""

    added: int
    changed: int
    unchanged: int
    problems: tuple[str, ...]


class Sets:
    """The sets in `records`; who changes them must be policy staff (NotAllowed)."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def list(self) -> builtins.list[SetHead]:
        """Return all sets by name."""
        sizes = select(CaseRow.set_id, func.count().label("size")).group_by(
            CaseRow.set_id).subquery()
        query = select(CaseSetRow, func.coalesce(sizes.c.size, 0)).outerjoin(
            sizes, sizes.c.set_id == CaseSetRow.id).order_by(CaseSetRow.name_key)
        with self._records.reading() as session:
            return [SetHead(row.id, row.name, size, row.changed_at, row.changed_by)
                    for row, size in session.execute(query)]

    def create(self, who: Account, name: str) -> str:
        """Make an empty set; return its id. FormError for a name that is bad or taken."""
        require(who, Role.POLICY, _ACT)
        tidy, at = _name(name), self._records.now()
        row = {"id": new_id(), "name": tidy, "name_key": tidy.casefold(), "last_seq": 0,
               "created_at": at, "changed_at": at, "changed_by": label(who)}
        with self._records.writing() as session:
            if not insert_once(session, CaseSetRow, row):
                raise FormError("题集名称", f"“{tidy}”已经有了，请换一个")
            audit.write(session, at, who, Act("新建题集", tidy))
        return str(row["id"])

    def add(self, who: Account, set_id: str, draft: CaseDraft) -> str:
        """Add a case at the end; return its id. FormError for a bad field or a label taken."""
        require(who, Role.POLICY, _ACT)
        good = check(draft)
        with self._records.writing() as session:
            return put(session, self._stamp(who), find_set(session, set_id), good)

    def change(self, who: Account, case_id: str, draft: CaseDraft, *, version: int) -> None:
        """Put `draft` in the place of a case; FormError, NotFound, StaleEdit."""
        require(who, Role.POLICY, _ACT)
        good = check(draft)
        with self._records.writing() as session:
            replace(session, self._stamp(who), fresh(session, case_id, version), good)

    def remove(self, who: Account, case_id: str, *, version: int) -> None:
        """Take a case out of its set; NotFound, StaleEdit."""
        require(who, Role.POLICY, _ACT)
        with self._records.writing() as session:
            row = fresh(session, case_id, version)
            home = find_set(session, row.set_id)
            session.delete(row)
            touch(session, self._stamp(who), home,
                  Act("删除评测题", f"{home.name} {row.label}", row.body))

    def cases(self, set_id: str) -> builtins.list[StoredCase]:
        """Return the cases of a set in order; NotFound."""
        with self._records.reading() as session:
            find_set(session, set_id)
            return [stored(row) for row in session.scalars(select(CaseRow).where(
                CaseRow.set_id == set_id).order_by(CaseRow.seq))]

    def one(self, case_id: str) -> StoredCase:
        """Return one case; NotFound."""
        with self._records.reading() as session:
            row = session.get(CaseRow, case_id)
            if row is None:
                raise NotFound("评测题", case_id[:32])
            return stored(row)

    def import_file(self, who: Account, set_id: str, path: Path) -> Imported:
        """Take over the good rows of a file, all at once; rows with a known label change it.

        Raises:
            SourceError, FormError: the file or its header cannot be used.

        """
        require(who, Role.POLICY, _ACT)
        read = read_cases(path)
        return self.take(who, set_id, read.drafts, problems=read.problems)

    def take(self, who: Account, set_id: str, drafts: Sequence[CaseDraft], *,
             problems: Sequence[str] = ()) -> Imported:
        """Add or change cases by label, all at once; `problems` go into what is returned."""
        require(who, Role.POLICY, _ACT)
        added = changed = 0
        stamp = self._stamp(who)
        with self._records.writing() as session:
            home = find_set(session, set_id)
            known = {row.label: row for row in session.scalars(
                select(CaseRow).where(CaseRow.set_id == set_id))}
            for draft in map(check, drafts):
                row = known.get(draft.label)
                if row is None:
                    put(session, stamp, home, draft)
                    added += 1
                elif stored_draft(row.body) != draft:
                    replace(session, stamp, row, draft)
                    changed += 1
        return Imported(added, changed, len(drafts) - added - changed, tuple(problems))

    def export(self, set_id: str) -> str:
        """Return a set as JSONL."""
        return to_jsonl(case.draft for case in self.cases(set_id))

    def export_xlsx(self, set_id: str) -> bytes:
        """Return a set as an xlsx that `import_file` reads again."""
        return to_xlsx(case.draft for case in self.cases(set_id))

    def _stamp(self, who: Account) -> Stamp:
        return Stamp(who, self._records.now())


def _name(name: str) -> str:
    tidy = " ".join(unicodedata.normalize("NFKC", name).split())
    if not tidy:
        raise FormError("题集名称", "没有填写")
    if len(tidy) > 40:
        raise FormError("题集名称", "最多 40 字")
    return checked("题集名称", tidy)
