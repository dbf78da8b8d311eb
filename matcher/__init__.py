"""From a firm's profile to the instruments that fit it."""

from matcher.instruments import match_instruments
from matcher.profile import Profile, read_profile

__all__ = ["Profile", "match_instruments", "read_profile"]
