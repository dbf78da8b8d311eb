"""Run migrations on the connection that `corpus.records.migrate` hands over."""

from alembic import context

from corpus.records import (
    api_tables,  # noqa: F401  its table counts too
    tables,
)

context.configure(
    connection=context.config.attributes["connection"], target_metadata=tables.AccountRow.metadata,
    transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
