"""A whole document, clause by clause: 列出黑龙江所有措施, 黔江文件的目录, 一共多少条."""

import re
from collections.abc import Iterator, Sequence

from chat.answer import Answer, Citation, cite
from chat.blocks import markdown, note, place
from chat.understanding.kind import is_command
from chat.understanding.mentions import Mentions
from chat.understanding.turn import Turn
from chat.validity import overview
from corpus.model import Clause, Policy
from corpus.sentences import sentence_spans

_ALL = re.compile(r"列|所有|全部|都有|目录|大纲|提纲|一条一条|逐条|几条|多少条|哪些条"
                  r"|有哪些(?=措施|条款|任务|内容)|哪些文件|几份文件")
_OF_PAPER = re.compile(r"措施|条款|条文|任务|内容|目录|大纲|提纲|几条|多少条|一条一条|逐条|规定"
                       r"|政策|文件")
_HOW_MANY = re.compile(r"几条|多少条")
_PAPERS = re.compile(r"(所有|全部|哪些|几份|多少份)的?(政策)?文件")
_FRAME = re.compile(
    r"列(?:出来?|一下|举)?|所有|全部|都有|目录|大纲|提纲|一条一条|逐条|多少|几[条份]|哪些|哪几|什么|啥"
    r"|一共|总共|共|若干|重点|主要|具体|整个|全文|收录|措施|条款|条文|任务|内容|规定|政策|文件|方案|通知"
    r"|意见稿|征求|年|版|份|条|讲|说|写|把|给我|请|帮我|一下|那|这|的|了|里|有|都|是|出来|和|与|及"
    r"|[\d？?。！!，,、：: ]")
_FRONT_AND_END = ("文首", "文末")
_LONGEST = 44  # characters of a line for a clause without a title


def whole_document(turn: Turn, policies: Sequence[Policy], mentions: Mentions) -> Answer | None:
    """Return every clause of the documents that `turn` asks to list; None when it does not."""
    question = turn.question
    if turn.sides or is_command(question) or not _ALL.search(question):
        return None
    if not _OF_PAPER.search(question) or len(_FRAME.sub("", mentions.stripped(question))) > 1:
        return None
    asked = turn.policies or tuple(
        policy for region in turn.regions for policy in mentions.of_region(region))
    about = [policy for policy in policies if policy.id in asked]
    if not about:
        return overview(policies) if _PAPERS.search(question) else None
    return _listed(about, counted=bool(_HOW_MANY.search(question)))


def _listed(policies: Sequence[Policy], *, counted: bool) -> Answer:
    lines: list[str] = []
    citations: list[Citation] = []
    for policy in policies:
        clauses = [c for c in policy.clauses if c.label not in _FRONT_AND_END]
        number = f"共 {len(clauses)} 条，" if counted else ""
        lines.append(f"**{place(policy)}《{markdown(policy.title)}》的条款{number}已全部列出。**")
        path: tuple[str, ...] = ()
        for clause in clauses:
            if clause.heading_path and clause.heading_path != path:
                path = clause.heading_path
                lines.append(f"\n{markdown(path[-1])}\n")
            start, end = _headline(clause)
            citations.append(cite(policy, clause, start, end))
            said = clause.text[start:end].rstrip("。；\n")
            lines.append(f"- {_number(clause)}{markdown(said)}[{len(citations)}]")
        lines += ["", *_remark(policy)]
    return Answer("\n".join(lines).rstrip(), tuple(citations))


def _headline(clause: Clause) -> tuple[int, int]:
    """Return the span of the title of `clause`, else of its first sentence, cut where too long."""
    if clause.title:
        return 0, len(clause.title)
    start, end = sentence_spans(clause.text)[0]
    return start, min(end, start + _LONGEST)


def _number(clause: Clause) -> str:
    return f"{clause.label}. " if clause.label.isdecimal() else f"{clause.label} "


def _remark(policy: Policy) -> Iterator[str]:
    if remark := note(policy):
        yield f"{remark}\n"
