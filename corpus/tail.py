"""What follows the last clause: interpretation, recipients, signatures, print date (文末)."""

import re

from corpus.outline import Node
from corpus.paragraphs import Paragraph
from corpus.units import read_units

_COLOPHON = re.compile(
    r"(主\s?送|抄\s?送|内部发送|主\s?办：|督\s?办：|联系人|此件|信息公开"
    r"|附\s?件\s?(\d*[:：]|1[.．、])"
    r"|本(政策|办法|措施|通知|意见|规定|方案|细则|条例).{0,60}(解释|施行|实施|有效期)"
    r"|自.{2,12}起(施行|实施|执行)"
    r"|.{0,30}\d{4}年\d{1,2}月\d{1,2}日(印发)?$)")


def split_tail(last: Node) -> list[Paragraph]:
    """Take the paragraphs that follow the last clause off `last`, and return them.

    The tail begins after the statement of units, or with a phrase that belongs to a colophon.
    """
    closed = False
    for i, paragraph in enumerate(last.paragraphs):
        if i and (closed or _COLOPHON.match(paragraph.text)):
            tail = last.paragraphs[i:]
            del last.paragraphs[i:]
            return tail
        closed = closed or read_units(paragraph.text).start >= 0
    return []
