"""The amount that a firm wants, among all the amounts in its words.

A correction (不对，改成800万) replaces what stood before; of a plan in stages (先200万再300万) the first is
what is asked for now; two wishes that do not fit together are a doubt. A bare number after 贷 or 借
is 万, from 10,000 on 元, and asked about.
"""

import re

from matcher.amounts import HAN, Amount, read_amounts, read_number
from matcher.told import Doubt

MOST_WAN = 1e7  # 1000 亿
_WANT = re.compile(
    r"想(要|贷|借|弄|融|再|整|搞|拿|筹|申请)?|贷款?|借|需要?|需求|差(?!不多|点|一点)|缺|周转|要(?!是)|申请|改成|发|续|融|筹|弄|整点"
    r"|急[用等]|等着?|来|办|批|额度|换成|改为|应该是|就行|错了")
_NEAR = 12  # characters between such a word and the amount
_HAD = re.compile(
    r"(已经?|以前|之前|原来|原先|去年|前年|早先)[^，。；想要再]{0,8}$|到期[^，。；想要再续]{0,4}$"
    r"|(贷|借|欠|融)(了|过|着|有|银行|的)[^，。；想要再]{0,5}$|(还有|还剩|余额|没还|还欠)[^，。；想要再]{0,6}$"
    r"|(利息|月供|缴税|交税|纳税|注册资本?|实缴|投资了?|总投资|花了?|赚了?|亏了?|补贴了?|首付)[^，。；想要]{0,5}$")
_OTHER = re.compile(  # what else an amount can be: earned, held, owed to the firm
    r"(缴税|交税|纳税|投了|卖|营收|营业收入|销售额?|产值|流水|收入|保费|欠|出口了|注册资本?|资产|订单|合同|货款|应收款?|库存|存货|压着?|价值?|评估)"
    r"[^，。；]{0,10}$")
_HELD = re.compile(
    r"^[^，。；！!？?\s贷借想要付买用发建盖扩搞上]{0,4}(订单|合同|货款|应收|库存|存货|承兑|银票|商票|汇票|收入|营收|产值|销售|流水|存款|的?设备|的?厂房"
    r"|已经?还|还清|没还|没收|没结|成品|冻货|钢材)")
_CORRECTS = re.compile(r"不对|不是|改成|改为|更正|说错|写错|错了|其实|应该是|换成|算了|还是")
_IS = re.compile(r"(应该)?(是|要|就)?(是)?")
_IN_ALL = re.compile(r"(合计|总共|一共|总计|加起来|拢共|共)(是|有|要|大概)?$")
_STAGED = re.compile(r"(先|首期|一期)[^。；]*(再|然后|后面|之后|后续|二期|下半年|明年)")
_BARE = re.compile(rf"(?:想要?|再)?(?:贷款?|借|融资?|要|缺|差(?!不多)|弄|续|周转|整|办|批)(?:个|点|上|它|款|到)?(?P<number>\d+|[{HAN}]{{2,}})"
                   r"(?:来|多|几)?(?P<each>个)?(?=[，。；,;！!？?\s]|信用|块钱|左右|上下|就|买|$)")
_BAD = re.compile(rf"(?:(?<![\d{HAN}万亿年月到至.])[-－−]\s?|负\s?)\d[\d.,]*\s?(?:万|亿|元|[wW])"
                  r"|(?<![\d.])0(?:\.0+)?\s?(?:万元?|亿元?|元|[wW](?![a-z]))|零(?:万元?|元)")
_ASK_AMOUNT = "想贷多少万元？"


def read_need(text: str) -> tuple[Amount | None, list[Doubt]]:
    """Return the amount that `text` wants, with the words from the wish on, and doubts about it."""
    if bad := _BAD.search(text):
        return None, [_odd(bad[0])]
    amounts = read_amounts(text)
    wanted = [amount for a in amounts if (amount := _wanted(a, text)) is not None]
    bare = _bare(text)
    if not wanted and bare:
        return bare
    if not wanted:
        rest = [a for a in amounts if not _OTHER.search(text[: a.start])
                and not _HELD.search(text[a.end :])]
        wanted = [a for a in rest if _IN_ALL.search(text[: a.start])][:1] or rest[:1]
    if any(a.wan > MOST_WAN for a in wanted):
        return None, [_odd(next(a.words for a in wanted if a.wan > MOST_WAN))]
    return _chosen(wanted, text)


def _chosen(wanted: list[Amount], text: str) -> tuple[Amount | None, list[Doubt]]:
    """Return the one that counts among `wanted`; none when they do not fit together."""
    if len({(a.wan, a.currency) for a in wanted}) < 2:
        return (wanted[0] if wanted else None), []
    if _STAGED.search(text):
        return wanted[0], []
    if _CORRECTS.search(text[wanted[0].start : wanted[-1].start]) or _CORRECTS.search(
            wanted[-1].words):
        return wanted[-1], []
    said = "和".join(f"“{a.words}”" for a in wanted)
    return None, [Doubt("need_amount_wan", f"您提到了{said}，金额不一致。", _ASK_AMOUNT)]


def _wanted(amount: Amount, text: str) -> Amount | None:
    """Return `amount` with its words from the wish on, None when nothing before it is a wish."""
    begin = max(map(text[: amount.start].rfind, "，。；！？,;!?\n"), default=-1) + 1
    before = text[begin : amount.start]
    wishes = [m for m in _WANT.finditer(before) if len(before) - m.end() <= _NEAR]
    corrected = bool(_IS.fullmatch(before) and _CORRECTS.search(text[max(0, begin - 7) : begin]))
    if corrected:
        return Amount(amount.wan, amount.currency, text[begin : amount.end], begin, amount.end)
    if not wishes or _HAD.search(before) or _HELD.search(text[amount.end :]):
        return None
    start = begin + wishes[0].start()
    return Amount(amount.wan, amount.currency, text[start : amount.end].strip(), start, amount.end)


def _bare(text: str) -> tuple[Amount, list[Doubt]] | None:
    """Return the last number after 贷, 借 … that has no unit: 贷500个 is 500万."""
    found = [m for m in _BARE.finditer(text) if not _HAD.search(text[: m.start("number")])]
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
