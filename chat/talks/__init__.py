"""Talks that are kept: saved, resumed, judged, shared, exported."""
