"""Lines that keep an answer from being misread: whose rule it is, what the text leaves open."""

import re
from collections.abc import Sequence

from chat.blocks import place
from chat.understanding.kind import asks
from chat.understanding.turn import Turn
from corpus.regions import Level
from indexing.search import Hit

_NEARLY = 0.7  # of the best score: a clause of another place is mentioned


def elsewhere(hits: Sequence[Hit]) -> str:
    """Say that the best clause is one place's rule, and name other places that have one too."""
    best = hits[0]
    if best.policy.level in (Level.NATION, Level.UNKNOWN):
        return ""
    others: dict[str, str] = {}
    for hit in hits[1:]:
        near = hit.policy.region.code and hit.score >= _NEARLY * best.score and hit.clause.title
        if near and hit.policy.region != best.policy.region:
            others.setdefault(place(hit.policy), f"“{hit.clause.title}”")
    rest = "；".join(f"{name}见{title}" for name, title in others.items())
    other = f"其他地区的规定不同：{rest}。" if rest else ""
    return f"这是{place(best.policy)}的规定，只适用于当地。{other}请补充企业所在地区。"


def no_procedure(turn: Turn, hit: Hit) -> str:
    """Say that the clause tells no way to apply, when that is asked for."""
    told = re.search("申请|申报|登记|注册", hit.clause.text)
    if told or not asks("scope", "apply", turn.question):
        return ""
    return "文件没有写具体的申请材料和办理流程，请向上述单位咨询。"
