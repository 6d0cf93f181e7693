"""Totals by day are those of the months, cut finer in time and added up over segments."""

from analytics.aggregates.day_totals import DayReader, totals_digest
from analytics.aggregates.days import day_number
from analytics.aggregates.reading import CellReader
from analytics.models.period import month_period
from tests.analytics.day_cells import FIRST, add_cells, add_layout, answers

MAY, JUNE = 2026 * 12 + 4, 2026 * 12 + 5


def test_days_of_two_months_add_up_to_them(in_scored):
    first, last = month_period(MAY).days[0], month_period(JUNE).days[1]
    months = CellReader(MAY, JUNE).series((MAY, JUNE))

    found = DayReader().totals(first, last)

    assert {key.touchpoint for key in found} == {"dine", "pay", "queue"}
    assert "" not in {key.touchpoint for key in found}
    for key, days in found.items():
        whole = months[key]
        assert len(days.n) == last - first + 1
        assert days.scale == whole.scale
        assert (days.n.sum(), days.total.sum(), days.squares.sum()) == (
            whole.hist.sum(),
            whole.total.sum(),
            whole.squares.sum(),
        )


def test_each_day_stands_in_its_place_whatever_the_first_day_is(in_acme):
    add_layout()
    given = answers(days=60, n=5)
    add_cells(0, "score", given, segment=0)
    reader, start = DayReader(), day_number(FIRST)

    ((_, whole),) = reader.totals(start, start + 59).items()
    ((_, part),) = reader.totals(start + 20, start + 45).items()

    assert whole.n.tolist() == given.sum(axis=1).tolist()
    assert part.n.tolist() == whole.n[20:46].tolist()
    assert part.squares.tolist() == whole.squares[20:46].tolist()


def test_the_digest_is_that_of_the_days_read_and_empty_days_have_none(in_acme):
    add_layout()
    add_cells(0, "score", answers(days=10))
    start, reader = day_number(FIRST), DayReader()
    before = totals_digest(reader.totals(start, start + 9))

    add_cells(1, "score", answers(days=10))

    assert totals_digest(reader.totals(start, start + 9)) == before
    assert totals_digest(DayReader().totals(start, start + 9)) != before
    assert reader.totals(start + 40, start + 50) == {}
