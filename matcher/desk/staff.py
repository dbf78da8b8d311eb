"""What the pages of bank and policy staff share: who is there, and the buttons of a list."""

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from corpus.records.doorway import Doorway
from corpus.records.people import Account, Role
from corpus.regions import Gazetteer
from matcher.panels import message

OPENED = """element.addEventListener('click', event => {
  const button = event.target.closest('button[data-id]');
  if (button) trigger('click', {id: button.dataset.id});
});"""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who the page is for, and what it calls; `gazetteer` waits until it is loaded."""

    role: Role
    doorway: Doorway
    gazetteer: Callable[[], Gazetteer]
    sentence: Callable[[Exception], str]

    def account(self, request: gr.Request, act: str) -> Account:
        """Return who is there; NotAllowed names the act unless they have the role."""
        return self.doorway.staff(request.cookies, self.role, act)

    def refusal(self, error: Exception) -> str:
        """Return the message for an error."""
        return message(self.sentence(error), bad=True)

    def code(self, place: str | None) -> str:
        """Return the code of a place by name, "" for none; UnknownRegion."""
        return self.gazetteer().one(place).code if place else ""
