"""Which periods are to be scored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

from analytics.models.fiscal import RETAIL, Calendar
from analytics.models.period import EPOCH, Period, PeriodKind, first_of_month, month_period
from tenants.access import Refusal

LONGEST = 600
OF_DAYS = frozenset({PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.FISCAL_MONTH})


class BadPeriods(Refusal):
    """A range of periods that cannot be scored."""


@dataclass(frozen=True, slots=True)
class Span:
    """The periods of a kind that were asked for: those that begin between two others; None is open.

    `over_by` leaves out periods that are not over on that day.
    """

    first: Period | None = None
    last: Period | None = None
    kind: str = PeriodKind.MONTH
    over_by: date | None = None

    @classmethod
    def of_months(cls, first: int, last: int) -> Self:
        """Return the span of the months with two numbers and all between them."""
        return cls(month_period(first), month_period(last))

    @property
    def is_exact(self) -> bool:
        """Return whether every period between two given ends was asked for."""
        return self.first is not None and self.last is not None

    def periods(self, calendar: Calendar, months: Iterable[int], days: Callable[[], Iterable[int]]) -> list[Period]:
        """Return the periods to score: those with facts, or every one between two given ends. Raises BadPeriods.

        `months` and `days` are the numbers of those with facts; days are asked for only where the kind needs them.
        """
        if self.first is not None and self.last is not None:
            return self._every(calendar, self.first, self.last)
        of_days = self.kind in OF_DAYS or (calendar.scheme == RETAIL and self.kind != PeriodKind.MONTH)
        known = [EPOCH + timedelta(days=day) for day in days()] if of_days else [first_of_month(m) for m in months]
        found = {calendar.period_of(self.kind, day) for day in known}
        return [period for period in sorted(found) if self._holds(period)]

    def _every(self, calendar: Calendar, first: Period, last: Period) -> list[Period]:
        found = calendar.between(self.kind, first.start, last.end) if first.start <= last.start else []
        if not 0 < len(found) <= LONGEST:
            kind = PeriodKind(self.kind).value.replace("_", " ")
            raise BadPeriods(
                _("from %(label)s to %(label2)s is not a range of 1 to %(longest)s %(kind)ss")
                % {"label": first.label, "label2": last.label, "longest": LONGEST, "kind": kind}
            )
        return found

    def _holds(self, period: Period) -> bool:
        if self.over_by is not None and period.end > self.over_by:
            return False
        after = self.first is None or period.start >= self.first.start
        return after and (self.last is None or period.start < self.last.end)
