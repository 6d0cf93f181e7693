"""The clock of cases runs while people work, in their own time zone, and stands still otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedback.services.cases.hours import DAYS, BadSpan, Hours, read_week

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
OFFICE = read_week({day: ["09:00-12:00", "13:00-18:00"] for day in DAYS[:5]})
FRIDAY = datetime(2026, 5, 8, 17, 0, tzinfo=SHANGHAI)


def test_an_hour_on_friday_evening_ends_on_friday() -> None:
    assert Hours(SHANGHAI, OFFICE).after(FRIDAY, timedelta(hours=1)) == FRIDAY + timedelta(hours=1)


def test_two_hours_on_friday_evening_end_on_monday() -> None:
    found = Hours(SHANGHAI, OFFICE).after(FRIDAY, timedelta(hours=2))

    assert found == datetime(2026, 5, 11, 10, 0, tzinfo=SHANGHAI)


def test_holidays_are_passed_by() -> None:
    hours = Hours(SHANGHAI, OFFICE, {date(2026, 5, 11)})

    assert hours.after(FRIDAY, timedelta(hours=2)) == datetime(2026, 5, 12, 10, 0, tzinfo=SHANGHAI)


def test_without_a_week_the_clock_always_runs() -> None:
    assert Hours(SHANGHAI).after(FRIDAY, timedelta(hours=30)) == FRIDAY + timedelta(hours=30)
    assert Hours(SHANGHAI).between(FRIDAY, FRIDAY - timedelta(hours=1)) == timedelta()


@pytest.mark.parametrize("minutes", [1, 59, 60, 61, 480, 481, 2400, 9999])
def test_what_lies_between_is_what_went_by(minutes: int) -> None:
    hours = Hours(SHANGHAI, OFFICE, {date(2026, 5, 13)})

    over = hours.after(FRIDAY, timedelta(minutes=minutes))

    assert hours.between(FRIDAY, over) == timedelta(minutes=minutes)


def test_a_day_with_another_clock_has_its_own_length() -> None:
    around = Hours(BERLIN, read_week({day: ["00:00-24:00"] for day in DAYS}))
    spring = datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN)

    assert around.between(spring, datetime(2026, 3, 30, 0, 0, tzinfo=BERLIN)) == timedelta(hours=23)


def test_who_never_works_again_ends_the_search() -> None:
    never = Hours(UTC_ZONE, read_week({}))

    assert never.after(FRIDAY, timedelta(hours=1)) == FRIDAY + timedelta(days=400)


UTC_ZONE = ZoneInfo("UTC")


@pytest.mark.parametrize("spans", [["18:00-09:00"], ["09:00-09:00"], ["9-17"], ["09:00-12:00", "11:00-13:00"], [""]])
def test_what_is_no_span_is_refused(spans: list[str]) -> None:
    with pytest.raises(BadSpan, match="wed"):
        read_week({"wed": spans})


def test_spans_are_read_in_their_order() -> None:
    assert datetime(2026, 5, 4, tzinfo=UTC) < Hours(SHANGHAI, read_week({"mon": ["13:00-18:00", "09:00-12:00"]})).after(
        datetime(2026, 5, 4, 0, 0, tzinfo=SHANGHAI), timedelta(hours=1)
    )
