"""问政策: the chat page. It formats and calls; nothing is decided here."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from chat.loading import Pending
from chat.render import plain, render
from chat.wording import sentence
from corpus.errors import RongceError

STYLE = Path(__file__).with_name("style.css")
ANYWHERE = "不限地区"
EXAMPLES = (
    "黑龙江小微企业担保费率最高多少？",
    "我在洛阳开轴承厂，没有抵押物，想贷款，有什么政策？",
    "黔江的企业贷款快到期了，有没有能先垫一下的办法？",
    "洛阳和黑龙江的制造业贷款目标有什么不一样？",
)
_WAITING = "正在加载政策资料，第一次提问需要稍候几秒……"
_SEARCHING = "正在查找条款……"
_GREETING = "您好！请直接说您的问题或企业情况，我会按地区找到条款并给出原文。"
_SHOW_QUESTION = """() => {
  const box = document.querySelector("#chat .panel-wrap");
  const asked = [...document.querySelectorAll('#chat [data-testid="user"]')].pop();
  if (box && asked) box.scrollTop += asked.getBoundingClientRect().top
    - box.getBoundingClientRect().top - 12;
}"""
Talk = list[dict[str, str]]


def chat_page(assistant: Pending[Any], regions: Callable[[], list[str]]) -> None:
    """Add the chat to the Blocks that is open; `regions` lists the names to choose from."""
    gr.Markdown("# 融策通\n制造业金融政策问答：每一句话都注明所依据的条款。", elem_id="intro")
    talk = gr.State([])
    region = gr.Dropdown(regions(), value=ANYWHERE, label="企业所在地区", allow_custom_value=True,
                         info="可输入省、市、区县名称", elem_id="region")
    window = gr.Chatbot(label="对话", show_label=False, elem_id="chat", height="60vh",
                        buttons=["copy"], autoscroll=False, placeholder=_GREETING,
                        latex_delimiters=[], layout="panel")
    with gr.Row():
        box = gr.Textbox(show_label=False, label="您的问题", container=False, scale=8, lines=1,
                         max_lines=6, placeholder="例如：担保费率最高多少？", elem_id="question")
        send = gr.Button("发送", variant="primary", scale=1, min_width=80, elem_id="send")
    gr.Examples([[e] for e in EXAMPLES], [box], label="可以这样问", elem_id="examples")
    clear = gr.Button("开始新的对话", size="sm", elem_id="clear")
    gr.Markdown("回答取自公开政策原文，不构成审批承诺；条件以责任单位和银行审批为准。")

    def reply(question: str, place: str, past: Talk, shown: Talk) -> Iterator[tuple[Any, ...]]:
        yield from _reply(assistant, question, place, past, shown)

    outputs = [window, talk, box]
    for trigger in (box.submit, send.click):
        trigger(reply, [box, region, talk, window], outputs, api_name=False).then(
            None, js=_SHOW_QUESTION, api_name=False)
    for reset in (clear.click, window.clear):
        reset(lambda: ([], [], ""), None, outputs, api_name=False)


def region_choices(policies_dir: Path) -> list[str]:
    """Return the places to choose from: those with policies of their own, provinces, cities."""
    from corpus.library import load_policies
    from corpus.regions import table

    own = [p.region.full_name for p in load_policies(policies_dir) if len(p.region.code) > 1]
    rest = [r.full_name for r in table().values() if len(r.code) in (2, 4)]
    return list(dict.fromkeys([ANYWHERE, *own, *rest]))


def _reply(pending: Pending[Any], question: str, place: str, past: Talk,
           shown: Talk) -> Iterator[tuple[Any, ...]]:
    """Yield the window, the talk so far, and the text box, as the answer grows."""
    from chat.turn import Message

    base = [*shown, _message("user", plain(question))]
    turn = len(past) // 2 + 1
    yield [*base, _message("assistant", _SEARCHING if pending.ready else _WAITING)], past, ""
    try:
        assistant = pending.get()
        history = [Message(m["role"], m["content"]) for m in past]
        known = bool(place) and place != ANYWHERE
        chosen = assistant.understanding.mentions.place(place) if known else None
        for answer in assistant.reply(question, history=history, region=chosen):
            yield [*base, _message("assistant", render(answer, turn))], past, ""
    except RongceError as error:
        yield [*base, _message("assistant", sentence(error))], past, ""
        return
    spoken = [*past, _message("user", question), _message("assistant", answer.text)]
    yield [*base, _message("assistant", render(answer, turn))], spoken, ""


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}
