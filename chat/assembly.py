"""Put the assistant together from the policies, the catalog and the index that settings name."""

from chat.assistant import Assistant
from corpus.catalog import load_all
from corpus.library import load_policies
from corpus.settings import Settings
from indexing.search import Searcher
from indexing.words import warm_up


def load_assistant(settings: Settings, *, progress: bool = False) -> Assistant:
    """Return the assistant over all policies, building the index when missing or stale."""
    policies = load_policies(settings.policies_dir)
    warm_up()
    searcher = Searcher.open(policies, settings, progress=progress)
    narrator = None
    if settings.llm_base_url:
        from chat.narration.model import ChatModel
        from chat.narration.narrate import Narrator

        narrator = Narrator(ChatModel(settings), policies)
    return Assistant(searcher, load_all(settings.catalog_dir), narrator)
