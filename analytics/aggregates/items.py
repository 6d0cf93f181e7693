"""Evidence of value dimensions in a fact row, as SQL and as columns to read."""

from collections.abc import Sequence

from analytics.aggregates.counters import UNITS
from analytics.aggregates.packed import Column
from analytics.models.evidence import Evidence

_NUMBER = r"^\s*-?[0-9]{1,12}(\.[0-9]{1,6})?\s*$"


def item_name(place: int) -> str:
    """Return the name of the column that holds the evidence at a place of the settings."""
    return f"item{place}"


def item_sql(evidence: Evidence, row: str) -> str:
    """Return the SQL value of a piece of evidence in a fact row, 0 to 10, null where it is not given.

    The code is written into the statement: the settings let only letters, digits, `_`, `-` and `.` into it.
    """
    if evidence.is_asked:
        given = f"jsonb_typeof({row}.scores -> '{evidence.code}') = 'number'"
        value = f"({row}.scores ->> '{evidence.code}')::numeric"
    else:
        given = f"{row}.attributes ->> '{evidence.code}' ~ '{_NUMBER}'"
        value = f"trim({row}.attributes ->> '{evidence.code}')::numeric"
    low, high = f"({evidence.low!r})::numeric", f"({evidence.high!r})::numeric"
    scaled = f"10 * least(greatest(({value} - {low}) / ({high} - {low}), 0), 1)"
    return f"CASE WHEN {given} THEN {scaled} END"


def item_columns(evidence: Sequence[Evidence], *, asked: bool) -> list[Column]:
    """Return the columns of the evidence that answers (or else contacts) carry, in units, -1 where it is not given."""
    return [
        Column(item_name(place), f"coalesce(round({UNITS} * ({item_sql(one, 'v')})), -1)", "int")
        for place, one in enumerate(evidence)
        if one.is_asked is asked
    ]
