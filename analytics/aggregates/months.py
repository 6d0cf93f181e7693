"""Months as numbers: year * 12 + month - 1."""

import re
from datetime import date

_LABEL = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_of(day: date) -> int:
    """Return the number of the month that holds `day`.

    >>> month_of(date(2026, 1, 31))
    24312
    """
    return day.year * 12 + day.month - 1


def label(month: int) -> str:
    """Return a month number as `YYYY-MM`.

    >>> label(24312)
    '2026-01'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def parse(text: str) -> int:
    """Return the month number of `YYYY-MM`.

    Raises ValueError, in words for people, when the text is no month.
    """
    found = _LABEL.fullmatch(text)
    if found is None or found[1] == "0000":
        raise ValueError(f"{text!r} is not a month; write it as YYYY-MM, for example 2026-01.")
    return int(found[1]) * 12 + int(found[2]) - 1


def bounds(month: int) -> tuple[date, date]:
    """Return the first day of a month and the first day of the next."""
    return date(month // 12, month % 12 + 1, 1), date((month + 1) // 12, (month + 1) % 12 + 1, 1)
