"""The form in which a complaint becomes a test case: filled in beforehand, saved with one click."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import gradio as gr

from eval.review.case_proposal import Filled, Proposal
from eval.sets.sets import SetHead

_FIRST_SET = "投诉转来的用例"


@dataclass(frozen=True, slots=True)
class CaseForm:
    """The parts of the form; `fields` in the order of `values` and `read`."""

    FIELDS: ClassVar[int] = 8
    group: Any
    fields: list[Any]
    save: Any
    cancel: Any

    @staticmethod
    def values(held: Proposal, sets: Sequence[SetHead]) -> list[Any]:
        """Return the updates that show `held`, and the sets to choose from."""
        names = [head.name for head in sets]
        return [gr.update(choices=names, value=names[0] if names else _FIRST_SET), held.label,
                held.question, held.history, held.region,
                gr.update(choices=held.choices, value=held.gold), held.points, held.answerable]

    @staticmethod
    def read(values: Sequence[Any]) -> tuple[str, Filled]:
        """Return the name of the set, and the case as staff filled it in."""
        name, label, question, history, region, gold, points, answerable = values
        return (name or "").strip(), Filled(
            (label or "").strip(), question or "", history or "", region or "", tuple(gold or ()),
            points or "", bool(answerable))


def case_form() -> CaseForm:
    """Add the form, hidden."""
    with gr.Column(visible=False, elem_id="k-form") as group:
        gr.Markdown("### 转为测试用例\n已按投诉填好，号码已隐去；核对后点“存入题集”。")
        with gr.Row():
            home = gr.Dropdown([], label="题集（可选，也可写新名称）", allow_custom_value=True,
                               elem_id="k-set", min_width=200)
            name = gr.Textbox(label="用例编号", max_length=64, elem_id="k-label", min_width=200)
        question = gr.Textbox(label="问题", lines=2, max_length=2000, elem_id="k-question")
        history = gr.Textbox(label="之前的对话（每句以“问：”或“答：”开头，可删）", lines=2,
                             max_lines=8, elem_id="k-history")
        region = gr.Textbox(label="地区（可不填）", max_length=60, elem_id="k-region")
        answerable = gr.Checkbox(label="文件里有答案", elem_id="k-answerable")
        gold = gr.CheckboxGroup([], label="应引条款", elem_id="k-gold")
        points = gr.Textbox(label="答案要点（每行一个，须是答案里的原话）", lines=3, max_lines=8,
                            elem_id="k-points")
        with gr.Row():
            save = gr.Button("存入题集", variant="primary", elem_id="k-save")
            cancel = gr.Button("取消", elem_id="k-cancel")
    return CaseForm(group, [home, name, question, history, region, gold, points, answerable],
                    save, cancel)
