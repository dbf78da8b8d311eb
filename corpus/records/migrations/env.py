"""Run migrations on the connection that `corpus.records.migrate` hands over."""

from alembic import context

from corpus.records.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA,
    transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
