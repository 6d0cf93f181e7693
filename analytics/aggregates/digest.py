"""A hash of counters that does not depend on when codes were first seen."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from analytics.aggregates.counters import LEVELS, SERIES_SIZE, Ints, Part
from analytics.aggregates.entries import Entries, Small
from analytics.aggregates.evidence import EVIDENCE_SIZE, GAP_FIELDS
from analytics.aggregates.met import MET_FIELDS
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry

_MOST = 2**31 - 1

_SCOPES = {
    Cell.Kind.SEGMENT: LayoutEntry.Kind.SEGMENT,
    Cell.Kind.UNIT: LayoutEntry.Kind.UNIT,
    Cell.Kind.CHANNEL: LayoutEntry.Kind.CHANNEL,
    Cell.Kind.DAY: LayoutEntry.Kind.SEGMENT,
    Cell.Kind.UNIT_DAY: LayoutEntry.Kind.UNIT,
    Cell.Kind.CHANNEL_DAY: LayoutEntry.Kind.CHANNEL,
}


def digest_of(
    *,
    codes: Mapping[LayoutEntry.Kind, Sequence[str]],
    cells: Mapping[Cell.Kind, list[Entries]],
    window: tuple[int, int],
) -> str:
    """Return the SHA-256 of all counters of a window, in the order of codes instead of positions.

    `cells[kind]` lists the entries of every `Part`, in the order of the parts. Codes that nothing was counted for do
    not enter, so unused touchpoints or units change nothing.
    """
    hashed = hashlib.sha256()
    for kind, parts in cells.items():
        names = codes[_SCOPES[kind]]
        for part, entries in zip(Part, parts, strict=True):
            hashed.update(f"{kind.value}/{part.name}\n".encode())
            _feed(hashed, kind, part, entries, window, names, codes[LayoutEntry.Kind.TOUCHPOINT])
    return hashed.hexdigest()


def _feed(
    hashed: "hashlib._Hash",
    kind: Cell.Kind,
    part: Part,
    entries: Entries,
    window: tuple[int, int],
    scopes: Sequence[str],
    touchpoints: Sequence[str],
) -> None:
    """Add the sums of one part to the hash: names, counters and cells first, then place and value of every entry.

    Counters and cells are put into the order of their codes, each of them once; entries follow in that order.
    """
    inside = entries.within(window)
    if not len(inside.value):
        return
    numbers, place_of_number = _distinct(inside.counter)
    low, high = _touchpoint_places(part, numbers)
    both, used_touchpoints = _ranked(np.concatenate([low[:, 0], high[:, 0]]), touchpoints)
    first, second = np.split(both, 2)
    swapped = (first > second) | ((first == second) & (low[:, 1] > high[:, 1]))
    first, second = np.where(swapped, second, first), np.where(swapped, first, second)
    one, two = np.where(swapped, high[:, 1], low[:, 1]), np.where(swapped, low[:, 1], high[:, 1])
    counters, rank_of_counter = _in_order(first, one, second, two)
    kept, place_of_cell = _distinct(inside.cell)
    scope, used_scopes = _ranked(inside.scope[kept], scopes)
    cells, rank_of_cell = _in_order(scope, inside.period[kept], inside.bucket[kept])
    hashed.update(repr((used_scopes, used_touchpoints, len(counters), len(cells), len(inside.value))).encode())
    hashed.update(counters.tobytes() + cells.tobytes())
    places = (rank_of_cell * len(counters))[place_of_cell][inside.cell]
    places += rank_of_counter[place_of_number][inside.counter]
    _feed_entries(hashed, places, inside.value)


def _feed_entries(hashed: "hashlib._Hash", places: Ints, values: Ints) -> None:
    """Add places and values, in the order of the places, to the hash: in 32 bits where all of them fit."""
    if not (places[1:] > places[:-1]).all():
        order = np.argsort(places)
        places, values = places[order], values[order]
    for column in (places, values):
        width = "<i4" if column.min() >= -_MOST and column.max() <= _MOST else "<i8"
        hashed.update(width.encode() + column.astype(width).tobytes())


def _distinct(numbers: Small) -> tuple[Ints, Ints]:
    """Return the distinct numbers, all of them from 0 on, and for every number up to the largest its place in these."""
    seen = np.zeros(int(numbers.max()) + 1, dtype=np.bool_)
    seen[numbers] = True
    return np.flatnonzero(seen), np.cumsum(seen) - 1


def _in_order(*columns: Ints) -> tuple[Ints, Ints]:
    """Return rows of parallel columns in order, little-endian, and the rank of each row."""
    order = np.lexsort(columns[::-1])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return np.column_stack(columns)[order].astype("<i8"), rank


def _touchpoint_places(part: Part, counter: Ints) -> tuple[Ints, Ints]:
    """Return the touchpoint positions (-1: none) in counters and the rest of the number, for two factors.

    Only counters of the Gram matrix have two factors; the second of the others is (-1, 0).
    """
    nothing = np.stack([np.full_like(counter, -1), np.zeros_like(counter)], axis=1)
    if part is Part.GRAM:
        row = ((np.sqrt(8.0 * counter + 1) - 1) // 2).astype(np.int64)
        return _column_place(counter - row * (row + 1) // 2), _column_place(row)
    if part is Part.OUTCOME:
        place = _column_place(counter // LEVELS)
        return np.stack([place[:, 0], place[:, 1] * LEVELS + counter % LEVELS], axis=1), nothing
    sizes = {Part.JOINT: LEVELS * LEVELS, Part.SCORE_SUM: LEVELS, Part.GAP: len(GAP_FIELDS), Part.MET: len(MET_FIELDS)}
    if part in sizes:
        return np.stack([counter // sizes[part], counter % sizes[part]], axis=1), nothing
    if part in (Part.SERIES, Part.EVIDENCE):
        size = 32 * SERIES_SIZE if part is Part.SERIES else EVIDENCE_SIZE
        return np.stack([counter // size - 1, counter % size], axis=1), nothing
    return np.stack([np.full_like(counter, -1), counter], axis=1), nothing


def _column_place(column: Ints) -> Ints:
    """Return touchpoint position and kind (0 constant, 1 met, 2 score) of columns of the design."""
    place = (column - 1) // 2
    return np.stack([np.where(column == 0, -1, place), np.where(column == 0, 0, (column - 1) % 2 + 1)], axis=1)


def _ranked(positions: Ints, names: Sequence[str]) -> tuple[Ints, list[str]]:
    """Return positions replaced by their rank in the order of names, and the names used; -1 stays -1."""
    used = sorted({int(position) for position in np.unique(positions) if position >= 0}, key=lambda p: names[p])
    rank = np.full(max(used, default=-1) + 2, -1, dtype=np.int64)
    rank[used] = np.arange(len(used))
    return rank[positions], [names[position] for position in used]
