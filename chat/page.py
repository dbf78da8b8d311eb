"""问政策: the chat page. It formats and calls; what is said is decided elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from chat import page_parts
from chat.firm_part import firm_html, firm_part
from chat.opinion_part import opinion_part, opinion_view
from chat.region_part import ANYWHERE
from chat.render import plain
from chat.suggest import MOST, suggestions
from chat.talks import Asker, Talk, Talks
from chat.wording import sentence
from corpus.errors import RongceError

EXAMPLES = (
    "黑龙江小微企业担保费率最高多少？",
    "我在洛阳开轴承厂，没有抵押物，想贷款，有什么政策？",
    "黔江的企业贷款快到期了，有没有能先垫一下的办法？",
    "洛阳和黑龙江的制造业贷款目标有什么不一样？",
)
_WAITING = "正在加载政策资料，第一次提问需要稍候几秒……"
_SEARCHING = "正在查找条款……"
_GREETING = "您好！请直接说您的问题或企业情况，我会按地区找到条款并给出原文。"
_LONGEST_SHOWN = 500  # characters of a question that cannot be answered
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
View = tuple[Any, ...]


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
    firm: gr.HTML
    fix: gr.Textbox

    def changing(self, opinion: list[Any]) -> list[Any]:
        """Return what an event changes, in the order of `_view`."""
        return [self.window, self.talk, self.talk_id, self.tools, self.past, self.firm, *opinion,
                self.examples, *self.suggested, self.box]


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
            firm, fix = firm_part()
            gr.Markdown("### 以前的对话")
            past = gr.HTML(page_parts.history((), None), elem_id="past")
    gr.Markdown("回答取自公开政策原文，不构成审批承诺；条件以责任单位和银行审批为准。")
    parts = _Parts(region, window, suggested, box, send, examples, tools, clear, past, talk,
                   talk_id, firm, fix)
    _wire(blocks, parts, parts.changing(opinion), talks, ready)
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


def _wire(blocks: gr.Blocks, parts: _Parts, shown: list[Any], talks: Talks,
          ready: Callable[[], bool]) -> None:
    def reply(question: str, place: str, fix: str, talk: Talk,
              request: gr.Request) -> Iterator[View]:
        asker = Asker(dict(request.cookies), "" if place in ("", ANYWHERE, None) else place,
                      {"text": fix.strip()} if fix.strip() else None)
        yield from _reply(talks, asker, talk, question, _SEARCHING if ready() else _WAITING)

    def resume(talk_id: str, request: gr.Request) -> View:  # keeps what was typed meanwhile
        return *_resumed(talks, dict(request.cookies), talk_id)[:-1], gr.skip()

    triggers = [(parts.box.submit, parts.box), (parts.send.click, parts.box)]
    triggers += [(button.click, button) for button in parts.suggested]
    for trigger, asked in triggers:
        trigger(reply, [asked, parts.region, parts.fix, parts.talk], shown, api_name=False).then(
            None, [parts.talk_id], None, js=_REMEMBER, api_name=False).then(
            None, js=_SHOW_QUESTION, api_name=False)
    for reset in (parts.clear.click, parts.window.clear):
        reset(resume, [gr.State("")], shown, api_name=False).then(
            None, [parts.talk_id], None, js=_REMEMBER, api_name=False)
    blocks.load(resume, [parts.talk_id], shown, js=_ASKED_FOR, api_name=False).then(
        None, [parts.talk_id], None, js=_REMEMBER, api_name=False)


def _reply(talks: Talks, asker: Asker, talk: Talk, question: str, waiting: str) -> Iterator[View]:
    """Yield what changes as the answer grows."""
    try:
        talk = talks.whole(asker.cookies, talk)
    except RongceError:  # told when the answer cannot be saved
        talk = replace(talk, id=None)
    base = page_parts.window(talk.messages)
    base.append({"role": "user", "content": plain(question[:_LONGEST_SHOWN])})
    kept: View = (gr.skip(),) * 9  # id, tools, past talks, firm, opinion, examples
    yield [*base, _said(waiting)], talk.kept, *kept, *_buttons(()), ""
    try:
        for current in talks.ask(asker, talk, question):
            if current.growing:
                yield page_parts.window(current.messages), talk.kept, *kept, *_buttons(()), ""
        told = firm_html(talks.firm(current, (asker.profile or {}).get("text", "")))
        yield _view(current, page_parts.history(talks.list(asker.cookies), current.id), told)
    except RongceError as error:
        yield [*base, _said(sentence(error))], talk.kept, *kept, *_buttons(()), ""


def _resumed(talks: Talks, cookies: dict[str, str], talk_id: str) -> View:
    try:
        talk = talks.resume(cookies, talk_id or None)
        past = page_parts.history(talks.list(cookies), talk.id)
        return _view(talk, past, firm_html(talks.firm(talk, "")))
    except RongceError as error:
        return _view(Talk(note=sentence(error)), "", firm_html(()))


def _view(talk: Talk, past: str, firm: str) -> View:
    """Return what the page shows of `talk`, in the order of `_Parts.changing`."""
    last = talk.last_answer
    next_asked = suggestions(last.answer) if last else ()
    return (page_parts.window(talk.messages), talk.kept, talk.id or "", page_parts.tools(talk),
            past, firm, *opinion_view(answered=last is not None),
            gr.update(visible=not talk.messages), *_buttons(next_asked), "")


def _buttons(texts: Sequence[str]) -> list[Any]:
    shown = [gr.update(value=text, visible=True) for text in texts]
    return [*shown, *[gr.update(visible=False)] * (MOST - len(shown))]


def _said(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}
