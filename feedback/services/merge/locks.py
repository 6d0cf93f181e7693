"""Batches may run beside each other, but not while one is being undone, which removes customers that they may name."""

from feedback.services.merge.stage import Cursor
from tenants.access import current_schema

SHARE = "pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
_OWN = "pg_advisory_xact_lock(hashtextextended(%s, 0))"


def shared_name() -> str:
    """Return the parameter of SHARE."""
    return f"{current_schema()}:facts"


def share_facts(cursor: Cursor) -> None:
    """Wait until no batch is being undone, and hold off undoing until this transaction ends."""
    cursor.execute(f"SELECT {SHARE}", [shared_name()])


def own_facts(cursor: Cursor) -> None:
    """Wait until no batch is being stored, and hold off others until this transaction ends."""
    cursor.execute("SET LOCAL lock_timeout = 0")
    cursor.execute(f"SELECT {_OWN}", [shared_name()])
