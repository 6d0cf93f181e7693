import numpy as np
import pytest

from analytics.aggregates.counters import UNITS, Part, Sums, level_of, part_base, sums, together
from analytics.aggregates.keys import cell_keys, split_keys
from analytics.models.cell import Cell


def ints(*values):
    return np.array(values, dtype=np.int64)


def test_every_step_of_short_scales_is_a_whole_number_of_units():
    for steps in range(1, 11):
        assert (10 * UNITS) % steps == 0


def test_bins_are_rounded_half_up():
    points = [0, 2.49, 2.5, 7.5, 10]

    assert level_of(ints(*(round(point * UNITS) for point in points))).tolist() == [0, 2, 3, 8, 10]


def test_grouping_adds_equal_counters_and_drops_zeros():
    parts = [
        sums(Part.GRAM, ints(7, 3, 7), ints(1, 1, 1), ints(2, 5, 3)),
        sums(Part.GRAM, ints(3, 9), ints(1, 4), ints(-5, 1)),
    ]

    grouped = together(parts).grouped()

    assert grouped.cells.tolist() == [7, 9]
    assert grouped.counters.tolist() == [1, 4]
    assert grouped.values.tolist() == [5, 1]


def test_parts_never_share_a_counter():
    bases = [part_base(part) for part in Part]

    assert min(np.diff(bases)) == 1 << 28
    assert max(bases) + (1 << 28) <= 1 << 32


def test_taking_away_what_was_added_leaves_nothing():
    added = sums(Part.SALES, ints(1, 2, 2), ints(0, 1, 1), ints(4, 5, 6))

    left = together([added, added.negated()]).grouped()

    assert isinstance(left, Sums)
    assert len(left.values) == 0


@pytest.mark.parametrize("kind", list(Cell.Kind))
def test_cell_keys_keep_scope_period_and_group(kind):
    scope, period, bucket = ints(0, 3, 4000), ints(-5, 24_310, 20_000), ints(0, 7, 63)

    kept_scope, kept_period, kept_bucket = split_keys(cell_keys(kind, scope, period, bucket))

    assert kept_scope.tolist() == scope.tolist()
    assert kept_period.tolist() == period.tolist()
    assert set(kept_bucket.tolist()) <= set(range(64))
