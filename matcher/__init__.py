"""From a firm's profile to the products and instruments that fit it, and why."""

from matcher.matching import Matching, match
from matcher.profile import Profile, read_profile

__all__ = ["Matching", "Profile", "match", "read_profile"]
