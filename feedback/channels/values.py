"""From one value, as text or as JSON, to the value that is stored.

Each converter takes one value that is neither None nor blank and returns the stored form, or raises BadValue.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from feedback.channels.currencies import CURRENCIES
from feedback.channels.problems import BadValue

Converter = Callable[[object], object]

EARLIEST_YEAR = 1900
WEIGHT_UNIT = 10**9
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(EARLIEST_YEAR, 1, 2, tzinfo=UTC)
_LONGEST_NUMBER = 40


def number(value: object) -> Decimal:
    """Return a finite number; text and JSON numbers are accepted, truth values are not."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise BadValue("not_a_number", "must be a number")
    text = value.strip() if isinstance(value, str) else repr(value) if isinstance(value, float) else str_of_int(value)
    if len(text) > _LONGEST_NUMBER:
        raise BadValue("out_of_range", f"has more than {_LONGEST_NUMBER} characters, which no measure needs")
    try:
        result = Decimal(text)
    except InvalidOperation:
        raise BadValue("not_a_number", "must be a number, with a point for decimals and nothing else") from None
    if not result.is_finite():
        raise BadValue("not_a_number", "must be a finite number; leave it empty when there is none")
    if result and not -20 <= result.adjusted() <= 20:
        raise BadValue("out_of_range", "is too large or too small to be a measure")
    return result


def str_of_int(value: int | Decimal) -> str:
    """Return an integer as text without running into Python's limit on very long ones."""
    if isinstance(value, int) and abs(value) >= 10**_LONGEST_NUMBER:
        raise BadValue("out_of_range", f"has more than {_LONGEST_NUMBER} digits, which no measure needs")
    return str(value)


def whole(low: int, high: int) -> Converter:
    """Return a converter for whole numbers from low to high; `4.0` counts as 4."""

    def convert(value: object) -> int:
        if type(value) is int and low <= value <= high:
            return value
        exact = number(value)
        if exact != exact.to_integral_value():
            raise BadValue("not_whole", f"must be a whole number from {low} to {high}")
        if not low <= exact <= high:
            raise BadValue(
                "out_of_range", f"must be from {low} to {high}; fix the scale or name it a missing-value code"
            )
        return int(exact)

    return convert


def weight(value: object) -> int:
    """Return a survey weight in units of 1e-9."""
    exact = number(value)
    if exact < 0:
        raise BadValue("negative", "must not be negative")
    if exact > 10**6:
        raise BadValue("out_of_range", "must be at most 1,000,000")
    return int((exact * WEIGHT_UNIT).to_integral_value())


def answer_number(value: object) -> float | int:
    """Return the answer to a further question as the number that JSON will hold."""
    exact = number(value)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def currency(value: object) -> str:
    """Return a currency's code in capitals."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if code not in CURRENCIES:
        raise BadValue("unknown_currency", "must be a three-letter ISO 4217 code such as CNY")
    return code


def moment(*, zone: tzinfo, latest: datetime) -> Converter:
    """Return a converter to microseconds since 2000-01-01 UTC; a time without a zone is the company's.

    Times after `latest`, and before 1900, are refused.
    """

    def convert(value: object) -> int:
        when = parsed_time(value)
        try:
            aware = when if when.tzinfo else when.replace(tzinfo=zone)
            since = aware - EPOCH
        except OverflowError:
            raise BadValue("bad_time", f"must lie between {EARLIEST_YEAR} and now") from None
        if when.year < EARLIEST_YEAR:
            raise BadValue("bad_time", f"must not lie before {EARLIEST_YEAR}; give the year with four digits")
        if aware > latest:
            raise BadValue("future", "must not lie in the future; check the date's pattern and its zone")
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds

    return convert


def usual_moments(column: Sequence[str], *, latest: datetime) -> list[int] | None:
    """Return what `moment` would for times that all name their zone and lie between 1900 and `latest`, else None."""
    try:
        times = list(map(datetime.fromisoformat, column))
        if not times or max(times) > latest or min(times) < _EARLIEST:
            return None
    except (ValueError, TypeError, OverflowError):
        return None  # something is amiss, or times with and without zone are mixed: looked at one by one
    spans = [time - EPOCH for time in times]
    return [(span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds for span in spans]


def parsed_time(value: object) -> datetime:
    """Return a time given as RFC 3339 or ISO 8601, or as a datetime already."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise BadValue("bad_time", "must be text such as 2026-01-31T18:30:00+08:00")
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        raise BadValue(
            "bad_time", "must be a real date such as 2026-01-31T18:30:00+08:00; name another pattern in the mapping"
        ) from None
