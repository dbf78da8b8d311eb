"""The tables of statistics: the same for the page, the xlsx and the monthly notice."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.statistics.periods import Unit, bucket
from eval.statistics.statistics import Figures
from eval.statistics.topics import Topics
from eval.statistics.wordings import FEWEST, Wording, asked_by_several
from matcher.desk.needs import Status
from matcher.desk.needs_view import place

Cell = str | int | float
_MOST = 20  # rows of a table that may grow without end
SMALL = (f"提问人不足 {FEWEST} 位的地区合并为“其他地区”；按地区筛选时，不足 {FEWEST} 位提问人的问题"
         "只计数，不显示原文。")
_REGIONS_NOTE = f"提问人不足 {FEWEST} 位的地区合并为“其他地区”。"


@dataclass(frozen=True, slots=True)
class Section:
    """One table; `bar` is the column drawn as bars, `part` the one drawn as their hatched part.

    `empty` is said when there are no rows, `note` below the table.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bar: int | None = None
    part: int | None = None
    empty: str = "这段时间没有数据。"
    note: str = ""


def sections(found: Figures, topics: Topics, unit: Unit, *, strict: bool = False) -> list[Section]:
    """Return all tables of `found`; `strict` shows no wording that fewer than three people used."""
    return [_overview(found), _over_time(found, unit),
            _counts("提问主题", "主题", found.topics, "未命中：没有找到依据、没有回答的问题。"),
            _counts("提问地区", "地区", _named(found.regions), _REGIONS_NOTE),
            _counts("未回答的原因", "原因", found.reasons), unanswered(found, strict=strict),
            cited(found, topics), _counts("没帮上的原因", "原因", found.complaints),
            *_needs(found)]


def _overview(found: Figures) -> Section:
    needs = found.needs.statuses
    rows: list[Sequence[Cell]] = [
        ("提问", found.asked), ("提问人", found.askers), ("已回答", found.answered),
        ("未回答", found.refused), ("未回答占比", found.refused_share),
        ("点“有帮助”", found.helped), ("点“没帮上”", found.failed),
        ("融资需求", needs.total()), *((f"其中{s.value}", needs[s]) for s in Status)]
    return Section("概况", ("项目", "数值"), rows, note=(
        "提问人按浏览器或账号计。配产品的使用次数没有记录，不在统计内。"))


def _over_time(found: Figures, unit: Unit) -> Section:
    asked: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for day, (some, refused) in found.days.items():
        asked[bucket(day, unit)] += some
        missed[bucket(day, unit)] += refused
    names = found.span.buckets(unit) if found.asked else []
    return Section(f"按{unit.value}统计", (unit.value, "提问", "其中未回答"),
                   [(name, asked[name], missed[name]) for name in names], bar=1, part=2)


def _counts(title: str, head: str, counts: Mapping[str, int], note: str = "") -> Section:
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows: list[Sequence[Cell]] = [(name, n, f"{n / total:.1%}") for name, n in ranked[:_MOST]]
    if rest := sum(n for _, n in ranked[_MOST:]):
        rows.append((f"其余 {len(ranked) - _MOST} 项", rest, f"{rest / total:.1%}"))
    return Section(title, (head, "次数", "占比"), rows, bar=1, note=note)


def _named(regions: Mapping[str, int]) -> Counter[str]:
    named: Counter[str] = Counter()
    for code, count in regions.items():
        named[place(code)] += count
    return named


def unanswered(found: Figures, *, strict: bool) -> Section:
    """Return the questions without an answer, those of nearly the same wording together."""
    strict = strict or bool(found.span.region)
    shown: Sequence[Wording] = asked_by_several(found.unanswered) if strict else found.unanswered
    rows = [(w.example, w.count, w.askers, w.wordings, w.reason) for w in shown[:_MOST]]
    hidden, rest = len(found.unanswered) - len(shown), max(0, len(shown) - _MOST)
    notes = [f"另有 {rest} 组没有列出。" if rest else "",
             f"另有 {hidden} 组各不足 {FEWEST} 位提问人，不显示原文。" if hidden else "",
             "用词相同（不计问句用语）的归为一组，手机号和证件号已隐去。"]
    return Section("没有回答的问题", ("问题（举一例）", "次数", "提问人", "不同说法", "主要原因"),
                   rows, bar=1, note="".join(notes),
                   empty="没有可以列出的问题。")


def cited(found: Figures, topics: Topics) -> Section:
    """Return the clauses that answers cite most."""
    ranked = sorted(found.cited.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    rows = [(topics.name(clause)[0], n, f"《{topics.name(clause)[1]}》") for clause, n in ranked]
    return Section("引用最多的条款", ("条款", "次数", "文件"), rows, bar=1)


def _needs(found: Figures) -> list[Section]:
    needs, none = found.needs, "这段时间没有提交的融资需求。"
    return [
        Section("融资需求（按现在的状态）", ("状态", "件数", "金额（万元）"),
                [(s.value, needs.statuses[s], needs.amounts_wan[s]) for s in Status
                 if needs.statuses], bar=1, empty=none),
        _by_status("融资需求（按地区）", "地区", needs.regions, place),
        _by_status("融资需求（按提交月份）", "月份", needs.months, str)]


def _by_status(title: str, head: str, table: Mapping[str, Counter[Status]],
               name: Callable[[str], str]) -> Section:
    rows: list[Sequence[Cell]] = [
        [name(key), counts.total(), *(counts[s] for s in Status)]
        for key, counts in _largest(table.items())]
    return Section(title, (head, "合计", *(s.value for s in Status)), rows, bar=1,
                   empty="这段时间没有提交的融资需求。")


def _largest(items: Iterable[tuple[str, Counter[Status]]]
             ) -> list[tuple[str, Counter[Status]]]:
    return sorted(items, key=lambda item: (-item[1].total(), item[0]))[:_MOST]
