"""The head of the pages of bank and policy staff: whose it is, who is signed in, the way out."""

from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.context import Context

from corpus.errors import RongceError
from corpus.records.doorway import Doorway

if TYPE_CHECKING:
    from corpus.records.people import Account

# what the parts of the page say by themselves, for those who read by ear
_IN_CHINESE = """
document.documentElement.lang = "zh-CN";
const rename = () => document.querySelectorAll('[aria-label="More tabs"]').forEach(
  (part) => part.setAttribute("aria-label", "更多标签"));
new MutationObserver(rename).observe(document.body, {subtree: true, childList: true});
rename();
"""


def staff_head(title: str, doorway: Doorway) -> None:
    """Add the head to the Blocks that is open; the name of the account comes with the page."""
    head = gr.HTML(_head(title, None), elem_classes="lk", apply_default_css=False,
                   js_on_load=_IN_CHINESE)

    def named(request: gr.Request) -> str:
        try:
            return _head(title, doorway.account(dict(request.cookies)))
        except RongceError:
            return _head(title, None)

    root: Any = Context.root_block
    root.load(named, None, head, api_name=False, show_progress="hidden")


def _head(title: str, account: "Account | None") -> str:
    who = " · ".join(filter(None, (account.name, account.institution))) if account else ""
    return (
        f'<header class="staff-head"><h1>{escape(title)}</h1>'
        f'<span class="staff-who">{escape(who)}</span><a href="/password">修改密码</a>'
        '<form method="post" action="/logout"><button>退出</button></form></header>')
