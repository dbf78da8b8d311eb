"""The policies' texts, the catalog's data, and how both are read."""

from corpus.catalog import load_catalog
from corpus.library import load_policies
from corpus.model import Clause, Heading, Policy, Status
from corpus.product import Product
from corpus.reader import read_policy
from corpus.regions import Level, Region

__all__ = ["Clause", "Heading", "Level", "Policy", "Product", "Region", "Status", "load_catalog",
           "load_policies", "read_policy"]
