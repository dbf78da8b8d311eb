"""Made-up policies, printed badly: whatever breaks, blanks and widths do, nothing is lost.

A paper is made with `§` where a page may break; what its clauses must be called is known while it
is made, so the reader is never asked to agree with itself.
"""

import re
from collections import Counter
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import NoClauses
from corpus.model import Policy
from corpus.reader import parse_policy
from corpus.sentences import sentence_spans

HAN = "一二三四五六七八九十"
HALF_WIDTH = {"（": "(", "）": ")", "，": ",", "：": ":", "；": ";"}
MARKDOWN = re.compile(r"\*\*|^#{1,6}(?=\s)|^[-*_=—]{3,}$")
FRONT = ("洛阳市财政局", "洛政办〔2017〕70号", "---", "# 关于支持的若干措施", "2023年10月12日")
PREAMBLE = "为支持洛阳制造业，引导银行加大投放，制定本措施。"
PHRASES = (
    "引导银行加大投放", "力争增速达到25%以上", "贷款500万元以内的企业优先办理",
    "支持企业通过发行债券、票据等方式直接融资", "（含票据贴现）降低融资成本", "对17 条产业链建档")
UNITS = ("市金融办", "市财政局", "各县（区）政府", "洛阳银监分局")
FRAGMENTS = (
    "一、", "（一）", "（二）", "1.", "2.", "第一条　", "第二条", "规定", "附件", "附件：", "目录",
    "责任单位：", "（责任单位：", "甲乙", "丙，", "。", "，", "；", "）", "(", "25%", "a", "##",
    "**", "---", "<!-- x -->", "2023年1月2日印发", "本办法由", "解释", " ", "\u3000", "\t", "\n",
    "\n\n", "\r\n", "\r", "\f", "\u2028", "\x85", "\ufeff")
common = settings(max_examples=60, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Paper:
    """Text with `§` where it may break, the labels and the units of its clauses in order."""

    text: str
    labels: list[str]
    units: list[tuple[str, ...]]

    def printed(self, page_break: str) -> str:
        """Return the text as printed with `page_break` at each place chosen."""
        return self.text.replace("§", page_break)


@st.composite
def breakable(draw: st.DrawFn, text: str) -> str:
    """Return `text`, perhaps with a `§` inside it, never beside a sign or a blank."""
    places = [m.start() for m in re.finditer(r"(?<=[一-鿿])[一-鿿]", text)]
    at = draw(st.sampled_from([0, *places]))
    return f"{text[:at]}§{text[at:]}" if at else text


@st.composite
def clauses(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Return the text after a number, and the units that it names."""
    phrases = draw(st.lists(st.sampled_from(PHRASES).flatmap(breakable), min_size=1, max_size=4))
    signs = draw(st.lists(st.sampled_from("，；。"), min_size=4, max_size=4))
    body = "".join(phrase + sign for phrase, sign in zip(phrases, signs, strict=False))
    units = tuple(draw(st.lists(st.sampled_from(UNITS), max_size=3, unique=True)))
    inline = draw(st.booleans())
    named = f"责任单位：{'、'.join(units)}"
    told = (draw(breakable(f"（{named}）")) if inline else f"\n{named}") if units else ""
    return f"加强对接。{body[:-1]}。{told}", units


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Make a policy: letterhead, numbered clauses in one of three styles, perhaps an annex."""
    style = draw(st.sampled_from(["（{}）", "{}.", "第{}条　"]))
    restart, bold = draw(st.booleans()), draw(st.booleans())
    lines = draw(st.lists(st.sampled_from(FRONT), unique=True))
    lines += ["各县区人民政府：", draw(breakable(PREAMBLE))]
    paths, units, number = [], [], 0
    for part in HAN[: draw(st.integers(1, 3))]:
        lines.append(f"## 第{part}章　总则" if "条" in style else f"### {part}、总体要求")
        number = 0 if restart and "条" not in style else number
        for body, named in draw(st.lists(clauses(), min_size=1, max_size=3)):
            number += 1
            printed = style.format(number if style == "{}." else HAN[number - 1])
            paths.append((part, printed.strip(".　")))
            units.append(named)
            lines.append(f"**{printed}**{body}" if bold else f"{printed}{body}")
    shared = Counter(own for _, own in paths)
    labels = [own if shared[own] == 1 else f"{part}{'.' * own.isdecimal()}{own}"
              for part, own in paths]
    if draw(st.booleans()):
        lines += ["附  件", "分工名单", "1. 甲。", "2. 乙。"]
        labels, units = [*labels, "附件.1", "附件.2"], [*units, (), ()]
    return Paper("\n".join(lines), ["文首", *labels], [(), *units])


def visible(source: str) -> set[int]:
    """Offsets of the characters of `source` that are neither blank nor markdown."""
    found, start = set(), 0
    for line in source.splitlines(keepends=True):
        lead = start + len(line) - len(line.lstrip())
        hits = (hit.span() for hit in MARKDOWN.finditer(line.strip()))
        marks = {lead + i for span in hits for i in range(*span)}
        found |= {start + i for i, char in enumerate(line) if not char.isspace()} - marks
        start += len(line)
    return found


def owners(policy: Policy) -> Counter[int]:
    """How many clauses and headings each offset of the source belongs to."""
    spans = [part.span for part in (*policy.clauses, *policy.headings)]
    return Counter(i for span in spans for i in range(*span))


@st.composite
def prints(draw: st.DrawFn) -> tuple[str, Paper]:
    """Print a paper with breaks, stray blanks, half-width signs and any line ends."""
    paper = draw(papers())
    text = paper.printed(draw(st.sampled_from(["\n\n", "\n\n\n", "\n---\n", "\n\f\n"])))
    for full in draw(st.sets(st.sampled_from("（），：；"))):
        text = text.replace(full, HALF_WIDTH[full])
    places = [m.end() for m in re.finditer(r"(?<=[^#*-])(?=[^#*-])", text)]
    for at in sorted(draw(st.sets(st.sampled_from(places), max_size=8)), reverse=True):
        text = text[:at] + draw(st.sampled_from([" ", "\u3000", "\t"])) + text[at:]
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))), paper


