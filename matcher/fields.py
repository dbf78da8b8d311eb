"""The inputs of the page 配产品: the firm's form, and slots for the open questions."""

from dataclasses import fields, replace
from typing import Any

import gradio as gr

from corpus.errors import QuestionError
from corpus.ladder import table
from matcher.answers import Answered, Asked
from matcher.form import COLLATERAL, CREDIT, CURRENCIES, QUALIFICATIONS, SIZES, FirmForm
from matcher.number_field import number_box, read_number, shown_number
from matcher.reading.profile import MOST_SIGNS

NAMES = tuple(f.name for f in fields(FirmForm))
SLOTS = 12
_MOST_OF_ANSWER = 200
_NUMBERS = {"staff": "人数（人）", "revenue_wan": "年营业收入（万元）",
            "amount_wan": "需要金额（万）", "term_months": "期限（月）"}
_SETS = ("qualifications", "collateral", "credit")
_EXAMPLE = "例如：我们在哈尔滨做传感器，三十来个人，没有抵押物，想贷300万买设备，用两年。"
_PURPOSES = ("日常周转", "买原材料", "买设备", "技术改造", "扩产建厂", "还旧贷款、续贷", "研发",
             "票据贴现", "应收账款回款", "上市挂牌")


def words_field() -> Any:
    """Return the box for the firm's own words."""
    return gr.Textbox(label="用自己的话说说企业情况和资金需求", placeholder=_EXAMPLE, lines=3,
                      max_lines=8, max_length=MOST_SIGNS, elem_id="m-text")


def firm_fields(prefix: str = "m", *, narrow: bool = False) -> dict[str, Any]:
    """Add the fields of the form but for the words; return them by name.

    Their ids on the page begin with `prefix`; where the place is `narrow`, lists open on demand and
    places are typed: each browser keeps a copy of all choices on the server.
    """
    places = [r.full_name for r in table().values() if len(r.code) in (2, 4)]
    made: dict[str, Any] = {}
    with gr.Row():
        made["region"] = (
            gr.Textbox(label="地区", info="省、市或区县", elem_id=f"{prefix}-region") if narrow
            else _suggesting(places, "地区", "省、市或区县，可直接输入", f"{prefix}-region"))
        made["industry"] = gr.Textbox(label="行业", info="主要生产什么，如：轴承、大豆加工",
                                      elem_id=f"{prefix}-industry")
    with gr.Row():
        made["staff"] = _number("staff", f"{prefix}-staff")
        made["revenue_wan"] = _number("revenue_wan", f"{prefix}-revenue")
        made["size"] = gr.Dropdown(["", *SIZES], value="", label="企业规模（不清楚可不选）",
                                   elem_id=f"{prefix}-size")
    with gr.Row():
        made["amount_wan"] = _number("amount_wan", f"{prefix}-amount")
        made["currency"] = gr.Dropdown(list(CURRENCIES.items()), value="CNY", label="币种",
                                       elem_id=f"{prefix}-currency")
        made["term_months"] = _number("term_months", f"{prefix}-term")
    made["purpose"] = _suggesting(list(_PURPOSES), "用途", "可直接输入", f"{prefix}-purpose")
    for name, label, choices in (
            ("collateral", "可抵质押的资产（可多选）", list(COLLATERAL)),
            ("qualifications", "资质（可多选）", list(QUALIFICATIONS)),
            ("credit", "信用状况（可多选）", list(CREDIT.items()))):
        made[name] = (
            gr.Dropdown(choices, multiselect=True, label=label, elem_id=f"{prefix}-{name}")
            if narrow else gr.CheckboxGroup(choices, label=label, elem_id=f"{prefix}-{name}"))
    return made


def form_from(values: tuple[Any, ...]) -> FirmForm:
    """Return the form that the values of the fields, in the order of NAMES, make up.

    Raises:
        FormError: a number is none.
        QuestionError: "too long", what the boxes themselves would not take.

    """
    longest = max((len(value) for value in values if isinstance(value, str | list)), default=0)
    if longest > MOST_SIGNS:
        raise QuestionError(longest, "too long")
    stated: dict[str, Any] = {
        name: tuple(value) if name in _SETS
        else read_number(_NUMBERS[name], value) if name in _NUMBERS else value
        for name, value in zip(NAMES, values, strict=True) if value is not None}
    return replace(FirmForm(), **stated)


def field_values(form: FirmForm) -> list[Any]:
    """Return the values of the fields that show `form`."""
    return [shown_number(getattr(form, name)) if name in _NUMBERS
            else list(getattr(form, name)) if name in _SETS else getattr(form, name)
            for name in NAMES]


def question_slots() -> list[tuple[Any, Any]]:
    """Add hidden slots for questions, each a choice and a text box."""
    return [(gr.Radio([], label="问题", visible=False, elem_id=f"m-choice-{n}"),
             gr.Textbox(label="问题", visible=False, elem_id=f"m-answer-{n}"))
            for n in range(SLOTS)]


def slot_updates(asked: list[Asked]) -> list[Any]:
    """Return what shows `asked` in the slots: of all choices, then of all text boxes."""
    shown = [*asked[:SLOTS], *[None] * (SLOTS - len(asked))]
    choices = [gr.update(visible=True, label=a.question, choices=list(a.choices), value=None)
               if a and a.choices else gr.update(visible=False, value=None) for a in shown]
    texts = [gr.update(visible=True, label=a.question, value="")
             if a and not a.choices else gr.update(visible=False, value="") for a in shown]
    return choices + texts


def answers_from(asked: list[Asked], values: tuple[Any, ...],
                 before: list[Answered]) -> list[Answered]:
    """Return the answers so far: `before`, and what now stands in the slots."""
    chosen, written = values[:SLOTS], values[SLOTS:]
    given = [Answered(a, answer[:_MOST_OF_ANSWER])
             for a, c, t in zip(asked, chosen, written, strict=False)
             if (answer := (c if a.choices else t) or "").strip()]
    again = {g.asked.question for g in given}
    return [*(a for a in before if a.asked.question not in again), *given]


def _number(name: str, elem_id: str) -> Any:
    return number_box(_NUMBERS[name], elem_id)


def _suggesting(choices: list[str], label: str, info: str, elem_id: str) -> Any:
    return gr.Dropdown(["", *choices], value="", label=label, info=info, allow_custom_value=True,
                       elem_id=elem_id)
