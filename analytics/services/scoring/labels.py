"""From the labels that people write to the periods that are meant."""

from datetime import date

from analytics.aggregates.months import parse
from analytics.models.fiscal import BadPeriod, Calendar
from analytics.models.period import Period, PeriodKind
from analytics.services.scoring.span import Span
from tenants.access import Refusal


class BadLabel(Refusal):
    """A period that cannot be read."""


def first_day(text: str) -> date:
    """Return the first day of a month written YYYY-MM. Raises BadLabel."""
    try:
        month = parse(text)
    except ValueError as error:
        raise BadLabel(str(error), field="period") from error
    return date(month // 12, month % 12 + 1, 1)


def read_period(text: str, calendar: Calendar) -> Period:
    """Return the period that a label names in the company's calendar. Raises BadLabel."""
    return _end(text, calendar, field="period")


def read_span(first: str | None, last: str | None, granularity: str | None, calendar: Calendar) -> Span:
    """Return the periods from one label to another; their form tells the kind when `granularity` does not.

    Raises BadLabel for a text that names no period, for two kinds without a granularity, and for a kind that the
    company's calendar does not have.
    """
    ends = [_end(text, calendar, field=field) if text else None for text, field in ((first, "first"), (last, "last"))]
    kinds = {str(end.kind) for end in ends if end is not None}
    if granularity is None and len(kinds) > 1:
        raise BadLabel(f"{first} and {last} are periods of two kinds: say --granularity {' or '.join(sorted(kinds))}")
    kind = granularity or next(iter(kinds), PeriodKind.MONTH.value)
    try:
        calendar.period_of(kind, date(2026, 1, 1))
    except BadPeriod as error:
        raise BadLabel(str(error)) from error
    return Span(ends[0], ends[1], kind=kind)


def _end(text: str, calendar: Calendar, *, field: str) -> Period:
    try:
        return calendar.parse(text)
    except BadPeriod as error:
        raise BadLabel(str(error), field=field) from error
