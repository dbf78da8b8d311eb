"""Where a firm is, by its own words: not where it sells, once was, or its bank is called after."""

import re

from corpus.regions import Gazetteer, Region, short_name
from matcher.told import Doubt

_ELSEWHERE = re.compile(
    r"(卖|销|运|发|出口|供|销售|发货)(到|往|给|至|向)[^，。；、在]{1,16}"
    r"|(从|由)[^，。；]{2,12}?(搬|迁|转|挪)(到|来|至|过来|回|进)?"
    r"|(以前|原来|原先|之前|早先|早年|过去)(?!在哪)[^，。；搬迁]{0,3}(在|是)[^，。；]{2,12}"
    r"|(总部|母公司|集团|老家|客户|供应商|股东|分公司|分厂|办事处)[^，。；]{0,3}(在|是|设在)[^，。；]{2,12}"
    r"|[^，。；在跟找给和与向]{2,4}银行|(大庆|辽河|胜利|中原|长庆|克拉玛依)油田|[^，。；在跟和与]{2,6}(股交|交易所|大学|学院|研究院|研究所)|(给|替|为|跟|和|与|找)[^，。；在]{2,10}?(做配套|供货|配套|供应|合作|做代工|拿货|进货)"
    r"|(听说|看到|据说|人家)[^，。；]{2,12}")
_OTHERS_AFTER = re.compile(
    r"^(市|省|区|县)?(那边|那儿|当地)?(的|有个|有笔|有家|一家|几个|一个)?(大)?"
    r"(客户|订单|市场|供应商|分公司|分厂|项目|经销商|货款|朋友|亲戚|股东|政策|老板|买家|产品|企业能|厂家|同行|能|可以)")
_OURS = re.compile(r"(我|我们|俺|俺们|咱们?|本厂|公司|厂子?|厂房|企业|注册地?|地址|现在|其实|实际)?(其实|现在|就|是|都|开|设|落户?|搬|迁|注册|坐落|位于)*(在|到|来自|于|是|回)(?:河南|黑龙江|重庆)?$")
_CORRECTS = re.compile(r"不对|不是|其实|实际|说错|写错|更正|应该是|搬到|迁到|现在")
_ASK = "企业在哪个省、市、区县？"


def read_place(text: str, gazetteer: Gazetteer) -> tuple[Region | None, str, list[Doubt]]:
    """Return the firm's region by its words, the words, and a doubt when two places are told."""
    found = _own(text, gazetteer)
    if not found:
        return None, "", []
    ours = [one for one in found if one[2]] or found[:1]
    first, last = ours[0], ours[-1]
    if first[0] == last[0] or first[0].covers(last[0]) or last[0].covers(first[0]):
        narrow = max((first, last), key=lambda one: len(one[0].code))
        return narrow[0], narrow[1], []
    if _CORRECTS.search(text):
        return last[0], last[1], []
    return None, "", [Doubt("region", f"您先后提到{first[0].full_name}和{last[0].full_name}。", _ASK)]


def clash(stated: Region, text: str, gazetteer: Gazetteer) -> Region | None:
    """Return a place that the words give as the firm's own and that is not in `stated`."""
    ours = [region for region, _, own in _own(text, gazetteer) if own]
    if any(stated.covers(region) or region.covers(stated) for region in ours):
        return None
    return ours[0] if ours else None


def _own(text: str, gazetteer: Gazetteer) -> list[tuple[Region, str, bool]]:
    """Return (region, words, said as the firm's own) for the places that may be the firm's."""
    hidden = _ELSEWHERE.sub(lambda m: "＿" * len(m[0]), text)
    found = []
    named = dict.fromkeys((*gazetteer.find(text), *gazetteer.find(hidden)))
    for region in named:
        if not region.code or not _shown(region, hidden):
            continue
        start, end = _where(region, hidden)
        before = re.split(r"[，。；！？,;!?\s＿]", hidden[:start])[-1]
        if _OTHERS_AFTER.match(hidden[end:]):
            continue
        own = bool(_OURS.search(before)) or not before or before in ("我们", "俺们", "咱", "我")
        found.append((region, hidden[start:end], own))
    return found


def _shown(region: Region, text: str) -> bool:
    return any(name in text for name in (region.name, short_name(region.name)))


def _where(region: Region, text: str) -> tuple[int, int]:
    """Return where `text` names `region`, upper levels right before it included."""
    names = sorted({region.name, short_name(region.name)}, key=len, reverse=True)
    start, name = next(((at, n) for n in names if (at := text.find(n)) >= 0), (0, ""))
    end = start + len(name)
    for above in reversed(region.ladder[1:-1]):
        upper = next((n for n in (above.name, short_name(above.name))
                      if text[:start].endswith(n)), "")
        start -= len(upper)
    return start, end
