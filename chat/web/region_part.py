"""The places that an enterprise can choose as its own on the chat page."""

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.library import load_policies
from corpus.loading import Pending
from corpus.regions import table

if TYPE_CHECKING:
    from chat.assistant import Assistant

ANYWHERE = "不限地区"


def region_choices(assistant: "Pending[Assistant]", policies_dir: Path) -> list[str]:
    """Return the places to choose from: those with policies of their own, provinces, cities.

    The policies are those that answers come from, once they are loaded.
    """
    loaded = assistant.get().searcher.policies if assistant.ready else load_policies(policies_dir)
    own = [p.region.full_name for p in loaded if len(p.region.code) > 1]
    rest = [r.full_name for r in table().values() if len(r.code) in (2, 4)]
    return list(dict.fromkeys([ANYWHERE, *own, *rest]))
