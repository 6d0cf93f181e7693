"""Every day has one period of each kind, and every label names the period it came from."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from analytics.models.fiscal import BadPeriod, Calendar
from analytics.models.period import PeriodKind

CALENDARS = [
    Calendar(),
    Calendar(year_start=4),
    Calendar(year_start=7, named_by="start"),
    Calendar("445", 1),
    Calendar("445", 2),
    Calendar("445", 9, "start"),
]
FIRST, END = date(2019, 1, 1), date(2031, 1, 1)


def kinds(calendar):
    return [kind for kind in PeriodKind if kind != PeriodKind.FISCAL_MONTH or calendar.scheme == "445"]


@pytest.mark.parametrize("calendar", CALENDARS)
def test_periods_follow_each_other_without_gap_and_their_labels_name_them(calendar):
    for kind in kinds(calendar):
        periods = calendar.between(kind, FIRST, END)
        assert all(one.end == other.start for one, other in pairwise(periods))
        assert len({period.label for period in periods}) == len(periods)
        for period in periods:
            assert calendar.parse(period.label) == period
            assert calendar.is_known(kind, period.start, period.end)


@pytest.mark.parametrize("calendar", CALENDARS)
def test_a_day_lies_in_its_period(calendar):
    for shift in range(0, 800, 7):
        day = FIRST + timedelta(days=shift)
        for kind in kinds(calendar):
            period = calendar.period_of(kind, day)
            assert period.start <= day < period.end


@pytest.mark.parametrize(
    ("calendar", "label", "start", "end"),
    [
        (Calendar(), "2026-01-05", "2026-01-05", "2026-01-06"),
        (Calendar(), "2026-W01", "2025-12-29", "2026-01-05"),
        (Calendar(), "2026-W53", "2026-12-28", "2027-01-04"),
        (Calendar(), "2026-12", "2026-12-01", "2027-01-01"),
        (Calendar(), "2026-Q4", "2026-10-01", "2027-01-01"),
        (Calendar(), "2026", "2026-01-01", "2027-01-01"),
        (Calendar(year_start=4), "FY2026-Q1", "2025-04-01", "2025-07-01"),
        (Calendar(year_start=4, named_by="start"), "FY2026-Q4", "2027-01-01", "2027-04-01"),
        (Calendar(year_start=10), "FY2026", "2025-10-01", "2026-10-01"),
        (Calendar("445", 2, "start"), "FY2023", "2023-01-30", "2024-01-29"),
        (Calendar("445", 2, "start"), "FY2026-P01", "2026-02-02", "2026-03-02"),
        (Calendar("445", 2, "start"), "FY2026-P03", "2026-03-30", "2026-05-04"),
        (Calendar("445", 1), "FY2026-P12", "2026-11-23", "2027-01-04"),
    ],
)
def test_labels_name_these_days(calendar, label, start, end):
    period = calendar.parse(label)

    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (start, end, label)


def test_a_retail_year_from_january_is_the_iso_year_and_its_53rd_week_falls_to_the_last_month():
    calendar = Calendar("445", 1)

    for year in range(2015, 2040):
        found = calendar.parse(f"FY{year}")
        assert found.start == date.fromisocalendar(year, 1, 1)
    assert (calendar.parse("FY2026").end - calendar.parse("FY2026").start).days == 53 * 7
    assert (calendar.parse("FY2026-P12").end - calendar.parse("FY2026-P12").start).days == 6 * 7


@pytest.mark.parametrize(
    ("calendar", "text", "message"),
    [
        (Calendar(), "May", "'May' is not a period; write a day as 2026-01-05, a week as 2026-W02"),
        (Calendar(), "2026-13", "'2026-13' does not exist: month must be in 1..12"),
        (Calendar(), "2026-02-30", "'2026-02-30' does not exist"),
        (Calendar(), "2025-W53", "'2025-W53' does not exist: Invalid week: 53"),
        (Calendar(), "2026-Q5", "a year has the parts 1 to 4"),
        (Calendar(), "0000-01", "does not exist"),
        (Calendar(), "1000-01", "the year must be 1900 to 2200"),
        (Calendar(), "0001-Q1", "the year must be 1900 to 2200"),
        (Calendar(), "FY2026-Q1", "the company's year is the calendar year: write 2026-Q1"),
        (Calendar(year_start=4), "2026-Q1", "fiscal year starts in April: write FY2026-Q1"),
        (Calendar("445", 2), "2026", "on the Monday nearest to 1 February: write FY2026"),
        (Calendar(), "FY2026-P01", "needs the setting fiscal_calendar 445"),
        (Calendar(), "２０２６-01", "is not a period"),
    ],
)
def test_other_texts_are_refused_in_words(calendar, text, message):
    with pytest.raises(BadPeriod, match=message):
        calendar.parse(text)


def test_after_a_change_of_calendar_old_quarters_are_not_known():
    old = Calendar().parse("2026-Q1")

    assert not Calendar(year_start=2).is_known(old.kind, old.start, old.end)
    assert not Calendar().is_known(PeriodKind.FISCAL_MONTH, date(2026, 2, 2), date(2026, 3, 2))


def test_only_periods_of_whole_months_have_months():
    assert Calendar().parse("2026-Q2").months == (24315, 24317)
    assert Calendar().parse("2026-W02").months is None
    assert Calendar().parse("2026-W05").months_around == (24312, 24313)
    assert Calendar().parse("2026-W05").last_whole_month == 24312
    assert Calendar().parse("2026-W02").last_whole_month == 24311
    assert Calendar().parse("2026-02").last_whole_month == 24313
