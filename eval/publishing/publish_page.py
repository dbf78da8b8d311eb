"""管理: bring in a paper or a catalog, see what it changes, publish, withdraw, restore.

Nothing takes effect before it is published; each event asks anew who is there.
"""

import gradio as gr

from eval.desk.tools import DeskTools
from eval.publishing.document_part import document_part
from eval.publishing.draft_part import draft_part


def publish_page(page: gr.Blocks, tools: DeskTools) -> None:
    """Add the page to the open tab of `page`."""
    gr.Markdown("## 管理\n上传政策文件或产品库，核对读到的内容和会改变什么，再发布；"
                "发布错了可以撤回，旧版可以恢复。")
    told = gr.HTML(elem_id="p-told")
    published = draft_part(page, tools, told)
    document_part(page, tools, told, published)
