"""What a text names: places and documents, and what is left of it without those names."""

import re
from collections.abc import Sequence

from corpus.library import gazetteer_of
from corpus.model import Policy, Status
from corpus.regions import NATION, Level, Region

_NATION = re.compile(
    r"国家(?!级|金融|发改|融资|重大|产融|工信|开发|认定|队|标准)|全国(?:性|都|统一|的|通知|范围)?"
    r"|中央(?!企业)|(?:监管)?总局(?!.{0,3}(?:监管|分)局)|金发〔")
_HOME = re.compile(r"(?:我们?|咱们?|本人|本公司|企业|公司|厂子?)[^，。？?]{0,6}?[是在位](?:于|落)?")
_FIRM_OF = re.compile(r"([一-鿿]{2,8}?)的?(?:企业|公司|工厂|厂子?)(?:能|可|想|要|该)")
_USES = re.compile(
    r"(?:能不能|能否|能|可不可以|可以|可否)[^，。？]{0,3}(?:用|申请|享受|参照|执行|套|办|拿)|参照|套用")
_USES_HERE = re.compile(
    r"(.{2,40}?)(?:[这那](?:条|个|政策)|的?(?:政策|规定|办法|费率|补贴|产品))[，,]?(?:我们|咱们?|俺们?|在)?"
    r"(.{2,10}?)(?:的?(?:厂|企业|公司))?(?:能不能|能否|能|可以|可)(?:用|享受|办|申请)")
_USES_THERE = re.compile(  # 我厂在三门峡，洛阳的政策能用吗
    r"([一-鿿]{2,8}?)的?(?:政策|规定|办法|费率|补贴|产品|文件)[^，。？]{0,4}"
    r"(?:能不能|能否|能|可以|可)[^，。？]{0,3}(?:用|享受|办|申请|拿)")
_NOT_HERE = re.compile(
    r"(?:(?<!是)不是|不在|并非|除了|从)[^，。；？]{2,8}?(?=的|，|。|；|搬|迁|到|之外|以外|$)")
_SERIAL = re.compile(r"(\d+)号(?!楼|线|院|厂)")
_YEAR = re.compile(r"((?:20)?\d\d)\s*年|(20\d\d)")
_DATED = re.compile(r"(20\d\d)年?的?(?:那|这)?(?:份|个|套|版|文件|方案|通知|措施|政策)")
_DRAFT = re.compile(r"征求意见|草案|稿子|意见稿|那份稿|新稿")
_PAPER = re.compile(
    r"(?:20)?\d\d年的?(?=方案|文件|通知|措施|稿|那)|(?:那|这)[份套个](?:文件|方案|通知|措施|稿子)?"
    r"|(?:征求)?意见稿|(?:试点)?方案|文件|通知|稿子|条文|红头"
    r"|国家(?!级|金融|发改|融资|重大|产融)(?:层面)?|全国性?(?:的|规定)?|(?:监管)?总局(?:的|文件)?")


def _serial(policy: Policy) -> str | None:
    match = _SERIAL.search(policy.number or "")
    return match[1] if match else None


