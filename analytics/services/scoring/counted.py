"""The counters of one period: those of its months, or of its days where it is not made of whole months."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from analytics.aggregates.contacts import Contacts, contact_counts
from analytics.aggregates.reading import CellReader
from analytics.aggregates.sums import SalesSums
from analytics.models.period import Period
from analytics.services.scoring.evidence import Signals, read_signals
from analytics.services.scoring.figures import Series
from analytics.services.scoring.gather import added
from analytics.services.scoring.months import Months
from analytics.services.scoring.reference import Delivered, delivered

type Scopes = Mapping[str, Series]


def month_of_prices(period: Period, months: Iterable[int]) -> int:
    """Return the month that the window of drivers and money ends with.

    A period of whole months takes its last. Any other takes the latest that is over when it is, so that nothing later
    enters; in a company's first month, that month itself. `months` are those with facts.
    """
    if period.months is not None:
        return period.months[1]
    is_first = all(month > period.last_whole_month for month in months)
    return period.months_around[1] if is_first else period.last_whole_month


class Counted:
    """The counters of a period of the current company, read when they are needed.

    A calendar month is read as it is. Several months are added up; as a customer may answer in each of them, intervals
    take the design effect of the sum. Days are not kept by groups of customers and lend from the months around them.
    """

    def __init__(self, months: Months, period: Period) -> None:
        self.months, self.period = months, period
        first, last = period.months or period.months_around
        self._around = range(first, last + 1)
        self._answered: dict[str, Scopes] = {}

    @cached_property
    def series(self) -> Series:
        """Return the metrics that have answers, by touchpoint and metric."""
        around = added([self.months.series(month) for month in self._around])
        if self.period.months is not None:
            return self._of_months(around)
        return _lent_all(self._days.series(self.period.days), around)

    def answered(self, kind: str) -> Scopes:
        """Return the metrics of all segments, units or channels that have answers, by code."""
        if kind not in self._answered:
            self._answered[kind] = self._read(kind)
        return self._answered[kind]

    def _read(self, kind: str) -> Scopes:
        parts = [self.months.answered(month, kind) for month in self._around]
        codes = sorted({code for part in parts for code in part})
        around = {code: added([part[code] for part in parts if code in part]) for code in codes}
        if self.period.months is not None:
            return {code: self._of_months(series) for code, series in around.items()}
        days = self._days.answered(self.period.days, kind)
        return {code: _lent_all(series, around[code]) for code, series in days.items() if code in around}

    def signals_of(self, segment: str | None = None) -> Signals:
        """Return what contacts and expectations tell, of a segment or of everybody; it is counted by months only."""
        return read_signals(self.months, *self.period.months, segment) if self.period.months else Signals()

    @cached_property
    def contacts(self) -> Contacts:
        """Return the contacts of the period by touchpoint and segment."""
        return contact_counts(*self.period.days)

    @property
    def delivered(self) -> Delivered | None:
        """Return what answer sheets say was delivered, None where the period is not made of months."""
        return delivered(self.months.drivers(self.period.months)) if self.period.months else None

    @property
    def sales(self) -> SalesSums | None:
        """Return orders, money and buyers, None where the period is not made of months."""
        return self.months.sales(self.period.months) if self.period.months else None

    @property
    def has_facts(self) -> bool:
        """Return whether anything is counted: what was taken away again is not."""
        if self.period.months is None:
            return bool(self.series)
        return any(self.months.has_facts(month) for month in self._around)

    @property
    def digest(self) -> str:
        """Return a hash of all counters that are read, the same for the same facts in every company."""
        days = "" if self.period.months else self._days.digest(self.period.days)
        return self.months.digest((self._around[0], self._around[-1])) + days

    @cached_property
    def _days(self) -> CellReader:
        return CellReader(*self.period.days, daily=True)

    def _of_months(self, around: Series) -> Series:
        """Return the series of a period of months: several lend to themselves."""
        return around if len(self._around) == 1 else _lent_all(around, around)


def _lent_all(series: Series, lenders: Series) -> Series:
    """Return the series that have answers, with the same of the months around as their lenders."""
    return {key: replace(sums, lender=lenders[key]) for key, sums in series.items() if sums.is_told and key in lenders}
