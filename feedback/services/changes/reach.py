"""Which of the changed facts somebody is told of, and as what: there, or there no longer.

Who is bound to units is told of what lies there. A fact that was moved elsewhere, and a customer whom no fact at the
units names any more, are gone for them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from feedback.models import Customer
from feedback.selectors import customers_of_units
from feedback.services.changes.spans import Span, Version

_WERE_THERE = (
    "SELECT DISTINCT fact_id FROM feedback_superseded WHERE fact_id = ANY(%s) AND (row ->> 'unit_id')::uuid = ANY(%s)"
)
_WERE_NAMED = (
    "SELECT DISTINCT (row ->> 'customer_id')::uuid FROM feedback_superseded WHERE kind IN ('feedback', 'orders') "
    "AND replaced_xid >= %s AND xid < %s AND (row ->> 'customer_id')::uuid = ANY(%s) "
    "AND (row ->> 'unit_id')::uuid = ANY(%s)"
)


def told(
    kind: str, versions: Sequence[Version], *, span: Span, units: Sequence[UUID] | None
) -> Iterator[tuple[Version, bool]]:
    """Yield the versions that are to be told, and whether the fact is there.

    What is gone is told to whoever may know it: not in a span from the first fact on.
    """
    reached, left = _reach(kind, versions, span, units)
    for one in versions:
        is_there = one.row is not None and not one.row.get("erased_at")
        if is_there and (reached is None or one.id in reached):
            yield one, True
        elif not span.is_whole and (reached is None or one.id in reached or one.id in left):
            yield one, False


def _reach(
    kind: str, versions: Sequence[Version], span: Span, units: Sequence[UUID] | None
) -> tuple[Collection[UUID] | None, Collection[UUID]]:
    """Return whose versions are within the units, None for all, and who is no more."""
    if units is None:
        return None, ()
    keys = [one.id for one in versions]
    if kind == "customers":
        now: set[UUID] = set(
            customers_of_units(Customer.objects.filter(pk__in=keys), units=units).values_list("pk", flat=True)
        )
        return now, _asked(_WERE_NAMED, span.since, span.until, keys, list(units))
    places = set(map(str, units))
    here = {one.id for one in versions if one.row is not None and one.row.get("unit_id") in places}
    return here, _asked(_WERE_THERE, keys, list(units))


def _asked(query: str, *params: Any) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return {key for (key,) in cursor.fetchall()}
