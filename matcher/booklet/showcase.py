"""The 十佳: nominated products scored by the criteria of a TOML file, each point with its reason.

What no source states gets no points and says so. Points are rounded to one decimal, and equal sums
share a place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from corpus.errors import ShowcaseError
from corpus.product import Product
from matcher.booklet.applicable import ENDED, Entry
from matcher.booklet.card import Row, source_of
from matcher.booklet.showcase_rules import MODES, Rules
from matcher.booklet.stated import amount, conditions, guarantee, rate, term

_SILENT = "未载明"


class Score(NamedTuple):
    """The points of one criterion of `weight`, and the reason."""

    criterion: str
    weight: float
    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A nominated product on its place, with its scores and the source of all its figures."""

    rank: int
    product: Product
    total: float
    scores: tuple[Score, ...]
    source: Row


@dataclass(frozen=True, slots=True)
class Showcase:
    """The list, and how many were nominated; `standing` says who holds the selection."""

    title: str
    standing: str
    as_of: date
    nominated: int
    places: tuple[Place, ...]


class _Share(NamedTuple):
    """A part of the points, 0 to 1, and the reason."""

    share: float
    reason: str


def judge_all(rules: Rules, catalog: Sequence[Product], entries: Sequence[Entry], *,
              as_of: date) -> Showcase:
    """Return the 十佳 among `entries`, which are those of `catalog` that apply.

    Raises:
        ShowcaseError: a nominated id is not in `catalog`, or its product has ended.

    """
    nominated = _nominate(rules, catalog, entries)
    scored = [(entry, score(rules, entry, as_of)) for entry in nominated]
    totals = [round(sum(s.points for s in scores), 1) for _, scores in scored]
    places = [Place(1 + sum(other > total for other in totals), entry.product, total, scores,
                    source_of(entry, as_of))
              for (entry, scores), total in zip(scored, totals, strict=True)]
    places.sort(key=lambda place: (place.rank, place.product.id))
    kept = tuple(place for place in places if place.rank <= rules.size)
    return Showcase(rules.title, rules.standing, as_of, len(nominated), kept)


def score(rules: Rules, entry: Entry, as_of: date) -> tuple[Score, ...]:
    """Return the points of `entry` by each criterion that has a weight."""
    judges: dict[str, Callable[[], _Share]] = {
        "透明度": lambda: _openness(entry.product),
        "惠企": lambda: _price(rules, entry.product),
        "可得性": lambda: _access(rules, entry.product),
        "期限": lambda: _length(rules, entry.product),
        "时效": lambda: _freshness(rules, entry, as_of)}
    found = ((name, weight, judges[name]()) for name, weight in rules.weights.items() if weight)
    return tuple(Score(name, weight, round(weight * part.share, 1), part.reason)
                 for name, weight, part in found)


def stated(product: Product) -> dict[str, str]:
    """Return what the source says on amount, rate, term and conditions; "" where it is silent."""
    return {"额度": amount(product), "利率": rate(product), "期限": term(product),
            "条件": conditions(product)}


def _nominate(rules: Rules, catalog: Sequence[Product], entries: Sequence[Entry]) -> list[Entry]:
    wanted = rules.nominations
    if not wanted.ids:
        return [e for e in entries if e.product.kind in wanted.kinds and
                e.product.standing == "现行" and
                sum(map(bool, stated(e.product).values())) >= wanted.least_stated]
    known = {product.id: product for product in catalog}
    for key in wanted.ids:
        if key not in known:
            raise ShowcaseError(key, f"提名的产品编号“{key}”不在产品库里，请检查。")
        if known[key].standing == ENDED:
            raise ShowcaseError(key, f"提名的产品“{known[key].name}”（{key}）已停办。")
    return [entry for entry in entries if entry.product.id in wanted.ids]


def _openness(product: Product) -> _Share:
    facts = stated(product)
    known = [name for name, text in facts.items() if text]
    silent = [name for name, text in facts.items() if not text]
    reason = f"{len(facts)} 项中载明 {len(known)} 项" + (f"：{'、'.join(known)}" if known else "")
    return _Share(len(known) / len(facts),
                  reason + (f"；{'、'.join(silent)}{_SILENT}" if silent else ""))


def _price(rules: Rules, product: Product) -> _Share:
    figure, words = product.rate_max_pct, ""
    if figure is None:
        figure, words = product.rate_min_pct, "（只载明起点，按起点计）"
    if figure is None:
        said = rate(product)
        return _Share(0, f"载明“{said}”，没有可比的数字" if said else _SILENT)
    scale = rules.rates.get(product.kind, rules.rates["default"])
    share = _within((scale.worst - figure) / (scale.worst - scale.best))
    return _Share(share, f"年 {figure:.10g}%{words}；{scale.best:g}% 及以下满分，"
                         f"{scale.worst:g}% 及以上不得分")


def _access(rules: Rules, product: Product) -> _Share:
    modes = [mode for mode in MODES if mode in product.guarantees]
    if not modes:
        said = guarantee(product)
        return _Share(0, f"载明“{said}”，未归入担保方式" if said else _SILENT)
    best = max(modes, key=lambda mode: rules.access.get(mode, 0.0))
    share = rules.access.get(best, 0.0)
    return _Share(share, f"可用{'、'.join(modes)}；按“{best}”计 {share:.0%}")


def _length(rules: Rules, product: Product) -> _Share:
    months, full = product.term_max_months, rules.term.full
    if months is None:
        said = term(product)
        return _Share(0, f"载明“{said}”，没有可比的月数" if said else _SILENT)
    return _Share(_within(months / full), f"最长 {months} 个月；{full} 个月及以上满分")


def _freshness(rules: Rules, entry: Entry, as_of: date) -> _Share:
    dated = dated_by(entry)
    if not dated:
        return _Share(0, f"资料日期{_SILENT}")
    year, month = (*map(int, dated.split("-")[:2]), 1)[:2]
    age, limit = (as_of.year - year) * 12 + as_of.month - month, rules.freshness
    share = _within((limit.none - age) / (limit.none - limit.full))
    return _Share(share, f"资料日期 {dated}，距今 {max(age, 0)} 个月；"
                         f"{limit.full} 个月内满分，{limit.none} 个月及以上不得分")


def dated_by(entry: Entry) -> str:
    """Return the date of the page, or the one that the policy bears; "" when neither has one."""
    if entry.policy is None:
        return entry.product.source_date or ""
    day = entry.policy.signed_on or entry.policy.printed_on
    if day:
        return day.isoformat()
    year = str(entry.policy.year or "")
    return year if year and year in (entry.policy.number or "") else ""


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))
