"""Whether a policy counts for the places and the documents that are asked about."""

from collections.abc import Collection

from corpus.model import Policy
from corpus.regions import UNPLACED, Region


def applies_to(policy: Policy, regions: Collection[Region], policies: Collection[str]) -> bool:
    """Whether `policy` covers one of `regions` and is one of `policies`; () is all."""
    if policies and policy.id not in policies:
        return False
    if policies and policy.region == UNPLACED:  # asked for by its name
        return True
    return not regions or any(policy.region.covers(region) for region in regions)
