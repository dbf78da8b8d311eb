"""Where each product applies: where the policy that names it does, or where its source says."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from corpus.errors import UnknownRegion
from corpus.model import Policy
from corpus.product import Product
from corpus.regions import Region

log = logging.getLogger("rongce")


class Placed(NamedTuple):
    """A product, the policy that names it, and where it applies: None when no source says."""

    product: Product
    policy: Policy | None
    region: Region | None

    def open_to(self, region: Region | None) -> bool:
        """Whether it may be had in `region`; what applies nowhere in particular may."""
        if self.region is None or not self.region.code:
            return True
        return region is not None and self.region.covers(region)


def place_products(catalog: Sequence[Product], policies: Sequence[Policy],
                   place: Callable[[str], Region]) -> Iterator[Placed]:
    """Yield the products with their places; one whose place nobody knows is left out, and told."""
    by_id = {policy.id: policy for policy in policies}
    for product in catalog:
        policy = by_id.get(product.policy_id)
        try:
            region = place(product.region) if product.region and not policy else None
        except UnknownRegion:
            log.warning("产品 %s %s 的地区“%s”不认识，未采用",
                        product.id, product.name, product.region)
            continue
        yield Placed(product, policy, policy.region if policy else region)
