"""Say what the documents do not hold, and offer the nearest clause as a way on."""

from chat.answer import Answer
from chat.blocks import Block, block, where
from chat.evidence import Wanted
from chat.support import Reason, Support
from chat.understanding.kind import Figure
from chat.understanding.turn import Turn
from corpus.regions import Level
from indexing.search import Hit

_MISSING = {
    Figure.RATE: "比例或利率", Figure.MONEY: "金额", Figure.TIME: "时间或期限",
    Figure.COUNT: "数量", Figure.CONTACT: "联系方式、地址或办公时间",
    Figure.PROCEDURE: "申请材料或办理流程", Figure.PERSON: "这是哪一位"}
_BUDGET = 140  # characters quoted of the nearest clause
_NO_BASIS = "文件中没有依据"


def refuse(turn: Turn, support: Support, want: Wanted) -> Answer:
    """Return the answer to a turn that is not supported."""
    if support.reason is Reason.OUT_OF_SCOPE or not support.hits:
        return Answer(f"**{_NO_BASIS}。** 这里只回答制造业金融政策和产品的问题；"
                      "请说明您的地区和想了解的政策，例如担保、贴息、续贷。",
                      refused=True, reason="与政策文件无关")
    hit = support.hits[0]
    piece = block(hit, want, budget=_BUDGET)
    hint = f"{piece.lead}{piece.rest}[1]"
    who = f"\n\n可问：{piece.units}。[1]" if piece.units else ""
    if support.reason is Reason.NO_FIGURE and support.figure:
        return _without_figure(support, piece, want)
    if support.reason is Reason.NO_LOCAL:
        places = "、".join(region.full_name for region in turn.regions)
        text = (f"**{_NO_BASIS}：没有收录{places}的文件。** "
                f"适用的国家规定是{where(hit)}，没有作具体规定：{hint}")
        return Answer(text, (piece.citation,), refused=True, reason="没有当地的文件")
    if support.reason is Reason.OTHER_REGION:
        places = "、".join(region.full_name for region in turn.regions)
        text = (f"**{_NO_BASIS}：没有收录适用于{places}的相关规定。** {where(hit)}有相近内容，"
                f"{_only_for(hit)}：{hint}")
        return Answer(text, (piece.citation,), refused=True, reason="只有其他地区的规定")
    text = f"**{_NO_BASIS}。** 最接近的是{where(hit)}，供参考：{hint}{who}"
    return Answer(text, (piece.citation,), refused=True, reason="没有相关条款")


def not_chinese() -> Answer:
    """Return the answer to a question in another language."""
    return Answer(f"**{_NO_BASIS}：没有读懂。** 请用中文提问，例如“担保费率最高多少？”。",
                  refused=True, reason="不是中文问题")


def _only_for(hit: Hit) -> str:
    """Say where the clause of `hit` applies, and that it cannot be used elsewhere."""
    if hit.policy.level is Level.UNKNOWN:
        return "但没有载明适用地区，不能当作当地规定"
    return f"只适用于{hit.policy.region.full_name}，不能套用"


def _without_figure(support: Support, piece: Block, want: Wanted) -> Answer:
    """Return what the nearest clause says instead of the figure, and whose rule states one."""
    nearest, *elsewhere = support.hits
    missing = _MISSING[support.figure] if support.figure else ""
    if want.matter.label and support.figure in (Figure.RATE, Figure.MONEY):
        missing = want.matter.label
    parts = [f"**{_NO_BASIS}：文件没有写{missing}。** {where(nearest)}只说："
             f"{piece.lead}{piece.rest}[1]", f"可问：{piece.units}。[1]" if piece.units else ""]
    citations = [piece.citation]
    for hit in elsewhere:
        other = block(hit, want, budget=_BUDGET)
        citations.append(other.citation)
        parts.append(f"{where(hit)}写有这类数额，{_only_for(hit)}：{other.lead}[{len(citations)}]")
    return Answer("\n\n".join(filter(None, parts)), tuple(citations), refused=True,
                  reason=f"条款没有写{missing}")
