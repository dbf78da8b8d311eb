"""What a firm holds and what it is not, from phrases of its words, each with the phrase.

What it wishes for (打算申报高企), what others hold (客户是专精特新) and what is over (逾期过，已经还清) is not held.
"""

import re
from dataclasses import dataclass, field

from matcher.figures import bank_of
from matcher.words import words

Pair = tuple[str, str]
_FIELDS = ("qualification", "collateral", "role", "event", "credit", "project", "insured")
_PHRASES = re.compile(r"[，。；！？,;!?\s]+")
_DENIAL = re.compile(r"(没有?|无|不是|未|不打算|没人|别|并非|还没|从没)[^，。；,;]{0,6}$")
_PLEDGED = re.compile(  # not free to pledge
    r"^.{0,8}(?<!没)(?<!没有)(押|抵押?|质押)(了|出去|光|完|满|着|给|在)"
    r"|^.{0,6}(都)?(是)?租|^.{0,4}按揭|^.{0,4}(在申请|没授权|还没批)|^.{0,4}在.{0,4}(押|抵)着?|^.{0,4}(已经?|早就?|都|全)(抵|押|质)")
_NOT_HELD = re.compile(r"(买|购|添|换|上|进|做|搞|生产|造|修|租|付|缺|(?<!自)(?<!已)建|盖|扩)(了|点|些|新|台|套)?[^，。；卖没]{0,4}$")
_HAS_NONE = re.compile(r"(没有?|无)[^，。；押抵期]{0,4}$")
_NOT_GIVEN = re.compile(
    r"^[^，。；]{0,14}?((没|未|不)(有)?(评|认|通过|过|拿|申|算|续|批)|正在申报|还在申报|到期|过期|被取消|取消了|刚报|正在(评|申|报))")
_OTHERS = re.compile(
    r"(?<![跟和与给被])(客户|对方|供应商|下游|上游|主机厂|合作方|股东|朋友|隔壁|同行|亲戚|妹夫|姐夫|连襟|我哥|我弟|表哥|表弟|同学|丈人|舅舅|叔叔|人家|别人|担保人|甲方)"
    r"(们|那边|那儿|公司|企业|厂|家)?(都|也|大多|主要|就|自己)?(是|有|评|拿|在|被|得|属|出了|办|跟|和|为)[^，。；我咱俺]{0,12}$"
    r"|(?<![跟和与给被])(客户|对方|供应商|甲方|主机厂)(那边|那儿|家)?[^，。；我咱俺给跟和与]{0,4}$")
_SUPPOSED = re.compile(r"(如果|要是|假如|万一|假设|若是?|怕|担心|以防|避免|别)[^，。；]{0,10}$")
_WISHED = re.compile(
    r"(打算|准备|计划|争取|将来|以后|明年|后年|下一步|拟|想|要|正在?|在|希望|目标)[^，。；用凭拿靠贷借融]{0,4}"
    r"(申报|申请|申|评|认定|报|冲|创建?|培育|办|拿|搞|争|投保?|买|上|参保)(?!上|了|过|为|成|下|到|的)[^，。；]{0,5}$"
    r"|(申报|在申请|冲刺|争创|拟申请?|冲击)(?!了|过|成)[^，。；]{0,5}$")
_PLANNED = re.compile(r"(打算|准备|计划|想|拟|考虑|要不要|能不能)(去|再|给)?[^，。；]{0,3}$")
_ASKED = re.compile(r"^[^，。；]{0,4}(怎么|如何|咋)(申|评|认|报|办|弄)|^(贷|的?(贷款|产品|政策|专板|补贴)(怎么|有哪|是什么|有没有))")
_NOT_OURS = re.compile(r"(没有?|无|未|不)[^，。；]{0,3}$")
_OVER = re.compile(r"(已经?|都|早就?|全|后来|现在)?[^，。；]{0,3}(还清|结清|还上了|还完|处理完|修复了|消了|消除了)")
_STILL = re.compile(r"还挂着|还没消|没还清|还没还|花了|还留着|没结清|没还上")
_SETTLED = re.compile(r"(官司|诉讼|案子)[^。；]{0,12}(结了|了结|结案|赢了|撤了|打完|了了|过去了|完事|结束)")
_ACCOUNT = re.compile(r"开了?(个|的)?(基本|一般|结算)?户|基本户|结算户|结算账户|对公户|老客户|走账|代发工资|流水(都)?(在|走)")
_NO_ACCOUNT = re.compile(r"(没|未|不)(有|在)?[^，。；]{0,8}(开户|开过户|账户|户)")


@dataclass
class Facts:
    """(field, value) pairs that are so, those that are not, and the phrase behind each."""

    known: set[Pair] = field(default_factory=set)
    denied: set[Pair] = field(default_factory=set)
    told: dict[Pair, str] = field(default_factory=dict)


def read_facts(text: str) -> Facts:
    """Return what the phrases of `text` state and deny; what they leave open is in neither."""
    facts = Facts()
    for phrase in filter(None, _PHRASES.split(text)):
        for name in _FIELDS:
            for value, pattern in words()[name].items():
                if match := pattern.search(phrase):
                    _note(facts, (name, value), _holds((name, value), phrase, match), phrase)
        _note_account(facts, phrase)
    _let_pass(facts, text)
    denied = {pair for pair in facts.denied if pair[0] in ("credit", "qualification", "insured")}
    facts.known -= denied
    return facts


def _note(facts: Facts, pair: Pair, holds: bool | None, phrase: str) -> None:
    if holds is not None:
        (facts.known if holds else facts.denied).add(pair)
        facts.told.setdefault(pair, phrase)


def _holds(pair: Pair, phrase: str, match: re.Match[str]) -> bool | None:
    """Return whether a phrase says that a fact is so, is not so, or (None) neither."""
    name, value = pair
    before, after = phrase[: match.start()], phrase[match.end() :]
    if _SUPPOSED.search(before):
        return None
    if name == "collateral":
        if value in ("设备", "厂房", "存货") and _NOT_HELD.search(before):
            return None
        return not (_PLEDGED.search(after) or _HAS_NONE.search(before))
    if name in ("qualification", "project", "insured", "credit") and _OTHERS.search(before):
        return None
    if name == "credit" and re.match("(也|倒)?(不算|算不上|谈不上|不是)", after):
        return False
    if name == "credit":
        return value not in ("不良", "涉诉", "轻资产") or not _NOT_OURS.search(before)
    if name in ("qualification", "insured") and _ASKED.search(after):
        return None
    wished = name in ("qualification", "insured") and _WISHED.search(before)
    wished = wished or (name == "insured" and _PLANNED.search(before))
    given = name != "qualification" or not _NOT_GIVEN.search(after)
    return not (_DENIAL.search(before) or wished) and given


def _note_account(facts: Facts, phrase: str) -> None:
    bank = bank_of(phrase)
    if bank and _NO_ACCOUNT.search(phrase):
        _note(facts, ("account", bank), False, phrase)
    elif bank and _ACCOUNT.search(phrase):
        _note(facts, ("account", bank), True, phrase)


def _let_pass(facts: Facts, text: str) -> None:
    """Drop what is over: an overdue loan paid back, a lawsuit settled."""
    bad = ("credit", "不良")
    told = facts.told.get(bad, "")
    after = text[text.find(told) :][: len(told) + 14] if told else ""
    if bad in facts.known and _OVER.search(after) and not _STILL.search(text):
        facts.known.discard(bad)
    if _SETTLED.search(text):
        facts.denied.add(("credit", "涉诉"))
