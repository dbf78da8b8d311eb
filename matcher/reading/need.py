"""The amount that a firm wants, among all the amounts in its words.

A correction (不对，改成800万) replaces what stood before; of a plan in stages (先200万再300万) the
first is what is asked for now; two wishes that do not fit together are a doubt. A bare number after
贷 or 借 is 万, from 10,000 on 元, and asked about.
"""

import re

from matcher.reading.amounts import Amount, read_amounts, read_number
from matcher.reading.told import Doubt
from matcher.reading.words import cues

MOST_WAN = 1e7  # 1000 亿

_NEAR = 12  # characters between such a word and the amount
_ASK_AMOUNT = "想贷多少万元？"


def read_need(text: str) -> tuple[Amount | None, list[Doubt]]:
    """Return the amount that `text` wants, with the words from the wish on, and doubts about it."""
    if bad := _cue("bad").search(text):
        return None, [_odd(bad[0])]
    amounts = read_amounts(text)
    wanted = [amount for a in amounts if (amount := _wanted(a, text)) is not None]
    bare = _bare(text)
    if not wanted and bare:
        return bare
    if not wanted:
        rest = [a for a in amounts if not _cue("other").search(text[: a.start])
                and not _cue("held").search(text[a.end :])]
        wanted = [a for a in rest if _cue("in_all").search(text[: a.start])][:1] or rest[:1]
    if any(a.wan > MOST_WAN for a in wanted):
        return None, [_odd(next(a.words for a in wanted if a.wan > MOST_WAN))]
    return _chosen(wanted, text)


def _chosen(wanted: list[Amount], text: str) -> tuple[Amount | None, list[Doubt]]:
    """Return the one that counts among `wanted`; none when they do not fit together."""
    if len({(a.wan, a.currency) for a in wanted}) < 2:
        return (wanted[0] if wanted else None), []
    if _cue("staged").search(text):
        return wanted[0], []
    since = text[wanted[0].start : wanted[-1].start] + wanted[-1].words
    if _cue("corrects").search(since):
        return wanted[-1], []
    if gaps := [a for a in wanted if _cue("gap").match(a.words)]:
        return gaps[-1], []
    said = "和".join(f"“{a.words}”" for a in wanted)
    return None, [Doubt("need_amount_wan", f"您提到了{said}，金额不一致。", _ASK_AMOUNT)]


def _wanted(amount: Amount, text: str) -> Amount | None:
    """Return `amount` with its words from the wish on, None when nothing before it is a wish."""
    begin = max(map(text[: amount.start].rfind, "，。；！？,;!?\n"), default=-1) + 1
    before = text[begin : amount.start]
    wishes = [m.start() for m in _cue("want").finditer(before) if len(before) - m.end() <= _NEAR]
    if _cue("is").fullmatch(before) and _cue("corrects").search(text[max(0, begin - 7) : begin]):
        return Amount(amount.wan, amount.currency, text[begin : amount.end], begin, amount.end)
    if _cue("asked").match(text[amount.end :]):
        wishes = wishes or [len(before)]
    if not wishes or _cue("had").search(before) or _cue("held").search(text[amount.end :]):
        return None
    start = begin + wishes[0]
    return Amount(amount.wan, amount.currency, text[start : amount.end].strip(), start, amount.end)


def _bare(text: str) -> tuple[Amount, list[Doubt]] | None:
    """Return the last number after 贷, 借 … that has no unit: 贷500个 is 500万."""
    found = [m for name in ("bare_asked", "bare") for m in _cue(name).finditer(text)
             if not _cue("had").search(text[: m.start("number")])]
    if not found:
        return None
    match = found[-1]
    number = read_number(match["number"])
    if not 5 <= number <= 1e9:
        return None
    wan = number if number < 10_000 else number / 10_000
    amount = Amount(wan, "CNY", match[0], match.start(), match.end())
    doubt = Doubt("need_amount_wan", f"“{match[0]}”没有写单位。", f"是 {wan:g} 万元吗？")
    return amount, [] if match["each"] else [doubt]


def _odd(words: str) -> Doubt:
    return Doubt("need_amount_wan", f"金额“{words.strip()}”不像一笔融资的金额。", _ASK_AMOUNT)


def _cue(name: str) -> re.Pattern[str]:
    return cues()["need"][name]
