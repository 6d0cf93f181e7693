"""Columns as they read in the other database: ids of transactions mean something in one only, so they are moved.

All that come are moved below those that are given there, in their order. So the watermark holds what it held, and
counters need not be built anew.
"""

from django.conf import settings
from django.db import connection

from tenants.services.archive.contents import Column, Table

# How many transactions the source may have while a move goes on: what they write must still come below.
ROOM = 2**31


def shift_between(*, given_in_source: int, given_in_target: int) -> int:
    """Return what is added to a transaction id of the source; both arguments are the next ones to be given.

    >>> shift_between(given_in_source=1000, given_in_target=50) + 1000 + ROOM < 50
    True
    """
    return given_in_target - given_in_source - ROOM - 1


def shifted(table: Table, by: int) -> list[str]:
    """Return the SQL expressions of a table's columns, with its transaction ids moved by so much."""
    return [_shifted(table, column, by) for column in table.columns]


def _shifted(table: Table, column: Column, by: int) -> str:
    name = connection.ops.quote_name(column.name)
    if by == 0:
        return name
    if column.name in settings.ARCHIVE_TRANSACTION_COLUMNS:
        return f"({name} + ({by}))::{column.type}"
    if f"{table.name}.{column.name}" in settings.SNAPSHOT_COLUMNS:
        return _snapshot(name, by)
    if f"{table.name}.{column.name}" in settings.ROW_IMAGE_COLUMNS:
        moved = f"jsonb_build_object('xid', ({name}->>'xid')::bigint + ({by}))"
        return f"CASE WHEN jsonb_typeof({name}->'xid') = 'number' THEN {name} || {moved} ELSE {name} END"
    return name


def _snapshot(name: str, by: int) -> str:
    """Return the expression of `low:high:open,open` with every number moved; an empty text stays empty."""
    low, high = (f"(split_part({name}, ':', {place})::bigint + ({by}))::text" for place in (1, 2))
    running = f"unnest(string_to_array(nullif(split_part({name}, ':', 3), ''), ',')) WITH ORDINALITY AS u(x, n)"
    moved = f"(SELECT string_agg((x::bigint + ({by}))::text, ',' ORDER BY n) FROM {running})"  # noqa: S608 - quoted names
    return f"CASE WHEN {name} = '' THEN {name} ELSE {low} || ':' || {high} || ':' || coalesce({moved}, '') END"
