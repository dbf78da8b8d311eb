"""A language model writes the answer; every sentence is checked before it is shown."""
