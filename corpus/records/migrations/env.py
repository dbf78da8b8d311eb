"""Run migrations on the connection that `corpus.records.migrate` hands over."""

from alembic import context

from corpus.records import eval_tables, review_tables, tables  # noqa: F401 (all tables are known)

context.configure(
    connection=context.config.attributes["connection"], target_metadata=tables.AccountRow.metadata,
    transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
