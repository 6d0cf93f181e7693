import numpy as np
import pytest
from django.db import connection

from analytics.aggregates.cells import append_cells, compact_cells
from analytics.aggregates.counters import Part, Sums, part_base, together
from analytics.aggregates.digest import digest_of
from analytics.aggregates.entries import load_entries
from analytics.aggregates.keys import cell_keys
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry

pytestmark = pytest.mark.usefixtures("in_acme")

JUNE, JULY = 2026 * 12 + 5, 2026 * 12 + 6
SEGMENT = Cell.Kind.SEGMENT


def counted(part: Part, rows: list[tuple[int, int, int, int, int]]) -> Sums:
    """Return sums of one part from rows of scope, period, bucket, counter and value."""
    scope, period, bucket, counter, value = np.array(rows, dtype=np.int64).T
    return Sums(cell_keys(SEGMENT, scope, period, bucket), counter + part_base(part), value)


def append(*sums: Sums) -> None:
    append_cells({SEGMENT: together(list(sums)).grouped()})


def told(part: Part, *, first: int = JUNE, last: int = JULY) -> list[tuple[int, ...]]:
    """Return scope, period, bucket, counter and value of the entries that are read."""
    entries = load_entries(SEGMENT, first=first, last=last)[part]
    where = (column[entries.cell] for column in (entries.scope, entries.period, entries.bucket))
    return list(zip(*(column.tolist() for column in (*where, entries.counter, entries.value)), strict=True))


def test_entries_come_by_part_in_the_order_of_cells_and_counters():
    append(
        counted(Part.SALES, [(1, JUNE, 3, 0, 7), (0, JULY, 2, 1, 5)]),
        counted(Part.GRAM, [(1, JUNE, 3, 9, 4), (1, JUNE, 3, 2, 1), (0, JUNE, 63, 0, 2)]),
    )

    assert told(Part.GRAM) == [(0, JUNE, 63, 0, 2), (1, JUNE, 3, 2, 1), (1, JUNE, 3, 9, 4)]
    assert told(Part.SALES) == [(0, JULY, 2, 1, 5), (1, JUNE, 3, 0, 7)]
    assert told(Part.SALES, last=JUNE) == [(1, JUNE, 3, 0, 7)]
    assert told(Part.JOINT) == []


def test_appended_cells_add_up_and_what_was_taken_away_is_gone():
    append(counted(Part.JOINT, [(0, JUNE, 1, 5, 2), (0, JUNE, 1, 6, 1), (2, JUNE, 1, 5, 1)]))
    append(counted(Part.JOINT, [(0, JUNE, 1, 4, 8), (0, JUNE, 1, 5, 3), (0, JUNE, 1, 6, -1), (2, JUNE, 1, 5, -1)]))

    assert told(Part.JOINT) == [(0, JUNE, 1, 4, 8), (0, JUNE, 1, 5, 5)]


def test_reading_appended_cells_equals_reading_compacted_ones():
    random = np.random.default_rng(1)
    for _ in range(3):
        rows = [(int(s), JUNE + int(m), int(b), int(c), int(v)) for s, m, b, c, v in random.integers(0, 2, (40, 5))]
        append(counted(Part.OUTCOME, rows), counted(Part.ACTIVITY, rows))
    appended = [told(part) for part in Part]

    compact_cells()

    assert [told(part) for part in Part] == appended


def test_entries_of_a_window_and_scope_are_found_wherever_they_stand():
    rows = [(scope, month, 1, counter, 1) for scope in (0, 1, 2) for month in (JUNE, JULY) for counter in (0, 1)]
    append(counted(Part.JOINT, rows))
    entries = load_entries(SEGMENT, first=JUNE, last=JULY)[Part.JOINT]

    assert entries.within((JUNE, JULY)) is entries
    assert entries.within((JUNE, JUNE)).value.sum() == 6
    assert entries.within((JULY, JULY), 2).table(64, 2)[1].tolist() == [1, 1]
    assert entries.within((JUNE, JULY), 1).table(64, 2)[1].tolist() == [2, 2]
    assert not entries.within((JUNE, JULY), 3).value.size
    assert not entries.within((JULY + 1, JULY + 1)).value.size
    assert {scope: int(part.value.sum()) for scope, part in entries.by_scope().items()} == {0: 4, 1: 4, 2: 4}


def test_nothing_counted_is_read_as_nothing():
    entries = load_entries(SEGMENT, first=JUNE, last=JULY)

    assert set(entries) == set(Part)
    assert entries[Part.SERIES].by_scope() == {}
    assert entries[Part.SERIES].within((JUNE, JUNE)).table(64, 3).tolist() == [[0, 0, 0]] * 64


def digest(codes: dict[str, list[str]]) -> str:
    names = {kind: codes.get(kind.value, []) for kind in LayoutEntry.Kind}
    parts = load_entries(SEGMENT, first=JUNE, last=JULY)
    return digest_of(codes=names, cells={SEGMENT: list(parts.values())}, window=(JUNE, JULY))


def test_digest_knows_codes_and_not_their_positions():
    def design(first: int, second: int) -> Sums:
        """Return the product of the scores of two touchpoints at these positions, and their joint tables."""
        high, low = 2 + 2 * max(first, second), 2 + 2 * min(first, second)
        gram = [(0, JUNE, 5, high * (high + 1) // 2 + low, 11)]
        joint = [(0, JUNE, 5, 121 * first + 3, 1), (0, JUNE, 5, 121 * second + 4, 2)]
        return together([counted(Part.GRAM, gram), counted(Part.JOINT, joint)])

    append(design(0, 2))
    named = digest({"segment": [""], "touchpoint": ["pay", "unused", "queue"]})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM analytics_cell")
    append(design(1, 0))

    assert digest({"segment": ["", "other"], "touchpoint": ["queue", "pay"]}) == named
    assert digest({"segment": [""], "touchpoint": ["pay", "queue"]}) != named


@pytest.mark.parametrize(
    "other",
    [(0, JUNE, 1, 0, 2), (0, JUNE, 1, 1, 1), (0, JUNE, 2, 0, 1), (0, JULY, 1, 0, 1), (1, JUNE, 1, 0, 1)],
    ids=["value", "counter", "bucket", "period", "scope"],
)
def test_digest_changes_with_whatever_is_counted(other):
    names = {"segment": ["", "gold"], "touchpoint": ["pay"]}
    append(counted(Part.SALES, [(0, JUNE, 1, 0, 1)]))
    before = digest(names)
    append(counted(Part.SALES, [(0, JUNE, 1, 0, -1)]), counted(Part.SALES, [other]))

    assert digest(names) != before


def test_digest_tells_large_counters_apart():
    append(counted(Part.SALES, [(0, JUNE, 1, 0, 2**31), (0, JUNE, 1, 1, 1)]))
    names = {"segment": [""]}
    large = digest(names)
    append(counted(Part.SALES, [(0, JUNE, 1, 0, 2**32)]))

    assert digest(names) != large
