"""What the pages of the policy staff's desk share: who is there, and what they call."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from chat.wording import sentence
from corpus.loading import Pending
from corpus.records.doorway import Doorway
from corpus.records.people import Account, Role
from corpus.settings import Settings
from matcher.panels import message

if TYPE_CHECKING:
    from chat.assistant import Assistant


@dataclass(frozen=True, slots=True)
class DeskTools:
    """What the pages of the desk call; each event asks anew who is there."""

    assistant: "Pending[Assistant]"
    doorway: Doorway
    settings: Settings

    def account(self, request: gr.Request, act: str) -> Account:
        """Return who is there; NotAllowed names the act for all but policy staff."""
        return self.doorway.staff(dict(request.cookies), Role.POLICY, act)

    def refusal(self, error: Exception) -> str:
        """Return the message for an error."""
        return message(sentence(error), bad=True)
