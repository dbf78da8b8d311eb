"""Random tokens for cookies and links; the database holds only their SHA-256."""

import hashlib
import secrets


def new_token() -> str:
    """Return a token with 256 random bits, safe in cookies and addresses."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is stored for `token`, which may be anything that a browser sends."""
    return hashlib.sha256(token[:200].encode("utf-8", "replace")).hexdigest()
