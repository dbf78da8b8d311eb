"""问政策: the chat page. It formats and calls; what is said is decided elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from chat.talks.suggest import MOST
from chat.talks.talks import Asker, Talk, Talks
from chat.web import page_parts
from chat.web.firm_part import FirmPart, correction, firm_part
from chat.web.opinion_part import opinion_part
from chat.web.page_view import GROWING, View, answering, beside, resumed
from chat.web.region_part import ANYWHERE
from chat.wording import sentence
from corpus.errors import RongceError
from matcher.form import FirmForm
from matcher.panels import QUIET, message

EXAMPLES = (
    "黑龙江小微企业担保费率最高多少？",
    "我在洛阳开轴承厂，没有抵押物，想贷款，有什么政策？",
    "黔江的企业贷款快到期了，有没有能先垫一下的办法？",
    "洛阳和黑龙江的制造业贷款目标有什么不一样？",
)
_WAITING = "正在加载政策资料，第一次提问需要稍候几秒……"
_SEARCHING = "正在查找条款……"
_GREETING = "您好！请直接说您的问题或企业情况，我会按地区找到条款并给出原文。"
_UNCHANGED = "没有改动的项。改好后再点一次；清空一项表示“不清楚”。"
# The talk of a tab stands in its session storage, not in its address: marks lead to "#c1-1", which
# the page's base address would turn into another page behind "?c=".
_ASKED_FOR = """() => {
  const asked = new URLSearchParams(location.search).get("c");
  if (asked) history.replaceState(null, "", location.pathname);
  return [asked || sessionStorage.getItem("talk") || ""];
}"""
_REMEMBER = """(id) => {
  document.querySelectorAll("#chat .panel-wrap").forEach(box => box.tabIndex = 0);
  if (id) sessionStorage.setItem("talk", id); else sessionStorage.removeItem("talk");
}"""
_SHOW_QUESTION = """() => {
  const box = document.querySelector("#chat .panel-wrap");
  const asked = [...document.querySelectorAll('#chat [data-testid="user"]')].pop();
  if (box && asked) box.scrollTop += asked.getBoundingClientRect().top
    - box.getBoundingClientRect().top - 12;
}"""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the page; `talk_id` is what the tab remembers."""

    region: gr.Dropdown
    window: gr.Chatbot
    suggested: list[gr.Button]
    box: gr.Textbox
    send: gr.Button
    examples: Any
    tools: gr.HTML
    clear: gr.Button
    past: gr.HTML
    talk: gr.State
    talk_id: gr.Textbox
    firm: FirmPart

    def changing(self, opinion: list[Any]) -> list[Any]:
        """Return what an event changes, in the order of `_view`."""
        return [self.window, self.talk, self.talk_id, *self.suggested, self.box, self.tools,
                self.past, *self.firm.shown, *opinion, self.examples]


def chat_page(blocks: gr.Blocks, talks: Talks, ready: Callable[[], bool],
              regions: Callable[[], list[str]]) -> None:
    """Add the chat to `blocks`, which is open; `regions` lists the names to choose from."""
    with gr.Row():
        with gr.Column(scale=4, min_width=320):
            talk, talk_id = gr.State(Talk()), gr.Textbox("", visible=False)
            region = gr.Dropdown(
                regions(), value=ANYWHERE, label="企业所在地区", allow_custom_value=True,
                info="可输入省、市、区县名称", elem_id="region")
            window = gr.Chatbot(
                label="对话", show_label=False, elem_id="chat", height="60vh", buttons=["copy"],
                autoscroll=False, placeholder=_GREETING, latex_delimiters=[], layout="panel")
            opinion = opinion_part(talks, talk)
            suggested, box, send, examples = _asking()
            with gr.Row():
                tools = gr.HTML("", min_width=240)
                clear = gr.Button("开始新的对话", size="sm", min_width=120, elem_id="clear")
        with gr.Column(scale=1, min_width=220):
            firm = firm_part()
            gr.Markdown("### 以前的对话")
            past = gr.HTML(page_parts.history((), None), elem_id="past")
    gr.Markdown("回答取自公开政策原文，不构成审批承诺；条件以责任单位和银行审批为准。")
    parts = _Parts(region, window, suggested, box, send, examples, tools, clear, past, talk,
                   talk_id, firm)
    shown = parts.changing(opinion)
    _wire(blocks, parts, shown, _Events(talks, ready, len(shown) - GROWING))
    blocks.load(lambda: gr.update(choices=regions()), None, region, api_name=False,
                show_progress="hidden")


