"""For tests of the desk: talks with answers, as visitors leave them."""

from chat.answer import Answer, Citation
from chat.talks.conversations import Conversations
from chat.trace import Trace
from corpus.records.visitors import Visitors
from corpus.regions import table
from eval.review.seen import Key

PHONE = "13800138000"
CLAUSE, OTHER = "heilongjiang-2023#（十七）", "heilongjiang-2023#（九）"


def cited(*clauses, region="23", text="**不超过 1.5%。**[1]"):
    """Return an answer that cites `clauses`."""
    return Answer(text, tuple(Citation(c, c.split("#")[1], "若干措施", None,
                                       "担保费率不超过1.5%，其他另定", (0, 9)) for c in clauses),
                  region=None if region is None else table()[region],
                  trace=Trace(((CLAUSE, 9.5), (OTHER, 3.25))))


def refused(reason="没有相关条款", region="23"):
    """Return a refusal."""
    return Answer("**文件中没有依据。**", refused=True, reason=reason,
                  region=None if region is None else table()[region],
                  trace=Trace(((OTHER, 1.5),), "nothing"))


def asker(records):
    """Return a new visitor."""
    return Visitors(records).add()[0]


def told(records, who, *turns):
    """Save a talk of (question, answer) pairs; return the keys of the answers."""
    talks = Conversations(records)
    talk, keys = talks.start(who), []
    for question, answer in turns:
        asked = talks.ask(who, talk, question)
        versions = sorted({c.policy_id for c in answer.citations})
        keys.append(Key(talk, talks.reply(who, talk, answer, reply_to=asked, versions=versions)))
    return keys
