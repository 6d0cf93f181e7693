"""Bring the aggregates up to the present, exactly once."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from analytics.aggregates.cells import append_cells, clear_cells, compact_cells, needs_compaction
from analytics.aggregates.contributions import change_of
from analytics.aggregates.keys import split_keys
from analytics.aggregates.layout import extend_layout
from analytics.aggregates.snapshots import Snapshot
from analytics.aggregates.versions import Span, changed_respondents, current_snapshot
from analytics.models.cell import Cell
from analytics.models.watermark import Watermark
from analytics.services.settings import aggregation_fingerprint, settings_of
from tenants.models.tenant import Tenant

AGGREGATES_VERSION = 7
"""Raised when the meaning of a counter changes: every company then rebuilds once."""

REBUILD_ABOVE = 300_000
"""With more changed respondents than this, reading everything is cheaper than reading them one by one."""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: fact rows read, respondents whose facts changed, cells appended, months touched."""

    rows: int
    respondents: int
    cells: int
    rebuilt: bool
    months: frozenset[int]
    snapshot: str


@transaction.atomic
def refresh_aggregates(*, company: Tenant, rebuild: bool = False) -> Refreshed:
    """Read the facts that came, changed or went since the last refresh and append what they change to the cells.

    Cells and watermark move in one transaction, one refresh of a company at a time, so a fact counts exactly once
    however often and wherever this runs. `rebuild`, or a change of the settings that the counters depend on, empties
    the cells first and reads everything: the result is the same to the bit.
    """
    mark = _locked_watermark()
    settings = settings_of(company=company)
    fingerprint = f"{AGGREGATES_VERSION}:{aggregation_fingerprint(settings, company)}"
    before, after = Snapshot.parse(mark.snapshot), current_snapshot()
    everything = rebuild or before.is_empty or mark.fingerprint != fingerprint
    changed, respondents = (0, None) if everything else changed_respondents(before=before, after=after)
    if changed > REBUILD_ABOVE:
        everything, respondents = True, None
    if everything:
        clear_cells()
        before, mark.appended, mark.compacted = Snapshot.parse(""), 0, 0
    elif not changed:
        return _moved(mark, after, fingerprint, Refreshed(0, 0, 0, False, frozenset(), after.text))
    extend_layout(segment_attribute=settings.segment_attribute, respondents=respondents)
    span = Span(
        before=before,
        after=after,
        zone=company.timezone,
        segment_attribute=settings.segment_attribute,
        currency=company.currency,
        respondents=respondents,
        evidence=settings.value_evidence,
    )
    change = change_of(span=span, settings=settings)
    appended = append_cells(change.sums)
    mark.appended += appended
    _, months, _ = split_keys(change.sums[Cell.Kind.SEGMENT].cells)
    done = Refreshed(
        rows=change.rows,
        respondents=change.respondents,
        cells=appended,
        rebuilt=everything,
        months=frozenset(months.tolist()),
        snapshot=after.text,
    )
    return _moved(mark, after, fingerprint, done)


def _locked_watermark() -> Watermark:
    """Return the watermark, locked until the end of the transaction; later refreshes wait here."""
    Watermark.objects.bulk_create([Watermark(id=1)], ignore_conflicts=True)
    mark: Watermark = Watermark.objects.select_for_update().get(id=1)
    return mark


def _moved(mark: Watermark, after: Snapshot, fingerprint: str, done: Refreshed) -> Refreshed:
    """Write the watermark, compact when it pays, and return what was done."""
    if done.rebuilt:
        mark.compacted, mark.appended = mark.appended, 0
    elif needs_compaction(appended=mark.appended, compacted=mark.compacted):
        mark.compacted, mark.appended = compact_cells(), 0
    mark.snapshot, mark.fingerprint, mark.refreshed_at = after.text, fingerprint, timezone.now()
    mark.save()
    if done.rebuilt:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE analytics_cell")
    return done
