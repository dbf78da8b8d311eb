"""Product sheets as banks write them, read and written."""
