"""配产品: the page that finds instruments and products for a firm. It formats and calls."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import QuestionError, RongceError
from corpus.records.doorway import Doorway
from corpus.regions import Gazetteer
from matcher.answers import Answered, Asked, open_questions, with_answers
from matcher.comparison import compare
from matcher.desk.filing_page import filing_section
from matcher.fields import NAMES as FIELDS
from matcher.fields import (
    answers_from,
    field_values,
    firm_fields,
    form_from,
    question_slots,
    slot_updates,
    words_field,
)
from matcher.filling import read_form
from matcher.form import FirmForm, Reading, firm_of
from matcher.matching import Matcher, Matching
from matcher.offer_cards import ROUTING_CLAUSE, results
from matcher.panels import comparison_table, message, readings
from matcher.stacking import stacks

STYLE = Path(__file__).with_name("style.css")
_PICKED = """element.addEventListener('click', event => {
  const button = event.target.closest('[data-act]');
  if (!button) return;
  const picked = [...element.querySelectorAll('[data-id]:checked')].map(box => box.dataset.id);
  trigger('click', {ids: picked});
});"""
_SHOW = "() => document.querySelector('#{}')?.scrollIntoView({{behavior: 'smooth'}})"
_INTRO = ("填几项或用自己的话说一段，就能看到可用的政策工具和金融产品、逐条核对的条件和原文出处。"
          "填写内容只用于这一次匹配，不会保存。")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the page calls; `matcher` and `gazetteer` wait until they are loaded."""

    matcher: Callable[[], Matcher]
    gazetteer: Callable[[], Gazetteer]
    sentence: Callable[[Exception], str]


def match_page(tools: Tools, doorway: Doorway, *, keep_needs_days: int) -> None:
    """Add the page to the Blocks that is open, with filing of needs below."""
    gr.Markdown(f"## 配产品\n{_INTRO}")
    text = words_field()
    with gr.Row():
        read = gr.Button("读一读，帮我填表", elem_id="m-read")
        find = gr.Button("找政策和产品", variant="primary", elem_id="m-find")
    told = gr.HTML(elem_id="m-told")
    with gr.Accordion("企业情况（不清楚的可以不填）", open=True, elem_id="m-form"):
        made = {"text": text} | firm_fields()
        with gr.Row():
            find_too = gr.Button("按这张表找", variant="primary", elem_id="m-find-too")
            clear = gr.Button("清空重填", elem_id="m-clear")
    status = gr.HTML(elem_id="m-status")
    with gr.Column(visible=False, elem_id="m-questions") as asking:
        gr.Markdown("### 再答几个问题，结果更准\n不清楚的可以跳过。")
        slots = question_slots()
        again = gr.Button("按回答重新匹配", variant="primary", elem_id="m-again")
    found = gr.HTML(elem_id="m-results", js_on_load=_PICKED)
    table = gr.HTML(elem_id="m-compare")
    fields = [made[name] for name in FIELDS]
    answers = [choice for choice, _ in slots] + [box for _, box in slots]
    memory = [gr.State(Reading()), gr.State([]), gr.State([])]
    view = [status, told, found, table, asking, *memory, *fields, *answers]
    handlers = _Handlers(tools)
    for event in (find.click, find_too.click, again.click, *(box.submit for _, box in slots)):
        event(handlers.find, [*memory, *fields, *answers], view, show_progress="hidden",
              api_name=False).then(None, js=_SHOW.format("m-status"), api_name=False)
    read.click(handlers.read, [memory[0], *fields], [status, told, memory[0], *fields],
               show_progress="hidden", api_name=False)
    clear.click(handlers.clear, None, view, show_progress="hidden", api_name=False)
    found.click(handlers.compare, None, table, show_progress="hidden", api_name=False).then(
        None, js=_SHOW.format("m-compare"), api_name=False)
    filing_section(tools, doorway, made, keep_needs_days=keep_needs_days)


class _Handlers:
    """The events of the page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def read(self, before: Reading, *values: Any) -> list[Any]:
        """Fill the form from the words."""
        try:
            form = form_from(values)
            if not form.text.strip():
                raise QuestionError("", "no need")
            filled = read_form(form, self._tools.gazetteer(), before)
        except RongceError as error:
            told = message(self._tools.sentence(error), bad=True)
            return [told, "", before, *[gr.skip()] * len(values)]
        told = message("" if filled.told else "没有从您的话里读出可填的内容，请直接填表。")
        return [told, readings(filled.told), filled.reading, *field_values(filled.form)]

    def find(self, before: Reading, answers: list[Answered], asked: list[Asked],
             *values: Any) -> Iterator[list[Any]]:
        """Match the firm of form, words and answers; what is on the page stays until then."""
        as_is = [gr.skip()] * (len(values) + 7)  # 4 panels and 3 states before the inputs
        yield [message("正在匹配，第一次使用需要稍候几秒……"), *as_is]
        fields, slots = values[: len(FIELDS)], values[len(FIELDS):]
        try:
            form = form_from(fields)
            yield self._found(form, before, answers_from(asked, slots, answers))
        except RongceError as error:
            told = message(self._tools.sentence(error), bad=True)
            yield [told, *as_is]

    def _found(self, form: FirmForm, before: Reading, answers: list[Answered]) -> list[Any]:
        if form.blank:
            raise QuestionError("", "no need")
        matcher, gazetteer = self._tools.matcher(), self._tools.gazetteer()
        filled = read_form(form, gazetteer, before)
        firm = with_answers(firm_of(filled.form, filled.reading, gazetteer), answers, gazetteer)
        found = matcher.match_each(firm)
        more = stacks([offer.product for offer in found.offers], firm, matcher.placed)
        asked = open_questions(found)
        shown = results(found, more, _routed(matcher, found))
        count = f"找到 {len(found.offers)} 项" if found.offers else "没有找到合适的"
        return [message(count), readings(filled.told, answers), shown, "",
                gr.update(visible=bool(asked)), filled.reading, answers, asked,
                *field_values(filled.form), *slot_updates(asked)]

    def clear(self) -> list[Any]:
        """Empty the page."""
        return ["", "", "", "", gr.update(visible=False), Reading(), [], [],
                *field_values(FirmForm()), *slot_updates([])]

    def compare(self, event: gr.EventData) -> str:
        """Return the chosen products side by side."""
        try:
            placed = self._tools.matcher().placed
            ids = dict.fromkeys(str(i) for i in event.ids)
            rows = [placed[i] for i in ids if i in placed]
            return comparison_table(compare(rows), rows)
        except RongceError as error:
            return message(self._tools.sentence(error), bad=True)


def _routed(matcher: Matcher, found: Matching) -> Any:
    """Return the policy that states the routing, None where nothing is routed."""
    wanted = ROUTING_CLAUSE.partition("#")[0] if found.routing else None
    policies = (row.policy for row in matcher.placed.values())
    return next((p for p in policies if p and p.id == wanted), None)
