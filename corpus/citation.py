"""How officials write down where a thing stands: 《…》（文号）（十七）, and its address here."""

from urllib.parse import quote

from corpus.model import Clause, Policy, Status


def document_name(policy: Policy) -> str:
    """Return the title, marked when it is a draft."""
    return f"{policy.title}（征求意见稿）" if policy.status is Status.DRAFT else policy.title


def official_form(document: str, number: str | None, label: str) -> str:
    """Return 《document》（number）label; a label that is a bare number becomes 第12条."""
    printed = f"（{number}）" if number else ""
    return f"《{document}》{printed}{spoken_label(label)}"


def spoken_label(label: str) -> str:
    """Return a label as it is read in a text: 12 becomes 第12条, others stay."""
    return f"第{label}条" if label.isdecimal() else label


def official(policy: Policy, clause: Clause) -> str:
    """Return the citation of `clause` as officials write it."""
    return official_form(document_name(policy), policy.number, clause.label)


def source_address(policy_id: str, label: str, span: tuple[int, int], version: str = "") -> str:
    """Return the path of the policy's page, at the clause, with `span` of the source marked.

    `version` is that of the text in which the span stands, "" for the one in force.
    """
    which = f"&version={version}" if version else ""
    return f"/policy/{quote(policy_id)}?start={span[0]}&end={span[1]}{which}#{quote(label)}"
