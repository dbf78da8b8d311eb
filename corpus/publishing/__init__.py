"""Versions of policies and catalogs: drafts, what changes, publishing, withdrawing, restoring.

The ledger in the records database decides what is in force; the folders of policies and products
hold it for everybody who reads, the command line too. `steps` keeps the two together through a
crash; what the command line put into a folder by itself, the ledger takes over (`follow`).
"""
