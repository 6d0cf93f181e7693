"""Storing sums as cells and reading them back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import psycopg
from django.db import connection

from analytics.aggregates.counters import ENTRY, Ints, Sums
from analytics.aggregates.keys import cell_keys, first_of_runs, split_keys
from analytics.models.cell import Cell

_TYPES = ["text", "int4", "int4", "int2", "bytea"]
_COMPACT_AT = 20_000


@dataclass(frozen=True)
class Loaded:
    """Entries of cells as parallel arrays: scope position, period, bucket, counter number and value."""

    scope: Ints
    period: Ints
    bucket: Ints
    counter: Ints
    value: Ints


def append_cells(sums: Mapping[Cell.Kind, Sums]) -> int:
    """Append sums, already grouped, as cells; return how many."""
    appended = 0
    with connection.cursor() as cursor:
        raw: psycopg.Connection[tuple[object, ...]] = cursor.connection
        statement = "COPY analytics_cell (kind, scope, period, bucket, payload) FROM STDIN (FORMAT binary)"
        with raw.cursor().copy(statement) as copy:
            copy.set_types(_TYPES)
            for kind, part in sums.items():
                for row in _packed(kind, part):
                    copy.write_row(row)
                    appended += 1
    return appended


def _packed(kind: Cell.Kind, part: Sums) -> Iterator[tuple[str, int, int, int, bytes]]:
    """Yield a row for each cell of grouped sums."""
    entries = np.empty(len(part.cells), dtype=ENTRY)
    entries["counter"], entries["value"] = part.counters, part.values
    starts = first_of_runs(part.cells)
    scope, period, bucket = (column.tolist() for column in split_keys(part.cells[starts]))
    payload, width = entries.tobytes(), ENTRY.itemsize
    edges = [*(starts * width).tolist(), len(payload)]
    for index in range(len(starts)):
        yield kind.value, scope[index], period[index], bucket[index], payload[edges[index] : edges[index + 1]]


def stored_cells(kind: Cell.Kind, *, first: int, last: int) -> tuple[Ints, list[bytes]]:
    """Return scope, period and bucket (C, 3) and the payloads of all cells of a kind whose period is in first..last."""
    with connection.cursor() as cursor:
        raw: psycopg.Connection[tuple[int, int, int, bytes]] = cursor.connection
        rows = (
            psycopg.Cursor(raw)
            .execute(
                "SELECT scope, period, bucket, payload FROM analytics_cell"
                " WHERE kind = %s AND period BETWEEN %s AND %s",
                (kind.value, first, last),
                binary=True,
            )
            .fetchall()
        )
    return np.array([row[:3] for row in rows], dtype=np.int64).reshape(-1, 3), [row[3] for row in rows]


def load_cells(kind: Cell.Kind, *, first: int, last: int) -> Loaded:
    """Return the entries of all cells of a kind whose period lies in first..last; equal keys are not added up yet."""
    keys, payloads = stored_cells(kind, first=first, last=last)
    entries = np.frombuffer(b"".join(payloads), dtype=ENTRY)
    lengths = np.array([len(payload) // ENTRY.itemsize for payload in payloads], dtype=np.int64)
    scope, period, bucket = (np.repeat(column, lengths) for column in keys.T)
    return Loaded(
        scope=scope,
        period=period,
        bucket=bucket,
        counter=entries["counter"].astype(np.int64),
        value=entries["value"].astype(np.int64),
    )


def summed(kind: Cell.Kind, *, first: int, last: int) -> Sums:
    """Return the cells of a kind added up by key and counter, without zeros: the state that rebuilding must equal."""
    loaded = load_cells(kind, first=first, last=last)
    keys = cell_keys(kind, loaded.scope, loaded.period, loaded.bucket)
    return Sums(cells=keys, counters=loaded.counter, values=loaded.value).grouped()


def clear_cells() -> None:
    """Remove all cells, before a rebuild."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM analytics_cell")


def needs_compaction(*, appended: int, compacted: int) -> bool:
    """Return True when so many cells were appended that adding them up pays."""
    return appended > max(_COMPACT_AT, compacted)


def compact_cells() -> int:
    """Replace the cells of each key by their sum; return how many cells are left. Call with the watermark locked."""
    everything = -(2**31), 2**31 - 1
    sums = {kind: summed(kind, first=everything[0], last=everything[1]) for kind in Cell.Kind}
    clear_cells()
    return append_cells(sums)
