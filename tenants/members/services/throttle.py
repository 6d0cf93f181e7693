"""Slow down guessing of passwords: failures are counted in the cache, per company, account and address."""

from hashlib import sha256

from django.core.cache import cache

FORGOTTEN_AFTER = 300
MAX_FOR_ACCOUNT = 10
MAX_FOR_ADDRESS = 100


def _limits(email: str, address: str) -> dict[str, int]:
    return {_key_of(email): MAX_FOR_ACCOUNT, f"failed-from:{address}": MAX_FOR_ADDRESS}


def _key_of(email: str) -> str:
    # Hashed: what people type may be as long as they like and hold what a key may not.
    return f"failed:{sha256(email.strip().lower().encode()).hexdigest()}"


def may_try(*, email: str, address: str) -> bool:
    """Return whether this account, and this network address, may try a password now."""
    limits = _limits(email, address)
    failures = cache.get_many(limits)
    return all(failures.get(key, 0) < most for key, most in limits.items())


def note_failure(*, email: str, address: str) -> None:
    """Count a wrong password; it is forgotten FORGOTTEN_AFTER seconds after the first of its series."""
    for key in _limits(email, address):
        if not cache.add(key, 1, FORGOTTEN_AFTER):
            try:
                cache.incr(key)
            except ValueError:  # it was forgotten between the two
                cache.add(key, 1, FORGOTTEN_AFTER)


def forget_failures(*, email: str) -> None:
    """Start anew for an account whose owner signed in."""
    cache.delete(_key_of(email))
