"""From a firm's profile to the products and instruments that fit it, and why."""

from matcher.matching import Matcher, Matching
from matcher.reading.firm import Firm, read_firm
from matcher.reading.merge import merge, read_turns
from matcher.reading.profile import Profile, read_profile

__all__ = ["Firm", "Matcher", "Matching", "Profile", "merge", "read_firm", "read_profile",
           "read_turns"]
