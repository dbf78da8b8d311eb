"""Answer what is asked of a document itself: number, dates, issuers, status, who interprets it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from chat.answer import Answer, Citation, cite
from chat.blocks import markdown, note, place
from chat.understanding.kind import asks
from corpus.citation import document_name
from corpus.model import Clause, Policy, Status
from corpus.regions import Level, Region
from corpus.sentences import sentence_spans

_IN_FORCE = re.compile(
    r"自.{2,16}起(施行|实施|执行|生效)|有效期.{0,8}(年|月|日)|(同时|予以)废止|本\S{2,4}自.{2,12}(施行|实施)")


def describe(policy: Policy, question: str, regions: Sequence[Region] = ()) -> Answer:
    """Return what the letterhead of `policy` says; `regions` are the places asked about."""
    head, citations = policy.clauses[0], [_whole(policy, policy.clauses[0])]
    facts = list(_facts(policy))
    text = f"**《{markdown(document_name(policy))}》：{'；'.join(facts)}。**[1]"
    extra = [f"{markdown(text)}[1]" for text in _grounds(head, question)]
    for clause in _further(policy, question):
        citations.append(_whole(policy, clause))
        extra.append(f"{markdown(_sentence(policy, clause))}[{len(citations)}]")
    below = [region.name for region in regions if region.code]
    if not policy.region.code and below:
        extra.append(f"这是全国性文件，在{'、'.join(below)}同样适用。[1]")
    if asks("validity", "effect", question):
        stated = _effect(policy)
        for clause, sentence in stated:
            citations.append(_whole(policy, clause))
            extra.append(f"{markdown(sentence)}[{len(citations)}]")
        if not stated:
            extra.append("文件没有写施行日期和有效期。[1]")
    remark = note(policy)
    parts = [text, *extra, *([remark] if remark else [])]
    missing = _missing(policy, question) and len(citations) == 1
    if missing:
        parts.insert(0, "**文件中没有依据：文件没有写具体日期。**")
    return Answer("\n\n".join(parts), tuple(citations), refused=bool(missing),
                  reason="文件没有写日期" if missing else None)


def overview(policies: Sequence[Policy], lead: str = "收录的文件及其状态如下") -> Answer:
    """Return what each of `policies` is and where it stands, in one list."""
    lines, citations = [f"**{lead}。**"], []
    for number, policy in enumerate(policies, 1):
        citations.append(_whole(policy, policy.clauses[0]))
        facts = "；".join(_facts(policy))
        ended = "；所列目标期已过" if policy.targets_end else ""
        lines.append(f"- {place(policy)}《{markdown(policy.title)}》：{facts}{ended}。[{number}]")
    lines.append("文件没有写有效期的，是否仍在执行请向发文机关核实。")
    return Answer("\n".join(lines), tuple(citations))


def standings(question: str, sides: Sequence[Sequence[str]],
              policies: Sequence[Policy]) -> Answer | None:
    """Return where the documents compared stand, None unless that is what is asked of them."""
    if not asks("validity", "standing", question) or any(len(side) != 1 for side in sides):
        return None
    chosen = [policy for [side] in sides for policy in policies if policy.id == side]
    return overview(chosen, "这几份文件的状态如下")


def _facts(policy: Policy) -> Iterator[str]:
    if policy.level is not Level.UNKNOWN:
        yield "征求意见稿，尚未正式印发" if policy.status is Status.DRAFT else "正式印发的文件"
    yield f"文号{policy.number}" if policy.number else "没有文号"
    if policy.level is Level.UNKNOWN:
        yield "没有载明发文机关和适用地区"
    if policy.issuers:
        yield markdown(f"由{'、'.join(policy.issuers)}发文")
    for name, day in (("落款", policy.signed_on), ("印发", policy.printed_on)):
        if day and _stated(policy, day):
            yield f"{_chinese(day)}{name}"
    if not (policy.signed_on or policy.printed_on):
        yield "没有写发文日期"


def _effect(policy: Policy) -> list[tuple[Clause, str]]:
    """Return the sentences that say from when, until when the paper holds, with their clauses."""
    return [(clause, clause.text[start:end]) for clause in policy.clauses
            for start, end in sentence_spans(clause.text)
            if _IN_FORCE.search(clause.text[start:end])]


def _grounds(head: Clause, question: str) -> Iterator[str]:
    """Yield the sentences that name what the document implements, when that is asked for."""
    if asks("validity", "grounds", question):
        yield from (s.strip() for s in re.split("(?<=[。\n])", head.text)
                    if re.search("贯彻|落实|根据|按照|依据", s) and "《" in s)


def _missing(policy: Policy, question: str) -> bool:
    dated = policy.signed_on or policy.printed_on
    asked = asks("validity", "date", question) or asks("validity", "effect", question)
    return asked and not dated and policy.status is not Status.DRAFT


def _further(policy: Policy, question: str) -> Iterator[Clause]:
    """Yield clauses beyond the letterhead that the question needs."""
    last = policy.clauses[-1]
    printed_there = policy.printed_on and not _stated(policy, policy.printed_on)
    if last.label == "文末" and (asks("validity", "meaning", question) or (
            printed_there and asks("validity", "date", question))):
        yield last
    if policy.targets_end and asks("validity", "target", question):
        yield from (c for c in policy.clauses if f"到{policy.targets_end}年" in c.text)


def _sentence(policy: Policy, clause: Clause) -> str:
    """Return the part of `clause` to show: its sentence on the target year, or its first lines."""
    if clause.label == "文末":
        lines = clause.text.split("\n")
        return "；".join(dict.fromkeys((lines[0], lines[-1])))
    for sentence in re.split("(?<=。)", clause.text):
        if policy.targets_end and f"到{policy.targets_end}年" in sentence:
            return sentence.strip()
    return clause.text.split("\n")[0]


def _whole(policy: Policy, clause: Clause) -> Citation:
    return cite(policy, clause, 0, len(clause.text))


def _stated(policy: Policy, day: date) -> bool:
    return _chinese(day) in policy.clauses[0].text


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
