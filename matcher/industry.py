"""What a firm makes → GB/T 4754-2017, by the table industries.toml that a policy person can edit.

The longest word wins; of words in a row the last one (铝合金轮毂 are wheels). What a firm buys, holds,
or its customers make is not its industry. A word that several divisions share gives all of them.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.patterns import Patterns

_TABLE = Path(__file__).with_name("industries.toml")
_MAKES = re.compile(
    r"(做|搞|生产|加工|制造|专做|主营|从事|弄|造|榨|磨|酿|织|产|开(了|着|的|办)?(一?(家|个|间))?|办(了|个|家)?|经营|属于|行业(是|为)?|卖)"
    r"[^，。；做搞]{0,7}$|(是|我们|俺们|咱们?)(一?家|个|做)?[^，。；做搞]{0,4}$")
_FACTORY = re.compile(
    r"^[^，。；]{0,3}?(厂|加工|制造|生产|企业|公司|作坊|车间|行业|这(一)?行|的(?=[，。；]|$)|起家|车行)")
_NOT_MADE = re.compile(
    r"(买|购|添|换|进口|收购?|用|拿|租|库里|仓里|库房里|仓库(里|的)?|冷库里|压着?|存|卖给|供(给|应|货)?给?|上(了|一|两|个|台|条|套)|台|条|套|吨"
    r"|抵|押|装|新增|改造|给|替|跟|和|与|欠|找|对接|建(了|个|一)?)[^，。；做搞产厂]{0,5}$")
_NOT_OURS = re.compile(r"(客户|对方|供应商|下游|上游|主机厂|同行|朋友|亲戚|隔壁|老乡)(们|那边|主要|都|大多|全)?(是|为|做|搞)[^，。；]*")
_NOT_A_TRADE = re.compile(r"^[^，。；]{0,4}?(没押|没抵|抵押|质押|押给|抵给|押了|抵了|押着|都押)|^(款|钱|没|补贴|里|内|扩建|改造)")
_SKIP = re.compile(
    r"(给|替)[^，。；做搞]{1,8}?(供货?|配套|(?=做|加工|生产))|[^，。；、做搞]{1,10}配套的|[^，。；在]{1,4}银行|油田(?!设备|助剂|装备)|以前[^，。；]{0,12}(现在|后来|如今)"
    r"|(卖|销|运|发|供)(到|往|给|向)[^，。；]{1,12}")
_NOT_DOING = re.compile(r"不属于|不是|不算|不做|没做|不搞|没有?列入|没有?纳入|未列入")
_PRODUCT = re.compile(  # 做高粱酒的, 酿酒; 铁锅厂
    r"(做|生产|搞|加工|专做|主营|制造|酿|织|造)(了|着|点|些)?(?P<made>[^，。；、做搞＿\s]{1,7}?)"
    r"(?=的|厂|加工|制造|生产|出口|企业|公司|作坊|[，。；、\s]|$)"
    r"|(^|[，。；\s是开个家])(?P<kept>[^，。；、的是开做搞＿\s]{1,5})(?=厂|作坊)")
_METALS = frozenset({"C31", "C32"})
_METAL_FORM = re.compile(r"(深加工|加工|冶炼|制品|材|板|管|棒|带|丝|粉|锭|线|熔|回收|企业|公司|产品)")
_REPAIRS = re.compile(r"(修理?|维修|检修|大修)(各种|各类|一些|点)?$")
_BETWEEN = re.compile(r"[^，。；、\s＿和及与买购想贷借缺卖给有在要收换上进厂]{0,3}")  # in one compound
_PARTS = frozenset({"配件", "零部件", "配件厂"})  # of what stands before
_TAIL = re.compile(r"[^，。；、\s\d的厂]{1,5}(?=的|厂|[，。；、\s]|$)")
_QUALIFIES = re.compile(r"(专)?用(?!的)")
_SECTIONS = "BCD"  # whose size the limits of industry give


@dataclass(frozen=True, slots=True)
class Industry:
    """The divisions (C13) or sections (A) that a firm's words may mean, and those words."""

    codes: tuple[str, ...]
    words: str
    sure: bool = True  # said as what the firm does (做…, …厂), not only mentioned

    @property
    def code(self) -> str | None:
        """The code, None when several are possible."""
        return self.codes[0] if len(self.codes) == 1 else None

    @property
    def industrial(self) -> bool:
        """Whether the limits of size for industry may be used."""
        return any(code[0] in _SECTIONS for code in self.codes)


@dataclass(frozen=True, slots=True)
class Trade:
    """An industry as policies call it: the divisions it is, and those it can be."""

    codes: frozenset[str]
    could: frozenset[str] | None


def read_industry(text: str, *, listed: bool = False) -> Industry | None:
    """Return what the firm makes by its own words, or by a form's field (`listed`)."""
    text = _NOT_OURS.sub(lambda m: "，" + "＿" * len(m[0]), text) if not listed else text
    hidden = text if listed else _SKIP.sub(lambda m: "＿" * len(m[0]), text)
    best: tuple[int, Industry] | None = None
    for start, end, codes in _compounds(hidden):
        weight = 3 if listed else _weight(hidden, start, end)
        if weight and (best is None or weight > best[0]):
            best = weight, Industry(codes, text[start:end], sure=weight > 1)
    if best and best[1].sure:
        return best[1]
    return _by_ending(hidden) or (best[1] if best else None)


