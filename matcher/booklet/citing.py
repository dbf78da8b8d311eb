"""Name a policy and its clauses as officials do, and say where the policy stands."""

from corpus.model import Clause, Policy, Status


def document_name(policy: Policy) -> str:
    """Return the title, marked when it is a draft."""
    return f"{policy.title}（征求意见稿）" if policy.status is Status.DRAFT else policy.title


def clause_name(clause: Clause) -> str:
    """Return the label as it is said: 第12条, （十七）."""
    return f"第{clause.label}条" if clause.label.isdecimal() else clause.label


def official(policy: Policy, clause: Clause | None = None) -> str:
    """Return the citation as officials write it: 《…》（文号）（十七）."""
    number = f"（{policy.number}）" if policy.number else ""
    return f"《{document_name(policy)}》{number}{clause_name(clause) if clause else ''}"


def mark(policy: Policy) -> str:
    """Return the short mark of a paper that is not simply in force; "" for one that is."""
    if policy.status is Status.DRAFT:
        return "征求意见稿"
    return f"目标期至{policy.targets_end}年" if policy.targets_end else ""


def caution(policy: Policy) -> str:
    """Return what must be said of the standing of a policy; "" when there is nothing."""
    if policy.status is Status.DRAFT:
        return "征求意见稿，尚未正式印发，请向责任单位核实。"
    if policy.targets_end:
        return (f"阶段性方案，所列目标期至{policy.targets_end}年，已过，"
                "是否仍在执行请向责任单位核实。")
    return ""
