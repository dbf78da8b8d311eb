"""The agreement of reviewers as HTML: κ with n, the table of verdicts, the answers to talk over."""

from collections.abc import Sequence
from html import escape

from eval.review.agreement import Agreement, Difference
from eval.review.sampling import Verdict
from matcher.panels import message, scroll_box

_HEAD = ("编号", "问题", "当时的回答", "{0}", "{1}", "说明")
_SCALE = ((0.8, "几乎完全一致"), (0.6, "较一致"), (0.4, "中等"), (0.2, "较弱"), (-1.0, "很弱"))


def agreements_html(found: Sequence[Agreement]) -> str:
    """Return how each pair agrees."""
    if not found:
        return message("还没有两位复核人都判断过的回答。"
                       "两人用同样的天数、条数和种子抽样，就会抽到同样的回答。")
    return "".join(map(_one, found))


def _one(pair: Agreement) -> str:
    first, second = pair.names
    same = sum(n for (a, b), n in pair.table.items() if a == b)
    return (f'<section class="agreement"><h4>{escape(first)} 与 {escape(second)}</h4>'
            f"<p>{_kappa(pair)}，共同判断 n = {pair.n} 条，相同 {same} 条"
            f"（{same / pair.n:.1%}）。</p>{_table(pair)}{_differences(pair)}</section>")


def _kappa(pair: Agreement) -> str:
    if pair.kappa is None:
        return "κ 没有定义（两人的判断全是同一种）"
    word = next(word for least, word in _SCALE if pair.kappa >= least)
    return f"Cohen’s κ = <b>{pair.kappa:.2f}</b>（{word}）"


def _table(pair: Agreement) -> str:
    first, second = map(escape, pair.names)
    head = "".join(f'<th scope="col">{second}：{v.value}</th>' for v in Verdict)
    rows = []
    for a in Verdict:
        cells = "".join(f"<td>{pair.table[a.value, b.value]}</td>" for b in Verdict)
        rows.append(f'<tr><th scope="row">{first}：{a.value}</th>{cells}</tr>')
    return scroll_box("判断对照", f'<thead><tr><th scope="col">判断</th>{head}</tr></thead>', rows)


def _differences(pair: Agreement) -> str:
    if not pair.differences:
        return ""
    head = "".join(f'<th scope="col">{escape(name.format(*pair.names))}</th>' for name in _HEAD)
    return ("<h5>判断不同的回答，供商量</h5>"
            + scroll_box("判断不同的回答", f"<thead><tr>{head}</tr></thead>",
                         [_row(one, pair.names) for one in pair.differences]))


def _row(one: Difference, names: tuple[str, str]) -> str:
    notes = "；".join(f"{name}：{note}" for name, note in zip(names, one.notes, strict=True)
                     if note)
    cells = (one.question, one.answer, *one.verdicts, notes)
    said = "".join(f'<td{" class=wide" if len(cell) > 8 else ""}>{escape(cell)}</td>'
                   for cell in cells)
    return f'<tr><th scope="row">{one.key.short}</th>{said}</tr>'
