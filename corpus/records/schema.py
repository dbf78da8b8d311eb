"""All tables of the records: importing this module makes every one of them known."""

from corpus.records import api_tables, eval_tables, publishing_tables, review_tables, tables
from corpus.records.base import Base

__all__ = ["METADATA", "api_tables", "eval_tables", "publishing_tables", "review_tables", "tables"]
METADATA = Base.metadata
