"""Sets of cases that policy staff keep, and their pages."""
