"""Understanding a turn, composing an answer from clauses, citing, refusing.

The names below load on first use: the page must be up before the index libraries are imported.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chat.answer import Answer, Citation
    from chat.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation"]


def __getattr__(name: str) -> object:
    if name == "Assistant":
        from chat.assistant import Assistant

        return Assistant
    if name in __all__:
        from chat import answer

        return getattr(answer, name)
    raise AttributeError(name)
