"""Primary keys: UUIDv7, so that they sort by time and no two companies ever share one."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUIDv7: 48 bits of milliseconds, then random bits."""
    return _uuid7()
