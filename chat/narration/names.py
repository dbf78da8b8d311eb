"""Names in a sentence: quoted titles, organisations, document numbers, dates, Latin words, labels.

A name counts as stated when it stands in the source letter by letter. Where a name begins is told
by the longest piece before its ending that the source holds: 农业银行 against a source that only
says 银行 leaves 农业 over, which is no word that may come before a name.
"""

import re
from collections.abc import Sequence

_LONGEST = 40  # characters of a name
_QUOTED = re.compile(r"《([^《》]+)》|“([^“”]+)”|「([^「」]+)」|\"([^\"]+)\"")
_ENDING = re.compile(
    r"〔\d{4}〕第?\d+号"
    r"|厅|委员会|办公室|(?<![布格结大全时])局(?![限面部势促])|(?<![政村党居管债])委(?![员托派任内会])|管委会|债委会"
    r"|(?<![举开承主协创经督申兴新])办(?![公理法事学好贷结厂])"
    r"|(?:中心支|[分支总])行|银行|公司|集团|协会|商会|政府(?!性|引导|采购)|法院|联社|交易所|交易中心|学院|大学|研究所")
_GENERIC = {"银行", "公司", "集团", "协会", "政府", "分行", "支行", "总行", "商会", "法院"}
_BEFORE = re.compile(
    r"(?:^|[^㐀-鿿]|由|[向找和与及跟或是为在到请可经对各该等的家以让使将把要]|[本贵你您]|责任|联系|咨询|鼓励|支持"
    r"|引导|要求|推动|推进|督促|牵头|配合|通过|承办|经办|合作|当地|有关|相关|商业|地方|协调|会同|联合|办理|包括"
    r"|其中|主管|负责|单位|部门|询问|问|报送|加强|所在|全省|全市|全区|省级|市级|区级|县级|基层|上述|这些|根据|按照|依据|文号)$")
_LATIN = re.compile(r"[a-z][a-z0-9+\-]*")
_DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?"
                   r"|\d{1,2}月(?:\d{1,2}日|底|初|末)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_LABEL = re.compile(r"\([一二三四五六七八九十]+\)|第[一二三四五六七八九十百\d]+[条款章节]")


def unknown_name(sentence: str, source: str, homes: Sequence[str] = ()) -> str | None:
    """Return the first name in `sentence` that `source` does not hold; None if there is none.

    Both texts are squashed (see `chat.narration.figures.squash`). `homes` are names of the place of
    the source, which may come before a unit that the source names without it.
    """
    bare = re.sub(r"[《》“”「」\"]", "", source)
    for match in _QUOTED.finditer(sentence):
        name = next(group for group in match.groups() if group)
        if name not in bare:
            return name
    for pattern in (_LATIN, _DATE, _LABEL):
        for match in pattern.finditer(sentence):
            if match[0] not in source:
                return match[0]
    plain = re.sub(r"[《》“”「」\"]", "", sentence)
    for match in _ENDING.finditer(plain):
        if not _stands(plain[: match.end()], match[0], bare, homes):
            return plain[max(0, match.start() - 8) : match.end()]
    return None


def _stands(text: str, ending: str, source: str, homes: Sequence[str]) -> bool:
    """Whether the name at the end of `text` stands whole in `source`."""
    size = next((n for n in range(min(len(text), _LONGEST), 0, -1) if text[-n:] in source), 0)
    least = len(ending) + (ending not in _GENERIC)
    begins = range(len(text) - size, len(text) - least + 1)  # where the name may begin
    return any(_BEFORE.search(_without(text[:begin], homes)) for begin in begins)


def _without(text: str, endings: Sequence[str]) -> str:
    """Return `text` without the first of `endings` that it ends with."""
    return next((text.removesuffix(e) for e in endings if text.endswith(e)), text)
