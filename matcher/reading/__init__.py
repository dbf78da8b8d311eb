"""A firm from its form and its own words, each field with what it was read from."""
