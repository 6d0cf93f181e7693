"""Scalars of the API. Each refuses, with a plain message, whatever the database could not take."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NewType

import msgspec
import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_NUMBER = 40

LABEL = re.compile(r"(FY)?\d{4}(-(\d{2}(-\d{2})?|[WP]\d{2}|Q\d))?", re.ASCII)
LABELS = "a period, such as 2026-01-05, 2026-W02, 2026-01, 2026-Q1, 2026 or FY2026-Q1"

Money = NewType("Money", Decimal)
Period = NewType("Period", str)


def _read_datetime(value: object) -> datetime:
    found = _converted(value, datetime, "an RFC 3339 time with an offset, such as 2026-01-31T18:30:00+08:00")
    if found.tzinfo is None:
        raise GraphQLError("A time needs an offset, such as 2026-01-31T18:30:00+08:00.")
    return _in_range(found)


def _read_date(value: object) -> date:
    return _in_range(_converted(value, date, "an ISO 8601 date, such as 2026-01-31"))


def _read_period(value: object) -> str:
    """Return the label of a period. Which days it names depends on the company's calendar and is told later."""
    if not isinstance(value, str) or LABEL.fullmatch(value) is None:
        raise GraphQLError(f"The value must be {LABELS}.")
    return value


def _read_decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > LONGEST_NUMBER:
        raise GraphQLError("A decimal number is needed, as text such as 12.50.")
    if not str(value).isascii():
        raise GraphQLError("A decimal number is written with the digits 0 to 9.")
    found = _converted(str(value), Decimal, "a decimal number, as text such as 12.50")
    if not found.is_finite() or abs(found.adjusted()) > LONGEST_NUMBER:
        raise GraphQLError(f"A decimal number must be finite and have {LONGEST_NUMBER} digits at most.")
    return found


def _converted[Kind](value: object, kind: type[Kind], wanted: str) -> Kind:
    if not isinstance(value, str):
        raise GraphQLError(f"The value must be {wanted}.")
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise GraphQLError(f"The value must be {wanted}.") from error


def _in_range[Day: date](value: Day) -> Day:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise GraphQLError(f"The year must be {FIRST_YEAR} to {LAST_YEAR}.")
    return value


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _iso(value: Any) -> str:
    return str(value.isoformat())


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment: RFC 3339 with an offset, such as 2026-01-31T18:30:00+08:00.",
        serialize=_iso,
        parse_value=_read_datetime,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day in the company's time zone: ISO 8601, such as 2026-01-31.",
        serialize=_iso,
        parse_value=_read_date,
    ),
    Period: strawberry.scalar(
        name="Period",
        description=(
            "A span of days in the company's time zone, by its label: day 2026-01-05, ISO week 2026-W02, calendar "
            "month 2026-01, a quarter 2026-Q1 or a year 2026; FY2026-Q1 where fiscal years differ."
        ),
        serialize=str,
        parse_value=_read_period,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact decimal number, as text, such as 12.50.",
        serialize=_plain,
        parse_value=_read_decimal,
    ),
    Money: strawberry.scalar(
        name="Money",
        description="An exact amount of money in major units, as text, such as 12.50; its currency stands beside it.",
        serialize=_plain,
        parse_value=_read_decimal,
    ),
}