def _by_ending(text: str) -> Industry | None:
    """Return the industry of a product that is no word of the table, by its last character."""
    for match in _PRODUCT.finditer(text):
        product = match["made"] or match["kept"]
        if codes := _ending(product):
            return Industry(codes, product)
    return None


def _weight(text: str, start: int, end: int) -> int:
    """Return 3 for what the firm says it does, 1 for a mere mention, 0 for what it has or buys."""
    before, after = text[:start], text[end:]
    if _NOT_A_TRADE.match(after):
        return 0
    if _MAKES.search(before) and not re.search(r"(买|购|添|换|收|租)[^，。；做搞]{0,4}$", before):
        return 3
    if _NOT_MADE.search(before):
        return 0
    if _FACTORY.match(after) or text[end - 1] in "厂业":
        return 3
    return 1 if end - start > 1 else 0


def _compounds(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return (start, end, codes) of the words in `text`, those in a row as one."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _pattern().finditer(text):
        start, end, codes = match.start(), match.end(), _codes()[match[0].lower()]
        if found and _BETWEEN.fullmatch(text, found[-1][1], start):
            start, _, before = found.pop()
            shared = tuple(code for code in codes if code in before)
            codes = shared or (before if match[0] in _PARTS else codes)
        if head := _head(codes, text[end:]):
            codes, end = (head[0],), end + head[1]
        if all("C33" < code < "C41" for code in codes) and _REPAIRS.search(text[:start]):
            codes = ("C43",)
        found.append((start, end, codes))
    return [(start, end, _with_tail(codes, text[end:])) for start, end, codes in found
            if not _QUALIFIES.match(text, end)]


def _with_tail(codes: tuple[str, ...], after: str) -> tuple[str, ...]:
    """Return `codes`, and those that an unknown last word hints at: 锂电池 + 隔膜 may be either."""
    tail = _TAIL.match(after)
    hinted = _ending(tail[0]) if tail else ()
    if tail and len(tail[0]) == 1 and hinted:  # 木耳 + 酱
        return hinted
    if tail and not hinted and set(codes) <= _METALS and not _METAL_FORM.match(tail[0]):
        return (*codes, "C33")
    return codes if set(hinted) & set(codes) else tuple(sorted({*codes, *hinted}))


def _ending(product: str) -> tuple[str, ...]:
    """Return the codes that the end of a product's name hints at."""
    return next((tuple(codes.split()) for codes, ending in _table()["endings"].items()
                 if ending.search(product)), ())


def _head(codes: tuple[str, ...], after: str) -> tuple[str, int] | None:
    """Return the code that the word after gives (饲料 + 机械) and its length."""
    raw = all("C13" <= code <= "C33" for code in codes)
    made = all("C34" <= code <= "C41" for code in codes)
    for code, pattern in _table()["heads"].items():
        match = pattern.match(after)
        if match and match[0] and (code[0] != "C" or raw if code != "C43" else made):
            return code, match.end()
    return None


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, ...]]:
    """Return the codes by word, in lower case."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    codes = {word.lower(): (code,) for code, row in table["words"].items() for word in row}
    return codes | {word.lower(): tuple(row) for word, row in table["unclear"].items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_codes(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


@lru_cache(maxsize=1)
def _table() -> Patterns:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    trades = {name: "|".join(row["words"]) for name, row in table["policy"].items()}
    endings = {codes: re.compile(f"({'|'.join(row)})$") for codes, row in table["endings"].items()}
    return {"heads": {code: re.compile("|".join(row)) for code, row in table["heads"].items()},
            "endings": endings,
            "policy": {name: re.compile(row) for name, row in trades.items()}}


@lru_cache(maxsize=1)
def _trades() -> dict[str, Trade]:
    rows = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["policy"]
    return {name: Trade(frozenset(row.get("codes", ())),
                        frozenset(row["could"]) if "could" in row else None)
            for name, row in rows.items()}


def belongs(name: str, industry: Industry | None, said: str, denied: str = "") -> bool | None:
    """Return whether a firm is of the industry that a policy calls `name`, None when unknown.

    `name` may be a code itself (C34, or C for all of manufacturing); `said` and `denied` are the
    firm's words of what it does and does not do.
    """
    codes = industry.codes if industry else ()
    if re.fullmatch(r"[A-T](\d\d)?", name):
        inside = [code.startswith(name) for code in codes]
        return None if not inside or (any(inside) and not all(inside)) else all(inside)
    pattern = _table()["policy"].get(name)
    if pattern is None:
        return True if name in said else None
    if pattern.search(denied) and not pattern.search(said):
        return False
    if pattern.search(said):
        return True
    trade = _trades()[name]
    if not codes:
        return None
    if set(codes) <= trade.codes:
        return True
    return False if trade.could is not None and not set(codes) & trade.could else None


def own_words(text: str, industry: Industry | None) -> str:
    """Return the phrases in which the firm says what it does: 做光伏逆变器, 属于战略性新兴产业."""
    own = industry.words if industry else ""
    return "，".join(p for p in _phrases(text) if (own and own in p) or re.search("属于|列入|纳入", p))


def denied_words(text: str) -> str:
    """Return the phrases in which the firm says what it does not do: 不做新材料."""
    return "，".join(p for p in re.split(r"[，。；！？,;!?\s]+", text) if _NOT_DOING.search(p))


def _phrases(text: str) -> list[str]:
    hidden = _SKIP.sub(lambda m: "＿" * len(m[0]), _NOT_OURS.sub(lambda m: "，＿", text))
    return [p for p in re.split(r"[，。；！？,;!?\s]+", hidden) if not _NOT_DOING.search(p)]
