"""Clauses to llama-index nodes: a long clause is split at sentences and each part knows its clause.

documents = clause_documents(policies)
nodes = ClauseNodeParser(max_words=120).get_nodes_from_documents(documents)
"""

from collections.abc import Iterable, Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, TextNode

from corpus.model import Policy
from corpus.sentences import sentence_spans
from indexing.words import word_count

CLAUSE, START, END = "clause", "start", "end"  # metadata keys of a node


def clause_documents(policies: Iterable[Policy]) -> list[Document]:
    """Return one llama-index document a clause; its id is the clause id."""
    return [
        Document(text=clause.text, id_=clause.id,
                 metadata={CLAUSE: clause.id, "policy": policy.id, "label": clause.label},
                 excluded_embed_metadata_keys=["policy", "label", CLAUSE])
        for policy in policies for clause in policy.clauses
    ]


class ClauseNodeParser(NodeParser):
    """Split documents of one clause each at sentence ends, `max_words` jieba words a node at most.

    A node's metadata holds the clause id and `start`, `end`: where its text stands in the clause.
    A single sentence over the budget stays whole.
    """

    max_words: int = 120

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False,  # noqa: ARG002
                     **kwargs: Any) -> list[BaseNode]:  # noqa: ARG002
        """Return the nodes of all `nodes`, in order; the signature is the base class's."""
        return [part for node in nodes for part in self._split(node)]

    def _split(self, node: BaseNode) -> list[BaseNode]:
        text = node.get_content()
        return [
            TextNode(id_=f"{node.node_id}@{start}", text=text[start:end],
                     metadata={**node.metadata, START: start, END: end})
            for start, end in pack(text, self.max_words)
        ]


def pack(text: str, max_words: int) -> list[tuple[int, int]]:
    """Return spans of consecutive sentences of `text` that stay within `max_words` words."""
    spans: list[tuple[int, int]] = []
    used = 0
    for start, end in sentence_spans(text):
        size = word_count(text[start:end])
        if spans and used + size <= max_words:
            spans[-1] = (spans[-1][0], end)
            used += size
        else:
            spans.append((start, end))
            used = size
    return spans