@common
@given(prints())
def test_labels_stay_and_each_character_has_one_owner(case):
    text, paper = case
    policy = parse_policy(text, "p")
    assert policy.unaccounted == ()
    assert [clause.label for clause in policy.clauses] == paper.labels
    owned = owners(policy)
    assert {owned[i] for i in visible(text)} == {1}


@common
@given(prints())
def test_clause_text_holds_every_character_after_the_number(case):
    text, _ = case
    seen = visible(text)
    for clause in parse_policy(text, "p").clauses:
        assert seen & set(range(clause.offsets[0], clause.span[1])) <= set(clause.offsets)


@common
@given(prints())
def test_every_quote_is_exact(case):
    text = case[0].replace("---", "")
    source = "".join(text.splitlines())
    for clause in parse_policy(text, "p").clauses:
        for start, end in sentence_spans(clause.text):
            assert clause.quote(start, end) in source


@common
@given(papers(), st.sampled_from(["\n\n", "\r\n\r\n", "\n---\n", "\n\f\n"]))
def test_page_breaks_heal(paper, page_break):
    whole, broken = (parse_policy(paper.printed(b), "p") for b in ("", page_break))
    assert [c.text for c in broken.clauses[1:]] == [c.text for c in whole.clauses[1:]]
    assert [c.units for c in broken.clauses] == paper.units


@common
@given(papers(), st.sets(st.sampled_from("（），：；"), min_size=1))
def test_half_width_signs_read_as_full_width(paper, signs):
    text = paper.printed("")
    half = text.translate({ord(sign): HALF_WIDTH[sign] for sign in signs})
    assert [(c.label, c.text, c.units) for c in parse_policy(half, "p").clauses] == [
        (c.label, c.text, c.units) for c in parse_policy(text, "p").clauses]


@settings(common, max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_any_text_is_read_whole_or_has_no_clauses(text):
    try:
        policy = parse_policy(text, "p")
    except NoClauses:
        return
    assert policy.unaccounted == ()
    labels = [clause.label for clause in policy.clauses]
    assert len(labels) == len(set(labels))
