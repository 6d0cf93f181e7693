"""Periods: spans of days in the company's time zone that are scored as one, and the names people give them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

EPOCH = date(1970, 1, 1)


class PeriodKind(models.TextChoices):
    """How long a period is."""

    DAY = "day", "A day"
    WEEK = "week", "An ISO week, Monday to Sunday"
    MONTH = "month", "A calendar month"
    FISCAL_MONTH = "fiscal_month", "Four or five weeks of a 4-4-5 calendar"
    QUARTER = "quarter", "A quarter of the company's fiscal year"
    YEAR = "year", "The company's fiscal year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, its start included and its end not, with its kind and the label it is known by.

    >>> from datetime import date
    >>> june = Period(date(2026, 6, 1), date(2026, 7, 1), "month", "2026-06")
    >>> june.months, june.days
    ((24317, 24317), (20605, 20634))
    """

    start: date
    end: date
    kind: str
    label: str

    @property
    def months(self) -> tuple[int, int] | None:
        """First and last month number when the period is made of whole calendar months, else None."""
        if self.start.day != 1 or self.end.day != 1:
            return None
        return self.start.year * 12 + self.start.month - 1, self.end.year * 12 + self.end.month - 2

    @property
    def months_around(self) -> tuple[int, int]:
        """First and last number of the months that the period touches."""
        last = self.end - timedelta(days=1)
        return self.start.year * 12 + self.start.month - 1, last.year * 12 + last.month - 1

    @property
    def days(self) -> tuple[int, int]:
        """First and last day, both included, as numbers since 1970-01-01."""
        return (self.start - EPOCH).days, (self.end - EPOCH).days - 1

    @property
    def last_whole_month(self) -> int:
        """Number of the latest month that is over when the period is."""
        return self.end.year * 12 + self.end.month - 2


def day_period(day: date) -> Period:
    """Return a day.

    >>> from datetime import date
    >>> day_period(date(2026, 1, 5)).label
    '2026-01-05'
    """
    return Period(day, day + timedelta(days=1), PeriodKind.DAY, day.isoformat())


def week_of(day: date) -> Period:
    """Return the ISO week that holds a day.

    >>> from datetime import date
    >>> week_of(date(2027, 1, 1)).label
    '2026-W53'
    """
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(monday, monday + timedelta(days=7), PeriodKind.WEEK, f"{year:04d}-W{week:02d}")


def month_period(number: int) -> Period:
    """Return the calendar month with a number, year * 12 + month - 1.

    >>> month_period(24312).label
    '2026-01'
    """
    start = first_of_month(number)
    return Period(start, first_of_month(number + 1), PeriodKind.MONTH, f"{start.year:04d}-{start.month:02d}")


def first_of_month(number: int) -> date:
    """Return the first day of the month with a number."""
    return date(number // 12, number % 12 + 1, 1)
