"""复核 · 抽样: answers drawn at random, judged one after the other, and how reviewers agree.

Nobody sees what another said of an answer before having judged it.
"""

from typing import Any

import gradio as gr

from corpus.errors import FormError, NotFound, RongceError
from eval.desk.tools import DeskTools
from eval.review.agreement import agreements
from eval.review.agreement_view import agreements_html
from eval.review.library import Library
from eval.review.sampling import Verdict, draw, judge, read_drawn
from eval.review.seen import Key
from eval.review.seen_view import seen_html
from matcher.number_field import number_box, read_number
from matcher.panels import QUIET, message

_NONE = "没有可抽的回答：这段时间没有人提问，或回答都已评价过，或您都判断过了。"
_SHOW = "() => document.querySelector('#r-told')?.scrollIntoView({behavior: 'smooth'})"
_INTRO = ("从没有人评价过的回答里随机抽取，按地区（省）和是否回答的比例分层。种子、天数和条数相同，"
          "两位复核人就抽到同样的回答；判断时看不到别人的判断，判断后不能改。")


def sampling_page(tools: DeskTools) -> None:
    """Add the page to the open tab."""
    handlers = _Sampling(tools)
    gr.Markdown(f"## 抽样复核\n{_INTRO}")
    with gr.Row():
        size = number_box("抽取条数", "r-size", info="不填为 20，最多 100")
        days = number_box("最近天数", "r-days", info="不填为 30，最多 365")
        seed = number_box("种子（整数）", "r-seed", info="不填为 1")
        start = gr.Button("抽取", variant="primary", elem_id="r-draw")
    told, left = gr.HTML(elem_id="r-told"), gr.State([])
    shown = gr.HTML(elem_id="r-answer")
    with gr.Column(visible=False, elem_id="r-form") as group:
        verdict = gr.Radio(list(Verdict), label="判断", elem_id="r-verdict")
        note = gr.Textbox(label="说明（可不填）", lines=2, max_length=1000, elem_id="r-note")
        with gr.Row():
            save = gr.Button("保存，看下一条", variant="primary", elem_id="r-save")
            skip = gr.Button("跳过", elem_id="r-skip")
    gr.Markdown("### 一致性")
    count = gr.Button("计算一致性", elem_id="r-count")
    agreed = gr.HTML(elem_id="r-agreed")
    outputs = [told, left, shown, group, verdict, note]
    start.click(handlers.draw, [size, days, seed], outputs, **QUIET)
    save.click(handlers.save, [left, verdict, note], outputs, **QUIET).then(
        None, js=_SHOW, api_name=False)
    skip.click(handlers.skip, left, outputs, **QUIET).then(None, js=_SHOW, api_name=False)
    count.click(handlers.agree, None, agreed, **QUIET)


class _Sampling:
    """The events of the page; `left` are the keys still to be judged, the one shown first."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    def draw(self, size: str, days: str, seed: str, request: gr.Request) -> list[Any]:
        """Draw a sample and show its first answer."""
        try:
            who = self._tools.account(request, "复核回答")
            keys = draw(self._tools.doorway.records, who, _whole("抽取条数", size, 20),
                        days=_whole("最近天数", days, 30), seed=_whole("种子", seed, 1))
            if not keys:
                return [message(_NONE), [], "", *_emptied(visible=False)]
            return self._next(request, [str(key) for key in keys], f"抽到 {len(keys)} 条。")
        except RongceError as error:
            return [self._tools.refusal(error), *[gr.skip()] * 5]

    def save(self, left: list[str], verdict: str, note: str, request: gr.Request) -> list[Any]:
        """Keep the verdict and show the next answer."""
        try:
            who = self._tools.account(request, "复核回答")
            if not left:
                raise NotFound("回答")
            judge(self._tools.doorway.records, who, Key.read(left[0]), verdict or "", note or "")
            return self._next(request, left[1:], "已保存。")
        except RongceError as error:
            return [self._tools.refusal(error), *[gr.skip()] * 5]

    def skip(self, left: list[str], request: gr.Request) -> list[Any]:
        """Show the next answer."""
        try:
            return self._next(request, (left or [])[1:], "已跳过。")
        except RongceError as error:
            return [self._tools.refusal(error), *[gr.skip()] * 5]

    def agree(self, request: gr.Request) -> str:
        """Return how reviewers agree."""
        try:
            who = self._tools.account(request, "查看复核一致性")
            return agreements_html(agreements(self._tools.doorway.records, who))
        except RongceError as error:
            return self._tools.refusal(error)

    def _next(self, request: gr.Request, left: list[str], done: str) -> list[Any]:
        """Show the first of `left` that is still there."""
        who = self._tools.account(request, "复核回答")
        library = Library(self._tools.assistant)
        for n, key in enumerate(left):
            try:
                seen = read_drawn(self._tools.doorway.records, who, Key.read(key))
            except NotFound:
                continue  # its conversation was deleted meanwhile
            told = f"{done}还有 {len(left) - n} 条要判断。"
            page = f"<h3>回答 {seen.key.short}</h3>" + seen_html(
                seen, library.topics, library.versions)
            return [message(told), left[n:], page, *_emptied(visible=True)]
        return [message(f"{done}这一批已经判断完。"), [], "", *_emptied(visible=False)]


def _emptied(*, visible: bool) -> list[Any]:
    """Return the updates of the form: shown or not, nothing chosen."""
    return [gr.update(visible=visible), None, ""]


def _whole(field: str, text: str, otherwise: int) -> int:
    """Return the whole number typed; FormError for another."""
    number = read_number(field, text)
    if number is not None and number != int(number):
        raise FormError(field, "应为整数")
    return otherwise if number is None else int(number)
