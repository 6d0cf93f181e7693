"""Batches may run beside each other, but not while one is being undone, which removes customers that they may name."""

from feedback.services.merge.stage import Cursor
from tenants.access import current_schema

SHARE = "pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
# Two statements in one message: the second one sees what was committed while the first one waited.
_SHARE_AND_ASK = f"SELECT {SHARE}; SELECT EXISTS (SELECT FROM feedback_customer WHERE merged_into_id IS NOT NULL)"  # noqa: S608
_OWN = "pg_advisory_xact_lock(hashtextextended(%s, 0))"
_TRY = "pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


def shared_name() -> str:
    """Return the parameter of SHARE."""
    return f"{current_schema()}:facts"


def share_facts(cursor: Cursor) -> bool:
    """Wait until no batch is being undone and no customers are merged, and hold that off until this transaction ends.

    Return whether any customer is merged into another.
    """
    cursor.execute(_SHARE_AND_ASK, [shared_name()])
    cursor.nextset()
    return bool(cursor.fetchall()[0][0])


def own_facts(cursor: Cursor) -> None:
    """Wait until no batch is being stored, and hold off others until this transaction ends."""
    cursor.execute("SET LOCAL lock_timeout = 0")
    cursor.execute(f"SELECT {_OWN}", [shared_name()])


def try_own_facts(cursor: Cursor) -> bool:
    """Return whether no batch is being stored just now; if so, hold off others until this transaction ends."""
    cursor.execute(f"SELECT {_TRY}", [shared_name()])
    return bool(cursor.fetchall()[0][0])
