"""Months on the command line."""

from datetime import date

from analytics.aggregates.months import parse
from tenants.access import Refusal


class BadMonth(Refusal):
    """A month that cannot be read."""


def month_number(text: str) -> int:
    """Return the number of a month written YYYY-MM. Raises BadMonth."""
    try:
        return parse(text)
    except ValueError as error:
        raise BadMonth(str(error)) from error


def first_day(text: str) -> date:
    """Return the first day of a month written YYYY-MM. Raises BadMonth."""
    month = month_number(text)
    return date(month // 12, month % 12 + 1, 1)
