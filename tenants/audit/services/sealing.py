"""Chain the events whose transactions are over, in one order that never changes afterwards.

Writers do not wait for each other: they only append. What they wrote is chained a moment later, by whoever comes
first. See docs/decisions/audit-chain.md.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tenants.access import HasSchema, company_context, current_place
from tenants.audit.access import BEGINNING, chained

AT_ONCE = 2000
# Below every transaction id: those of a company that came from another database are negative.
BEFORE_ALL = -(2**63)
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('huibao:audit ' || current_schema(), 0))"
_HEAD = (
    "SELECT l.place, l.hash, e.xid FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id"
    " ORDER BY l.place DESC LIMIT 1"
)
# All with a lower transaction id are over and visible, so nothing can come between two that were chained.
_FINISHED = (
    "SELECT e.id, e.digest FROM audit_event e"
    " WHERE e.xid >= %s AND e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    " AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.event_id = e.id)"
    " ORDER BY e.xid, e.id LIMIT %s"
)
_APPEND = (
    "INSERT INTO audit_link (place, event_id, digest, hash)"
    " SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::text[], %s::text[])"
)


@dataclass(frozen=True)
class SealLater:
    """What a transaction that recorded something asks to be done once it is committed; asked twice, done once."""

    company: HasSchema

    def __call__(self) -> None:
        """Chain what is over in the company."""
        with company_context(self.company):
            seal_some()


def seal_after_commit() -> None:
    """Have the events of the present transaction chained as soon as it is committed.

    Should that fail, or the process die before, the sweep does it: nothing is lost but a little time.
    """
    company = current_place().tenant
    if company is None:
        return
    asked = SealLater(company)
    if all(waiting[1] != asked for waiting in connection.run_on_commit):
        transaction.on_commit(asked, robust=True)


def seal() -> int:
    """Chain all events of the present company whose transactions are over; return how many were chained."""
    total = 0
    while found := seal_some():
        total += found
        if found < AT_ONCE:
            break
    return total


@transaction.atomic
def seal_some() -> int:
    """Chain up to AT_ONCE events; return how many. None are, while another process is at it."""
    with connection.cursor() as cursor:
        # A link lost in a crash is made again to the letter, so nobody waits for the disk.
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(_LOCK)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_HEAD)
        head = cursor.fetchone()
        place, previous, xid = (0, BEGINNING, None) if head is None else head
        cursor.execute(_FINISHED, [BEFORE_ALL if xid is None else xid, AT_ONCE])
        links = _links(place, previous, cursor.fetchall())
        if links:
            cursor.execute(_APPEND, [list(column) for column in zip(*links, strict=True)])
    return len(links)


def _links(place: int, previous: str, events: list[tuple[Any, str]]) -> list[tuple[int, Any, str, str]]:
    links = []
    for number, (event_id, digest) in enumerate(events, place + 1):
        previous = chained(previous, digest)
        links.append((number, event_id, digest, previous))
    return links
