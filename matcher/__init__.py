"""From a firm's profile to the products and instruments that fit it, and why."""

from matcher.firm import Firm, read_firm
from matcher.matching import Matcher, Matching
from matcher.merge import merge, read_turns
from matcher.profile import Profile, read_profile

__all__ = ["Firm", "Matcher", "Matching", "Profile", "merge", "read_firm", "read_profile",
           "read_turns"]
