"""Replies that need no document: greeting, thanks, anger without a question."""

from chat.answer import Answer
from chat.understanding.kind import Kind, asks
from chat.understanding.turn import Turn

_GREETING = ("您好，我是融策通，可以按地区查制造业金融政策的条款和产品。请直接说您的情况，例如："
             "“黑龙江担保费率最高多少？”或“我们在洛阳，没有抵押物，有什么政策？”")
_THANKS = "不客气。办理前请以责任单位和银行的答复为准；还有问题可以接着问。"
_ANGER = ("理解您的着急。请告诉我企业在哪个市或区县、要办什么（贷款、续贷、担保……）、"
          "卡在哪一步，我把对应的条款和责任单位找给您。")
_LEAST_SHARE = 0.3  # from here on an angry turn is taken to ask something
_SHORT = 25  # characters; a longer complaint has a question in it


def small_talk(turn: Turn, *, share: float) -> Answer | None:
    """Return the reply to a turn that asks nothing of the documents, else None.

    `share` is how much of the weight of its words the best clause holds.
    """
    if turn.kind is Kind.GREETING:
        return Answer(_GREETING)
    if turn.kind is Kind.THANKS:
        return Answer(_THANKS)
    angry = asks("scope", "anger", turn.question) and len(turn.question) <= _SHORT
    if angry and share < _LEAST_SHARE:
        return Answer(_ANGER, ask=("region", "purpose"))
    return None
