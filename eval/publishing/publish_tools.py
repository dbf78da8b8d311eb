"""What the parts of 管理 share: the shelf, what a draft changes, answers from it at once."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from chat.wording import sentence
from corpus.publishing.catalog_changes import compare_catalogs
from corpus.publishing.changes import compare, touched
from corpus.publishing.contents import read_products
from corpus.publishing.versions import Kind, Shelf, Version
from eval.desk.tools import DeskTools
from eval.publishing import draft_view
from eval.publishing.impact import Case, Impact, impact
from eval.sets.case_sets import find_set
from eval.sets.sets import Sets
from indexing.words import pieces
from matcher.panels import message

_PATIENCE = 120.0  # seconds until a renewal is told to be still under way


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft would do, as HTML, and how many things rest on what it changes."""

    read: str
    changes: str
    cited: int


def shelf(tools: DeskTools) -> Shelf:
    """Return the ledger and the folders; RecordsError."""
    return Shelf.of(tools.doorway.records, tools.settings)


def effect(tools: DeskTools, draft: Version, now: Version | None) -> Effect:
    """Return what `draft` would change against the version in force."""
    if draft.kind is Kind.CATALOG:
        after = read_products(draft.source)
        found = compare_catalogs(read_products(now.source) if now else (), after)
        return Effect(draft_view.reading_catalog(draft, now, len(after)),
                      draft_view.catalog_html(found), 0)
    policy = draft.policy
    changes = compare(now.policy if now else None, policy, pieces)
    catalog = tools.assistant.get().catalog
    rests = impact(draft.document, touched(changes), catalog, tools.settings,
                   more=_stored_cases(tools))
    return Effect(draft_view.reading(draft, now, policy),
                  _warned(rests, new=now is None)
                  + draft_view.changes_html(changes, new=now is None), rests.count)


def live(tools: DeskTools, done: str) -> str:
    """Answer from what is in force now; return `done` with how long that took, or what failed."""
    started = time.perf_counter()
    attempt = tools.assistant.renew()
    if not attempt.done.wait(_PATIENCE):
        return message(f"{done}问答资料还在更新，请稍后刷新查看。")
    if attempt.error:
        told = f"{done}但问答暂时仍按原来的资料回答：{sentence(attempt.error)}"
        return message(told, bad=True)
    return message(f"{done}问答已按新资料回答（更新用时 {time.perf_counter() - started:.1f} 秒）。")


def _stored_cases(tools: DeskTools) -> Iterator[Case]:
    """Yield the cases of the sets that staff edit, each with the name of its set."""
    records = tools.doorway.records
    for head in Sets(records).list():
        yield from ((head.name, row) for row in find_set(records, head.id).rows)


def _warned(rests: Impact, *, new: bool) -> str:
    return "" if new else draft_view.impact_html(rests)
