"""Laws among the policies: documents in articles, in words that nobody asks in.

A question on a law shares few words with the article that answers it, so vectors count for more
among articles than among the clauses of a policy.
"""

import re

import numpy as np
from numpy.typing import NDArray

from corpus.model import Policy

_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条")
_SHARE = 0.5  # of its clauses


def is_law(policy: Policy) -> bool:
    """Whether `policy` is in force everywhere and most of its clauses are articles (第…条)."""
    articles = sum(bool(_ARTICLE.match(clause.label)) for clause in policy.clauses)
    return policy.region.code == "" and articles > _SHARE * len(policy.clauses)


def behind(scores: NDArray[np.float32], law: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return how far each article stays behind the best one, 0 or less; 0 for other clauses.

    So the best article gains nothing over the clauses of policies. Shapes (clauses,).
    """
    found = np.zeros(len(scores), np.float32)
    found[law] = scores[law] - scores[law].max()
    return found
