"""The company's calendar: which days its weeks, months, quarters and years are made of, and what they are called."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.models.period import Period, PeriodKind, day_period, first_of_month, month_period, week_of

FIRST_YEAR, LAST_YEAR = 1900, 2200
MONTHS, RETAIL = "months", "445"
WEEKS_OF_MONTHS = (4, 4, 5)
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December")  # fmt: skip

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_FISCAL_MONTH = re.compile(r"FY(\d{4})-P(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(FY)?(\d{4})-Q(\d)", re.ASCII)
_YEAR = re.compile(r"(FY)?(\d{4})", re.ASCII)


KIND_BY_LENGTH = {len("2026-01-05"): PeriodKind.DAY, len("2026-01"): PeriodKind.MONTH}


class BadPeriod(ValueError):
    """A text that names no period of the company's calendar; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The company's fiscal calendar.

    `scheme` is "months" (quarters are three calendar months, counted from the first of `year_start`) or "445" (the year
    starts on the Monday nearest to that day, and each quarter has months of four, four and five weeks; a 53rd week
    falls to the last). A fiscal year is named by the calendar year in which it ends, or starts when `named_by` says so.
    A year of calendar months from January is a plain year: its quarters are 2026-Q1, those of all others FY2026-Q1.
    """

    scheme: str = MONTHS
    year_start: int = 1
    named_by: str = "end"

    @property
    def prefix(self) -> str:
        """What stands before the year in labels of quarters and years."""
        return "" if self.scheme == MONTHS and self.year_start == 1 else "FY"

    def period_of(self, kind: str, day: date) -> Period:
        """Return the period of a kind that holds a day. Raises BadPeriod for a kind that the calendar does not know."""
        if kind == PeriodKind.DAY:
            return day_period(day)
        if kind == PeriodKind.WEEK:
            return week_of(day)
        if kind == PeriodKind.MONTH:
            return month_period(day.year * 12 + day.month - 1)
        if kind == PeriodKind.FISCAL_MONTH and self.scheme == MONTHS:
            raise BadPeriod("months of four or five weeks need the setting fiscal_calendar 445; use calendar months")
        year = self._year_of(day)
        return next(part for part in self._parts(kind, year) if part.start <= day < part.end)

    def between(self, kind: str, first: date, end: date) -> list[Period]:
        """Return the periods of a kind that begin on or after `first` and before `end`, in order."""
        period = self.period_of(kind, first)
        if period.start < first:
            period = self.period_of(kind, period.end)
        found = []
        while period.start < end:
            found.append(period)
            period = self.period_of(kind, period.end)
        return found

    def is_known(self, kind: str, start: date, end: date) -> bool:
        """Return whether the calendar has a period of a kind with these days: after a change of calendar it may not."""
        if kind == PeriodKind.FISCAL_MONTH and self.scheme == MONTHS:
            return False
        period = self.period_of(kind, start)
        return (period.start, period.end) == (start, end)

    def parse(self, text: str) -> Period:
        """Return the period that a label names. Raises BadPeriod, in words for people.

        >>> Calendar().parse("2026-W02").start.isoformat()
        '2026-01-05'
        >>> april = Calendar(year_start=4).parse("FY2026-Q1")
        >>> april.start.isoformat(), april.end.isoformat()
        ('2025-04-01', '2025-07-01')
        """
        period = self.plain(text) or self._fiscal(text)
        if period is None:
            raise BadPeriod(f"{text!r} is not a period; write {self.examples}")
        return period

    @property
    def examples(self) -> str:
        """A label of each kind, for messages."""
        fiscal_month = "a fiscal month as FY2026-P01, " if self.scheme == RETAIL else ""
        return (
            f"a day as 2026-01-05, a week as 2026-W02, a month as 2026-01, {fiscal_month}"
            f"a quarter as {self.prefix}2026-Q1 or a year as {self.prefix}2026"
        )

    def plain(self, text: str) -> Period | None:
        """Return the day, week or calendar month of a label, None when it has none of these forms; may raise BadPeriod.

        They are the same in every calendar.
        """
        try:
            day = _first_day(text)
        except ValueError as error:
            raise BadPeriod(f"{text!r} does not exist: {error}; write {self.examples}") from error
        if day is None:
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadPeriod(f"{text!r}: the year must be {FIRST_YEAR} to {LAST_YEAR}")
        return self.period_of(PeriodKind.WEEK if "W" in text else KIND_BY_LENGTH[len(text)], day)

    def _fiscal(self, text: str) -> Period | None:
        """Return the fiscal month, quarter or year of a label, None when it has none of these forms."""
        if found := _FISCAL_MONTH.fullmatch(text):
            return self._part(text, PeriodKind.FISCAL_MONTH, int(found[1]), int(found[2]))
        if found := _QUARTER.fullmatch(text):
            self._check_prefix(text, found[1])
            return self._part(text, PeriodKind.QUARTER, int(found[2]), int(found[3]))
        if found := _YEAR.fullmatch(text):
            self._check_prefix(text, found[1])
            return self._part(text, PeriodKind.YEAR, int(found[2]), 1)
        return None

    def _check_prefix(self, text: str, prefix: str | None) -> None:
        if (prefix or "") == self.prefix:
            return
        plain = text.removeprefix("FY")
        if self.prefix:
            began = "on the Monday nearest to 1" if self.scheme == RETAIL else "in"
            raise BadPeriod(f"the company's fiscal year starts {began} {NAMES[self.year_start - 1]}: write FY{plain}")
        raise BadPeriod(f"the company's year is the calendar year: write {plain}, or set fiscal_year_start")

    def _part(self, text: str, kind: str, year: int, number: int) -> Period:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadPeriod(f"{text!r}: the year must be {FIRST_YEAR} to {LAST_YEAR}")
        if kind == PeriodKind.FISCAL_MONTH and self.scheme == MONTHS:
            raise BadPeriod(f"{text!r} needs the setting fiscal_calendar 445; write a calendar month as 2026-01")
        parts = list(self._parts(kind, self._first_year(year)))
        if not 1 <= number <= len(parts):
            raise BadPeriod(f"{text!r}: a year has the parts 1 to {len(parts)}")
        return parts[number - 1]

    def _first_year(self, name: int) -> int:
        """Return the calendar year in which the fiscal year with a name starts."""
        return name if self.year_start == 1 or self.named_by == "start" else name - 1

    def _name(self, year: int) -> int:
        return year if self.year_start == 1 or self.named_by == "start" else year + 1

    def _starts(self, year: int) -> date:
        """Return the first day of the fiscal year that starts in a calendar year, or within days of it."""
        nominal = date(year, self.year_start, 1)
        if self.scheme == MONTHS:
            return nominal
        return nominal + timedelta(days=(3 - nominal.weekday()) % 7 - 3)

    def _year_of(self, day: date) -> int:
        """Return the calendar year in which the fiscal year that holds a day starts."""
        return next(year for year in (day.year + 1, day.year, day.year - 1) if self._starts(year) <= day)

    def _parts(self, kind: str, year: int) -> Iterator[Period]:
        """Yield the fiscal months, quarters or the year itself of the fiscal year that starts in a calendar year."""
        name = f"{self.prefix}{self._name(year):04d}"
        edges = self._edges(year)
        if kind == PeriodKind.YEAR:
            yield Period(edges[0], edges[12], kind, name)
            return
        step, mark = (1, "P{:02d}") if kind == PeriodKind.FISCAL_MONTH else (3, "Q{}")
        for number, place in enumerate(range(0, 12, step), start=1):
            yield Period(edges[place], edges[place + step], kind, f"{name}-{mark.format(number)}")

    def _edges(self, year: int) -> list[date]:
        """Return the 13 days on which the months of a fiscal year begin and the last one ends."""
        if self.scheme == MONTHS:
            return [first_of_month(year * 12 + self.year_start - 1 + month) for month in range(13)]
        edges = [self._starts(year)]
        for weeks in WEEKS_OF_MONTHS * 4:
            edges.append(edges[-1] + timedelta(weeks=weeks))
        return [*edges[:12], self._starts(year + 1)]


def _first_day(text: str) -> date | None:
    """Return the first day of a label of a day, week or month, None for another form; may raise ValueError."""
    if found := _DAY.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _WEEK.fullmatch(text):
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    if found := _MONTH.fullmatch(text):
        return date(int(found[1]), int(found[2]), 1)
    return None
