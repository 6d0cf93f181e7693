"""The counters of days are those of months, cut finer in time and not by groups of customers."""

from datetime import date

import pytest

from analytics.aggregates.marks import DAILY, cell_marks
from analytics.aggregates.reading import CellReader
from analytics.models.period import month_period

JUNE = 2026 * 12 + 5
KEPT = {"score", "emotional", "functional", "social"}


def merged(series):
    return {
        key: (sums.hist.sum(axis=0).tolist(), int(sums.total.sum()), int(sums.squares.sum()))
        for key, sums in series.items()
        if sums.hist.any()
    }


@pytest.mark.parametrize("kind", ["segment", "unit", "channel"])
def test_the_days_of_a_month_add_up_to_the_month(in_scored, kind):
    days = month_period(JUNE).days
    monthly, daily = CellReader(JUNE, JUNE), CellReader(*days, daily=True)

    whole = merged(monthly.series((JUNE, JUNE), kind))
    summed = merged(daily.series(days, kind))

    kept = {key for key in whole if kind == "segment" or not key.touchpoint or key.metric in KEPT}
    assert kept
    assert summed == {key: whole[key] for key in kept}


def test_days_know_units_one_by_one(in_scored):
    days = month_period(JUNE).days
    monthly, daily = CellReader(JUNE, JUNE), CellReader(*days, daily=True)

    for shop in ("shop0", "shop1"):
        whole, summed = merged(monthly.series((JUNE, JUNE), "unit", shop)), merged(daily.series(days, "unit", shop))
        assert summed
        assert summed == {key: whole[key] for key in summed}


@pytest.mark.parametrize("kind", ["segment", "unit", "channel"])
def test_one_pass_gives_what_asking_for_each_code_gives(in_scored, kind):
    days = month_period(JUNE).days
    for reader, window in ((CellReader(JUNE, JUNE), (JUNE, JUNE)), (CellReader(*days, daily=True), days)):
        codes = {"segment": reader.segments, "unit": reader.units, "channel": reader.channels}[kind]
        one_by_one = {code: merged(reader.series(window, kind, code)) for code in codes}

        found = {code: merged(series) for code, series in reader.answered(window, kind).items()}

        assert found == {code: series for code, series in one_by_one.items() if series}
        assert list(found) == sorted(found)


def test_only_days_with_answers_have_a_mark(in_scored):
    first, last = month_period(JUNE).days
    marked = [day for day in cell_marks(DAILY) if first <= day <= last]

    answered = CellReader(first, last, daily=True)
    assert marked
    assert all(answered.series((day, day)) for day in marked)
    assert (date(2026, 6, 1) - date(1970, 1, 1)).days == first


def test_a_hash_of_days_does_not_depend_on_other_days(in_scored):
    first, last = month_period(JUNE).days

    narrow, wide = CellReader(first, first + 6, daily=True), CellReader(first - 90, last, daily=True)

    assert narrow.digest((first, first + 6)) == wide.digest((first, first + 6))
    assert wide.digest((first, first + 6)) != wide.digest((first + 7, first + 13))