def _asking() -> tuple[list[gr.Button], gr.Textbox, gr.Button, Any]:
    """Add where a question is typed or chosen."""
    with gr.Row(elem_id="suggested"):
        suggested = [gr.Button("", size="sm", visible=False, min_width=120)
                     for _ in range(MOST)]
    with gr.Row():
        box = gr.Textbox(show_label=False, label="您的问题", container=False, scale=8, lines=1,
                         max_lines=6, placeholder="例如：担保费率最高多少？", elem_id="question")
        send = gr.Button("发送", variant="primary", scale=1, min_width=80, elem_id="send")
    examples = gr.Examples([[e] for e in EXAMPLES], [box], label="可以这样问", elem_id="examples")
    return suggested, box, send, examples.dataset


class _Events:
    """What happens on the page; `rest` counts the parts that stand around the talk."""

    def __init__(self, talks: Talks, ready: Callable[[], bool], rest: int) -> None:
        self._talks, self._ready, self._rest = talks, ready, rest

    def reply(self, question: str, place: str, talk: Talk, request: gr.Request) -> Iterator[View]:
        """Answer a question."""
        asker = Asker(dict(request.cookies), "" if place in ("", ANYWHERE, None) else place)
        waiting = _SEARCHING if self._ready() else _WAITING
        yield from answering(self._talks, asker, talk, question, waiting)

    def after(self, talk: Talk, request: gr.Request) -> View:
        """Show what stands around the talk."""
        return beside(self._talks, dict(request.cookies), talk)

    def correct(self, request: gr.Request, place: str, talk: Talk, before: FirmForm,
                *fields: Any) -> Iterator[View]:
        """Answer anew with the firm as the form has it, or say what is wrong with the form."""
        try:
            told, wrong = correction(before, fields), message(_UNCHANGED)
        except RongceError as error:
            told, wrong = "", message(sentence(error), bad=True)
        if told:
            yield from ((*view, "") for view in self.reply(told, place, talk, request))
        else:
            yield *[gr.skip()] * GROWING, wrong

    def after_correction(self, talk: Talk, wrong: str, request: gr.Request) -> View:
        """Show what stands around the talk; what was typed stays where it was `wrong`."""
        return (gr.skip(),) * self._rest if wrong else self.after(talk, request)

    def resume(self, talk_id: str, request: gr.Request) -> View:
        """Show a talk of before; what was typed meanwhile stays."""
        view = resumed(self._talks, dict(request.cookies), talk_id)
        return *view[: GROWING - 1], gr.skip(), *view[GROWING:]


def _wire(blocks: gr.Blocks, parts: _Parts, shown: list[Any], events: _Events) -> None:
    growing, rest, firm = shown[:GROWING], shown[GROWING:], parts.firm
    triggers = [(parts.box.submit, parts.box), (parts.send.click, parts.box)]
    triggers += [(button.click, button) for button in parts.suggested]
    for trigger, asked in triggers:
        _remembered(parts, trigger(events.reply, [asked, parts.region, parts.talk], growing,
                                   api_name=False)).then(events.after, parts.talk, rest, **QUIET)
    _remembered(parts, firm.send.click(
        events.correct, [parts.region, parts.talk, firm.before, *firm.fields],
        [*growing, firm.note], api_name=False)).then(
        events.after_correction, [parts.talk, firm.note], rest, **QUIET)
    for reset in (parts.clear.click, parts.window.clear):
        reset(events.resume, [gr.State("")], shown, api_name=False).then(
            None, [parts.talk_id], None, js=_REMEMBER, api_name=False)
    blocks.load(events.resume, [parts.talk_id], shown, js=_ASKED_FOR, api_name=False).then(
        None, [parts.talk_id], None, js=_REMEMBER, api_name=False)


def _remembered(parts: _Parts, answered: Any) -> Any:
    """Let the tab remember the talk after an answer, and show where the answer begins."""
    return answered.then(None, [parts.talk_id], None, js=_REMEMBER, api_name=False).then(
        None, js=_SHOW_QUESTION, api_name=False)
