"""The white list as HTML: its entries with their last change, and the report of an import."""

from collections.abc import Sequence
from html import escape

from corpus.records.clock import shown
from matcher.desk.needs_view import place
from matcher.desk.whitelist import Entry, Imported
from matcher.desk.whitelist_file import COLUMNS
from matcher.panels import message, scroll_box

_MOST_LINES = 50


def entries_table(entries: Sequence[Entry], *, more: bool, edits: bool) -> str:
    """Return the entries, each with a button when `edits`; `more` when there are others."""
    if not entries:
        return message("没有符合条件的条目。")
    names = [*COLUMNS, "最后变更"]
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    count = f"共 {len(entries)} 条" if not more else f"只显示前 {len(entries)} 条，请缩小范围"
    rows = [_row(entry, edits=edits) for entry in entries]
    return (f'<p class="count" role="status">{count}</p>'
            + scroll_box("白名单", f"<thead><tr>{head}</tr></thead>", rows))


def report(done: Imported) -> str:
    """Return what an import did: how many rows, which were merged, which are bad and why."""
    told = (f"导入完成：新增 {done.added} 条，修改 {done.changed} 条，未变 {done.unchanged} 条；"
            f"合并 {len(done.merged)} 行，有问题 {len(done.problems)} 处。")
    parts = [message(told),
             _lines("没有导入的行（改好后可再次导入）", done.problems, opened=True),
             _lines("合并的行", done.merged)]
    return f'<section class="report">{"".join(parts)}</section>'


def removal(entry: Entry) -> str:
    """Return the question asked before an entry is removed."""
    project = f"（{entry.listed.project}）" if entry.listed.project else ""
    told = f"确定把“{entry.listed.firm}”{project}移出白名单吗？移出后不能恢复，但会留下记录。"
    return message(told, bad=True)


def _row(entry: Entry, *, edits: bool) -> str:
    told = entry.listed
    cells = [told.credit_code, told.project, place(told.region), told.bank, told.note]
    changed = (f'{escape(entry.change)}<br><span class="hint">{escape(entry.changed_by)} '
               f"{shown(entry.changed_at)[:16]}</span>")
    button = (f'<br><button type="button" data-id="{escape(entry.id)}" '
              f'aria-label="修改 {escape(told.firm)}">修改</button>') if edits else ""
    said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return (f'<tr><th scope="row">{escape(told.firm)}{button}</th>{said}'
            f"<td>{changed}</td></tr>")


def _lines(title: str, lines: Sequence[str], *, opened: bool = False) -> str:
    if not lines:
        return ""
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines[:_MOST_LINES])
    rest = len(lines) - _MOST_LINES
    more = f"<li>……另有 {rest} 处</li>" if rest > 0 else ""
    return (f'<details{" open" if opened else ""}><summary>{title}：{len(lines)}</summary>'
            f"<ul>{rows}{more}</ul></details>")
