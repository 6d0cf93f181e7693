"""Whether what a period was computed from has changed since, told without reading it."""

from collections.abc import Mapping
from functools import cached_property

from analytics.aggregates.marks import DAILY, HISTORIES, cell_marks
from analytics.models.period import Period
from analytics.services.scoring.hashing import digest_of
from analytics.services.scoring.months import Window

type CellMarks = Mapping[int, tuple[int, int]]


class Marks:
    """Which cells the months and days of the current company hold."""

    def __init__(self) -> None:
        self.months: CellMarks = cell_marks()

    @cached_property
    def days(self) -> CellMarks:
        """Return the marks of days by their numbers since 1970-01-01, read when they are first needed."""
        return cell_marks(DAILY)

    @cached_property
    def histories(self) -> CellMarks:
        """Return the marks of purchase histories by the months in which these changed."""
        return cell_marks(HISTORIES)

    def of(self, period: Period, window: Window) -> str:
        """Return which cells a period and its window hold: while it stays the same, so do the counters."""
        around = period.months_around
        months = [
            [month, *mark]
            for month, mark in self.months.items()
            if window[0] <= month <= window[1] or around[0] <= month <= around[1]
        ]
        months += [[month, *mark] for month, mark in self.histories.items() if month <= window[1]]
        if period.months is not None:
            return digest_of(months)
        first, last = period.days
        return digest_of([months, [[day, *mark] for day, mark in self.days.items() if first <= day <= last]])
