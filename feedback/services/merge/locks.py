"""Batches may run beside each other, but not while one is being undone, which removes customers that they may name."""

from feedback.services.merge.stage import Cursor
from tenants.access import current_schema

_KEY = "hashtextextended(%s, 0)"


def share_facts(cursor: Cursor) -> None:
    """Wait until no batch is being undone, and hold off undoing until this transaction ends."""
    cursor.execute(f"SELECT pg_advisory_xact_lock_shared({_KEY})", [f"{current_schema()}:facts"])


def own_facts(cursor: Cursor) -> None:
    """Wait until no batch is being stored, and hold off others until this transaction ends."""
    cursor.execute("SET LOCAL lock_timeout = 0")
    cursor.execute(f"SELECT pg_advisory_xact_lock({_KEY})", [f"{current_schema()}:facts"])
