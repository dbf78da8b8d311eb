"""What is noted while a firm is read: the words behind each field, and what does not fit."""

from typing import TypeVar

from matcher.reading.profile import LABELS
from matcher.reading.told import Doubt, Told

T = TypeVar("T")
QUESTIONS = {
    "size": "贵公司从业人员和年营业收入各多少？", "term_months": "想用多长时间？",
    "industry": "贵公司主要生产什么产品？", "need_amount_wan": "想贷多少万元？"}


class Notes:
    """The words behind each field, and the doubts, gathered while reading."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}
        self.doubts: list[Doubt] = []

    def take(self, name: str, told: Told[T] | None) -> T | None:
        """Keep the words of `told`; return its value."""
        if told is None:
            return None
        self.told.setdefault(name, told.words)
        return told.value

    def settle(self, name: str, form: T | None, told: Told[T] | None, *,
               same: bool | None = None) -> T | None:
        """Return what the form says, else the words; doubt when they differ."""
        if form is None:
            return self.take(name, told)
        self.told[name] = f"{form:g}" if isinstance(form, float) else str(form)
        if told and not (form == told.value if same is None else same):
            self.doubts.append(Doubt(
                name, f"表格里{LABELS[name]}是{self.told[name]}，您又说“{told.words}”。",
                QUESTIONS[name]))
        return form
