"""Clauses to pick for a case: of one document, by words, each with what it says."""

from collections.abc import Collection, Sequence
from html import escape

from corpus.citation import document_name
from corpus.model import Clause, Policy
from eval.runs.runs_view import button
from indexing.words import cut_plain
from matcher.panels import message

_MOST = 40
GOLD, ALSO = "gold", "also"
_NAMES = {GOLD: "应引", ALSO: "也可引"}


def document_choices(policies: Sequence[Policy]) -> list[tuple[str, str]]:
    """Return the name and id of each document."""
    return [(document_name(policy), policy.id) for policy in policies]


def matching(policies: Sequence[Policy], policy_id: str, words: str) -> list[Clause]:
    """Return the clauses of a document that hold `words`, or else any word of them."""
    clauses = [c for p in policies if p.id == policy_id for c in p.clauses]
    wanted = "".join(words.split())
    whole = [c for c in clauses if wanted in "".join(f"{c.label}{c.title}{c.text}".split())]
    if whole or not wanted:
        return whole
    parts = [part for part in cut_plain(words) if len(part) > 1]
    scored = [(sum(part in c.text for part in parts), c) for c in clauses]
    return [c for score, c in sorted(scored, key=lambda pair: -pair[0]) if score]


def clauses_to_pick(found: Sequence[Clause], chosen: Collection[str]) -> str:
    """Return clauses with buttons that add them."""
    if not found:
        return message("没有找到，请换一份文件或换个词。")
    more = f"，只显示前 {_MOST} 条，请写几个词缩小范围" if len(found) > _MOST else ""
    rows = "".join(
        f"<li><details><summary>{escape(c.label)} {escape(c.title or c.text[:30])}</summary>"
        f"<blockquote>{escape(c.text)}</blockquote></details>"
        + ("<span class=\"hint\">已选</span>" if c.id in chosen else " ".join(
            button(kind, c.id, f"加入{name}", f"把 {c.label} 加入{name}")
            for kind, name in _NAMES.items())) + "</li>" for c in found[:_MOST])
    return (f'<p class="count" role="status">共 {len(found)} 条{more}</p>'
            f'<ul class="ev-pick">{rows}</ul>')


def chosen_clauses(gold: Sequence[str], also: Sequence[str], known: Collection[str]) -> str:
    """Return the chosen clauses with buttons that drop them; one that is gone says so."""
    rows = "".join(
        f"<li><b>{_NAMES[kind]}</b> {escape(clause)} "
        + ("" if clause in known else '<span class="badge open">已不存在</span> ')
        + button(f"drop-{kind}", clause, "去掉", f"去掉 {clause}") + "</li>"
        for kind, clauses in ((GOLD, gold), (ALSO, also)) for clause in clauses)
    return (f'<ul class="ev-pick">{rows}</ul>' if rows
            else '<p class="hint">还没有选条款。应拒答的题不用选。</p>')


def picked(gold: Sequence[str], also: Sequence[str],
           act: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the chosen clauses after a button was pressed: gold:ID, also:ID, drop-gold:ID …"""
    kind, _, clause = act.partition(":")
    rest = {GOLD: [c for c in gold if c != clause], ALSO: [c for c in also if c != clause]}
    if kind in rest and clause:
        rest[kind].append(clause)
    return tuple(rest[GOLD]), tuple(rest[ALSO])
