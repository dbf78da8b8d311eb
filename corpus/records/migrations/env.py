"""Run migrations on the connection that `corpus.records.migrate` hands over."""

from alembic import context

from corpus.records import publishing_tables, tables
from corpus.records.base import Base

_TABLES = (tables, publishing_tables)  # importing them makes them known

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata,
    transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
