"""Is the chain whole? Read in one pass, however long it is; the same questions are asked of an exported file."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

from tenants.audit.access import BEGINNING, chained, digest_of
from tenants.audit.models import AuditEvent, AuditLink

MOST_FAULTS = 100
AT_ONCE = 1000
GUARDS = frozenset({"audit_event_stamp", "audit_event_kept", "audit_event_pruned", "audit_event_whole"}) | frozenset(
    {"audit_link_kept", "audit_link_whole"}
)
PRUNED = "audit.pruned"


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the chain with its event's content; None where the event is not there."""

    place: int
    event_id: str
    digest: str
    hash: str
    content: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Something in the chain that is not as it was written."""

    place: int
    fault: str
    event_id: str = ""


@dataclass
class Walk:
    """What reading a chain from its beginning found."""

    place: int = 0
    hash: str = BEGINNING
    events: int = 0
    pruned_through: int = 0
    faults: list[ChainFault] = field(default_factory=list)
    gone: deque[ChainFault] = field(default_factory=lambda: deque(maxlen=MOST_FAULTS))

    def found(self) -> list[ChainFault]:
        """Return the faults; events that a recorded pruning took away are none."""
        gone = [fault for fault in self.gone if fault.place > self.pruned_through]
        return sorted([*self.faults, *gone], key=lambda fault: fault.place)[:MOST_FAULTS]


def walk(entries: Iterable[Entry], *, heads: dict[int, str] | None = None) -> Walk:
    """Follow a chain and return what is wrong with it. `heads` are hashes kept elsewhere, by their places."""
    seen = Walk()
    awaited = dict(heads or {})
    for entry in entries:
        _step(seen, entry)
        if awaited.pop(entry.place, entry.hash) != entry.hash:
            seen.faults.append(ChainFault(entry.place, "the hash is not the one that was kept elsewhere"))
    seen.faults += [ChainFault(place, "the chain ends before a place that was kept elsewhere") for place in awaited]
    return seen


def _step(seen: Walk, entry: Entry) -> None:
    if entry.place != seen.place + 1:
        seen.faults.append(ChainFault(seen.place + 1, f"places {seen.place + 1} to {entry.place - 1} were removed"))
    if chained(seen.hash, entry.digest) != entry.hash:
        seen.faults.append(ChainFault(entry.place, "the hash does not follow from the one before", entry.event_id))
    seen.place, seen.hash = entry.place, entry.hash
    if entry.content is None:
        seen.gone.append(ChainFault(entry.place, "the event was removed", entry.event_id))
        return
    seen.events += 1
    if digest_of(entry.content) != entry.digest or entry.content.get("id") != entry.event_id:
        seen.faults.append(ChainFault(entry.place, "the event was changed", entry.event_id))
    elif entry.content.get("action") == PRUNED:
        after = entry.content.get("after")
        through = after.get("through") if isinstance(after, dict) else 0
        seen.pruned_through = max(seen.pruned_through, through if isinstance(through, int) else 0)


def entries(*, after: int = 0) -> Iterator[Entry]:
    """Read the chain of the present company from behind a place on, a part at a time."""
    while links := list(AuditLink.objects.filter(place__gt=after).order_by("place")[:AT_ONCE]):
        events = AuditEvent.objects.in_bulk([link.event_id for link in links])
        for link in links:
            event = events.get(link.event_id)
            content = None if event is None else event.content()
            yield Entry(link.place, str(link.event_id), link.digest, link.hash, content)
        after = links[-1].place


def smuggled() -> list[str]:
    """Return ids of events that are not in the chain although later ones are: they were not written by the product."""
    rows = AuditEvent.objects.raw(
        "SELECT e.id FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.event_id = e.id)"
        " AND e.xid < (SELECT h.xid FROM audit_event h JOIN audit_link l ON l.event_id = h.id"
        " ORDER BY l.place DESC LIMIT 1) ORDER BY e.id LIMIT %s",
        [MOST_FAULTS],
    )
    return [str(event.pk) for event in rows]


def unguarded() -> list[str]:
    """Return the guards that the present company's tables lack or that are switched off, sorted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ('audit_event', 'audit_link')"
            " AND t.tgenabled = 'O'"
        )
        return sorted(GUARDS - {name for (name,) in cursor.fetchall()})
