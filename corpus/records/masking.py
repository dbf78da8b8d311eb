"""Phone and identity-card numbers, made unreadable in logs, statistics and what others see.

Found are mobile numbers (with +86, spaces or hyphens), landlines with their area code, and identity
numbers of 18 digits with a possible date of birth, with or without spaces. A landline without its
area code looks like any other number and stays.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_GAP = r"[ \u3000\u00a0\t\-–—·]?"
_NUMBER = re.compile(rf"\d(?:[（()）]?{_GAP}\d){{9}}")  # no shorter number is masked
_IDENTITY = re.compile(
    rf"(?<![\dA-Za-z])([1-9](?:{_GAP}\d){{2}})((?:{_GAP}\d){{3}}{_GAP}(?:1{_GAP}[89]|2{_GAP}0)"
    rf"(?:{_GAP}\d){{2}}{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
    rf"{_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])(?:{_GAP}\d){{3}}{_GAP})"
    rf"([\dXx])(?![\dA-Za-z])")
_MOBILE = re.compile(
    rf"(?<!\d)((?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9]{_GAP}\d)(?:{_GAP}\d){{4}}((?:{_GAP}\d){{4}})"
    rf"(?!\d)")
_LANDLINE = re.compile(
    rf"(?<!\d)((?:0\d{{2,3}}|[(（]0\d{{2,3}}[)）]){_GAP})[2-9]\d{{2,3}}{_GAP}(\d{{4}})(?!\d)")


def masked(text: str) -> str:
    """Return `text` with phone and identity numbers masked: 138****5678, 230**************4."""
    if not _NUMBER.search(text):
        return text
    text = _IDENTITY.sub(rf"\1{'*' * 14}\3", text.translate(_HALF_WIDTH))
    text = _MOBILE.sub(r"\1****\2", text)
    return _LANDLINE.sub(r"\1****\2", text)


def masked_values(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return `values` with every text in it masked."""
    if values is None:
        return None
    return {key: _masked_value(value) for key, value in values.items()}


def _masked_value(value: object) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return masked_values(value)
    return [_masked_value(v) for v in value] if isinstance(value, list | tuple) else value


class MaskingFilter(logging.Filter):
    """Masks each record that passes, its traceback too; put it on handlers."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask `record` in place and let it pass."""
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = masked(record.exc_text) if record.exc_text else None
        return True


def mask_logs(logger: logging.Logger | None = None) -> None:
    """Mask what all handlers of `logger` (the root logger) write."""
    for handler in (logger or logging.getLogger()).handlers:
        if not any(isinstance(f, MaskingFilter) for f in handler.filters):
            handler.addFilter(MaskingFilter())
