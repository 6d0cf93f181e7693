"""Prove that the aggregates are what the facts say."""

from dataclasses import dataclass

import numpy as np
from django.db import transaction

from analytics.aggregates.cells import summed
from analytics.aggregates.contributions import change_of
from analytics.aggregates.counters import Sums
from analytics.aggregates.keys import split_keys
from analytics.aggregates.references import dangling_references
from analytics.aggregates.snapshots import Snapshot
from analytics.aggregates.versions import Span
from analytics.models.cell import Cell
from analytics.models.watermark import Watermark
from analytics.services.settings import settings_of
from tenants.models.tenant import Tenant

_EVERYTHING = (-(2**31), 2**31 - 1)


@dataclass(frozen=True)
class Verified:
    """Outcome of a verification: fact rows read, counters compared, and every difference in words."""

    rows: int
    counters: int
    differences: tuple[str, ...]


@transaction.atomic
def verify_aggregates(*, company: Tenant) -> Verified:
    """Rebuild every counter from the facts, beside the stored ones, and compare all of them to the bit.

    The facts are read as they stood at the watermark, so a verification may run at any time, also while facts arrive.
    References between facts, which the database does not enforce on the fact tables, are checked as well.
    """
    mark = Watermark.objects.select_for_update().filter(id=1).first()
    if mark is None or not mark.snapshot:
        return Verified(rows=0, counters=0, differences=dangling_references())
    settings = settings_of(company=company)
    span = Span(
        before=Snapshot.parse(""),
        after=Snapshot.parse(mark.snapshot),
        zone=company.timezone,
        segment_attribute=settings.segment_attribute,
        currency=company.currency,
        evidence=settings.value_evidence,
    )
    rebuilt = change_of(span=span, settings=settings)
    stored = {kind: summed(kind, first=_EVERYTHING[0], last=_EVERYTHING[1]) for kind in Cell.Kind}
    differences = [line for kind in Cell.Kind for line in _differences(kind, stored[kind], rebuilt.sums[kind])]
    counters = sum(len(part.values) for part in rebuilt.sums.values())
    return Verified(rows=rebuilt.rows, counters=counters, differences=(*differences, *dangling_references()))


def _differences(kind: Cell.Kind, stored: Sums, rebuilt: Sums) -> list[str]:
    """Return a line for each cell of a kind that differs."""
    same = (
        np.array_equal(stored.cells, rebuilt.cells)
        and np.array_equal(stored.counters, rebuilt.counters)
        and np.array_equal(stored.values, rebuilt.values)
    )
    if same:
        return []
    entries = [
        {(c, n): v for c, n, v in zip(part.cells.tolist(), part.counters.tolist(), part.values.tolist(), strict=True)}
        for part in (stored, rebuilt)
    ]
    keys = sorted(key for key in entries[0].keys() | entries[1].keys() if entries[0].get(key) != entries[1].get(key))
    cells = np.unique(np.array([cell for cell, _ in keys], dtype=np.int64))
    scope, period, bucket = split_keys(cells)
    return [
        f"{kind.value} {s}, period {p}, bucket {b}: stored and rebuilt counters differ"
        for s, p, b in zip(scope.tolist(), period.tolist(), bucket.tolist(), strict=True)
    ]
