"""Understanding a turn, composing an answer from clauses, citing, refusing."""

from chat.answer import Answer, Citation
from chat.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation"]
