"""Values as the audit writes them: what JSON gives back from the database to the letter."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from tenants.audit.access import hide_secrets

LONGEST_TEXT = 500
EXACT_BELOW = 2**53

type Plain = bool | int | float | str | list[Plain] | dict[str, Plain] | None


def plain(value: object) -> Plain:
    """Return a value as JSON gives it back from the database to the letter.

    Numbers that JSON does not carry exactly, moments, ids and anything else become texts.
    """
    match value:
        case None | bool():
            return value
        case Enum():
            return plain(value.value)
        case int():
            return value if abs(value) < EXACT_BELOW else str(value)
        case float():
            return _number(value)
        case datetime() | date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case _:
            return fit(str(value), LONGEST_TEXT)


def _number(value: float) -> Plain:
    if value.is_integer():
        return int(value) if abs(value) < EXACT_BELOW else str(value)
    return value if abs(value) < EXACT_BELOW else str(value)  # an infinity or no number


def fit(text: str, most: int) -> str:
    """Return a text without secrets and what PostgreSQL cannot store, cut to a length."""
    clean = hide_secrets(text.replace("\0", "�").encode("utf-8", "replace").decode())
    return clean if len(clean) <= most else clean[: most - 1] + "…"
