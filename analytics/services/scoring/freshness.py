"""Whether what a period was computed from has changed since, told without reading it."""

from collections.abc import Mapping
from functools import cached_property

from analytics.aggregates.marks import ANSWERED, CONTACTS, DAILY, HISTORIES, cell_marks
from analytics.models.period import Period
from analytics.services.scoring.hashing import digest_of
from analytics.services.scoring.months import Window

type CellMarks = Mapping[int, tuple[int, int]]
type Days = tuple[int, int]


class Marks:
    """Which cells the months and days of the current company hold."""

    def __init__(self) -> None:
        self.months: CellMarks = cell_marks()

    @cached_property
    def days(self) -> CellMarks:
        """Return the marks of days by their numbers since 1970-01-01, read when they are first needed."""
        return cell_marks(DAILY)

    @cached_property
    def answered(self) -> CellMarks:
        """Return the marks of the days' answers, which running values rest on."""
        return cell_marks(ANSWERED)

    @cached_property
    def contacts(self) -> CellMarks:
        """Return the marks of the days' contacts."""
        return cell_marks(CONTACTS)

    @cached_property
    def histories(self) -> CellMarks:
        """Return the marks of purchase histories by the months in which these changed."""
        return cell_marks(HISTORIES)

    def of(self, period: Period, window: Window, memory: Days) -> str:
        """Return which cells a period, its window and its memory hold: while it stays the same, so do the counters.

        `memory` are the first and last day of the answers behind running values.
        """
        around = period.months_around
        months = [
            [month, *mark]
            for month, mark in self.months.items()
            if window[0] <= month <= window[1] or around[0] <= month <= around[1]
        ]
        months += [[month, *mark] for month, mark in self.histories.items() if month <= window[1]]
        days = [_within(self.answered, memory), _within(self.contacts, period.days)]
        if period.months is None:
            days.append(_within(self.days, period.days))
        return digest_of([months, *days])


def _within(marks: CellMarks, days: Days) -> list[list[int]]:
    return [[day, *mark] for day, mark in marks.items() if days[0] <= day <= days[1]]
