"""What an API key looks like and how it is recognised. Plain Python."""

import hashlib
import secrets

KEY_PREFIX = "hb_"
PREFIX_LENGTH = 12
TOKEN_LENGTH = 46


def new_token() -> str:
    """Return a new secret: "hb_" and 256 random bits."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token, in hex. The token holds 256 random bits: no salt or slow hash would add to it."""
    return hashlib.sha256(token.encode()).hexdigest()


def looks_like_key(token: str) -> bool:
    """Return whether a text has the form of a key, so that anything else never reaches the database."""
    return token.startswith(KEY_PREFIX) and len(token) == TOKEN_LENGTH and token.isascii() and token.isprintable()