class Mentions:
    """Finds places and documents of a fixed set of policies in text."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = tuple(policies)
        self.gazetteer = gazetteer_of(policies)
        self._nicknames = {name: p.id for p in policies for name in p.nicknames}

    def place(self, name: str) -> Region:
        """Return the region called `name`; UnknownRegion when there is none."""
        return self.gazetteer.one(name)

    def regions(self, text: str) -> tuple[Region, ...]:
        """Return the places that `text` names; the nation counts when it is spoken of."""
        found = self.gazetteer.find(_NOT_HERE.sub(" ", text))
        if _NATION.search(text) and NATION not in found:
            found = [NATION, *found]
        return tuple(found)

    def home(self, text: str) -> Region | None:
        """Return the place where the asker says to be (我们在郑州…), None when not said."""
        spots = [text[m.end() : m.end() + 8] for m in _HOME.finditer(text)]
        spots += [m[1] for m in _FIRM_OF.finditer(text)]
        return next((found[0] for spot in spots if (found := self.gazetteer.find(spot))), None)

    def borrowed(self, text: str) -> tuple[Region, Region] | None:
        """Return the asker's place and the one whose rule he would use, None when not so asked.

        长春能用黑龙江的担保政策吗 → (长春市, 黑龙江省)
        """
        if back := _USES_HERE.search(text):  # 费率不超1%这条我们黔江能用不
            own, there = self.gazetteer.find(back[2]), self.gazetteer.find(back[1])
            if own and there and not there[0].covers(own[0]):
                return own[0], there[0]
        if (theirs := _USES_THERE.search(text)) and (home := self.home(text)):
            of = self.gazetteer.find(theirs[1])
            if of and not of[0].covers(home):
                return home, of[0]
        match = _USES.search(text)
        here = self.gazetteer.find(text[: match.start()]) if match else []
        there = self.gazetteer.find(text[match.end() : match.end() + 8]) if match else []
        if here and there and not there[0].covers(here[0]):
            return here[0], there[0]
        return None

    def documents(self, text: str, earlier: Sequence[str] = ()) -> tuple[str, ...]:
        """Return ids of the documents that `text` names by number, title, nickname or year.

        A year alone names a document of the place in `text`, or of the last place in `earlier`.
        """
        compact = re.sub(r"\s", "", text)
        serials = set(_SERIAL.findall(compact))
        found = {p.id for p in self._policies
                 if _serial(p) in serials or p.title.replace(" ", "") in compact}
        found |= {policy for name, policy in self._nicknames.items() if name in compact}
        years = {int(full or short) % 100 for short, full in _YEAR.findall(compact)}
        places = next((named for t in (text, *reversed(earlier))
                       if (named := self.gazetteer.find(t))), [])
        for policy in self._policies:
            if any(policy.region.covers(place) for place in places) and policy.region.code:
                dated = policy.year is not None and policy.year % 100 in years
                drafted = policy.status is Status.DRAFT and _DRAFT.search(text)
                if dated or drafted:
                    found.add(policy.id)
        if not places and (year := _DATED.search(compact)):  # 2017那份: the only one of its year
            of_year = {p.id for p in self._policies if p.year == int(year[1])}
            found |= of_year if len(of_year) == 1 else set()
        return tuple(sorted(found))

    def of_region(self, region: Region) -> tuple[str, ...]:
        """Return ids of the policies of the narrowest region with any that covers `region`."""
        covering = [p for p in self._policies if p.region.covers(region)]
        narrowest = max((len(p.region.code) for p in covering), default=-1)
        return tuple(p.id for p in covering if len(p.region.code) == narrowest)

    def each(self) -> tuple[tuple[str, ...], ...]:
        """Return each policy that has a place as a side of its own."""
        return tuple((p.id,) for p in self._policies if p.level is not Level.UNKNOWN)

    def each_place(self, *, nation: bool) -> tuple[tuple[str, ...], ...]:
        """Return the policies of each place as a side, those of the nation too if `nation`."""
        places = dict.fromkeys(p.region for p in self._policies if p.level is not Level.UNKNOWN
                               and (nation or p.region.code))
        return tuple(tuple(p.id for p in self._policies if p.region == place) for place in places)

    def topic(self, text: str) -> str:
        """Return `text` without the names of places and papers; all of it if nothing is left."""
        left = self.stripped(text)
        return left if re.search(r"[㐀-鿿\w]{2}", left) else text

    def stripped(self, text: str) -> str:
        """Return `text` without the names of places and papers, be it nothing."""
        left = text
        for name in sorted(self._nicknames, key=len, reverse=True):
            left = left.replace(name, " ")
        return _PAPER.sub(" ", self.gazetteer.strip(left)).strip()

    def region_of(self, policy_id: str) -> Region:
        """Return the region of a policy."""
        return next(p.region for p in self._policies if p.id == policy_id)
