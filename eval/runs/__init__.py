"""Runs of sets: worked off, compared, shown."""
