"""What to ask next after an answer: only what the documents or the offers can answer."""

from collections.abc import Iterator

from chat.answer import Answer

MOST = 3


def suggestions(answer: Answer | None) -> tuple[str, ...]:
    """Return at most three questions that lead on from `answer`."""
    return tuple(dict.fromkeys(_leads(answer)))[:MOST] if answer and answer.done else ()


def _leads(answer: Answer) -> Iterator[str]:
    if answer.products:
        yield "第一个要什么条件？"
        yield "还差什么？"
        yield "能叠加担保或贴息吗？"
    if not answer.citations:
        return
    if "责任单位" not in answer.text and "牵头单位" not in answer.text:
        yield "这事归哪个部门管？"
    if "征求意见稿" in answer.citations[0].document:
        yield "这份文件正式印发了吗？"
    if any(c.policy_id != answer.citations[0].policy_id for c in answer.citations[1:]):
        yield "这几份文件的规定有什么不一样？"
    yield "全国层面怎么规定？"
    yield "这份文件的文号是什么？"
