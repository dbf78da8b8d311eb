"""Passwords: the rules, and the hash that is stored (Argon2id)."""

import re

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from corpus.errors import FormError

_SHORTEST, _LONGEST = 10, 128
_KINDS = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
_COMMON = ("password", "passw0rd", "123456", "qwerty", "abcdef", "admin", "rongce", "111111")
_LABEL = "密码"


def check_rules(password: str, name: str) -> None:
    """Raise FormError for a password that is too easy to guess for the account `name`."""
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise FormError(_LABEL, f"应为 {_SHORTEST} 到 {_LONGEST} 个字符")
    if sum(bool(re.search(kind, password)) for kind in _KINDS) < 3:
        raise FormError(_LABEL, "应包含小写字母、大写字母、数字、其他字符中的三种")
    low = password.lower()
    if name.lower() in low or any(word in low for word in _COMMON):
        raise FormError(_LABEL, "不能包含账号名或“123456”“password”一类常见的词")
    if len(set(password)) < 6:
        raise FormError(_LABEL, "重复的字符太多")


class Passwords:
    """Hashes and checks passwords; `hasher` sets the cost."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobody = self._hasher.hash("the password of an account that does not exist")

    def hash(self, password: str) -> str:
        """Return the salted hash to store."""
        return self._hasher.hash(password)

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether `password` has the hash `stored`; takes as long for None, which nothing fits."""
        try:
            self._hasher.verify(stored or self._nobody, password[:_LONGEST].encode(
                "utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None
