"""What reviewers look up in the library: clauses, their topics, the versions of today."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.library import version
from corpus.loading import Pending
from corpus.model import Clause
from eval.statistics.topics import Topics

if TYPE_CHECKING:
    from chat.assistant import Assistant


class Library:
    """The policies and the catalog of an assistant, waited for until it is loaded."""

    def __init__(self, assistant: "Pending[Assistant]") -> None:
        self._assistant = assistant

    @property
    def topics(self) -> Topics:
        """The topics and names of clauses."""
        found = self._assistant.get()
        return Topics(found.searcher.policies, found.catalog)

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """All clauses by id."""
        return {c.id: c for p in self._assistant.get().searcher.policies for c in p.clauses}

    @property
    def versions(self) -> Mapping[str, str]:
        """The versions of today by policy id."""
        return {p.id: version(p) for p in self._assistant.get().searcher.policies}
