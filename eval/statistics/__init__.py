"""Figures of what was asked and answered, and the monthly notice."""
