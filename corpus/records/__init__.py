"""Accounts, sessions, needs and conversations in a database, and how long they are kept.

Nothing here is imported by `corpus` itself: a page that needs no records does not load SQLAlchemy.
"""
