"""Slow down guessing of passwords: failures are counted in the cache, per company, account and address."""

import time
from hashlib import sha256
from math import ceil

from django.core.cache import cache

FORGOTTEN_AFTER = 300
MAX_FOR_ACCOUNT = 10
MAX_FOR_ADDRESS = 100


def _limits(email: str, address: str) -> dict[str, int]:
    return {_key_of(email): MAX_FOR_ACCOUNT, f"failed-from:{address}": MAX_FOR_ADDRESS}


def _key_of(email: str) -> str:
    # Hashed: what people type may be as long as they like and hold what a key may not.
    return f"failed:{sha256(email.strip().lower().encode()).hexdigest()}"


def seconds_to_wait(*, email: str, address: str) -> int:
    """Return after how long this account, from this network address, may try a password; 0 when it may now."""
    limits = _limits(email, address)
    found = cache.get_many([*limits, *map(_end_of, limits)])
    full = [key for key, most in limits.items() if found.get(key, 0) >= most]
    ends = [found.get(_end_of(key), 0) - time.time() for key in full]
    return max((max(1, ceil(left)) for left in ends), default=0)


def _end_of(key: str) -> str:
    return f"{key}:end"


def note_failure(*, email: str, address: str) -> None:
    """Count a wrong password; it is forgotten FORGOTTEN_AFTER seconds after the first of its series."""
    for key in _limits(email, address):
        if _begin(key):
            continue
        try:
            cache.incr(key)
        except ValueError:  # it was forgotten between the two
            _begin(key)


def _begin(key: str) -> bool:
    """Begin a series of failures, and note when it is forgotten; return whether there was none."""
    begins = bool(cache.add(key, 1, FORGOTTEN_AFTER))
    if begins:
        cache.set(_end_of(key), time.time() + FORGOTTEN_AFTER, FORGOTTEN_AFTER)
    return begins


def forget_failures(*, email: str) -> None:
    """Start anew for an account whose owner signed in."""
    cache.delete(_key_of(email))
