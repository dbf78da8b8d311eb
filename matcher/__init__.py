"""From a firm's profile to the products and instruments that fit it, and why."""

from matcher.matching import Matcher, Matching
from matcher.profile import Profile, read_profile

__all__ = ["Matcher", "Matching", "Profile", "read_profile"]
