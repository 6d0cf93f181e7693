"""Conditions as SQL over the answers `f`: the same for what comes in and for what came in before."""
# ruff: noqa: S608  names of columns are constants; what anybody wrote is a parameter

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from feedback.services.cases.conditions import (
    Among,
    Attribute,
    BadCondition,
    Condition,
    Group,
    HasText,
    Known,
    Mentions,
    Not,
    Score,
    Spent,
)
from journeys.models import Channel, Touchpoint
from journeys.services.money import minor_units
from tenants.members.models import Unit
from tenants.members.selectors import units_below
from tenants.selectors import current_company

_RATING: Final = "(f.rating - 1) * 10.0 / (f.rating_max - 1)"
_CODED: Final[dict[str, Any]] = {"touchpoints": Touchpoint, "channels": Channel, "units": Unit}
_COLUMNS: Final = {"touchpoints": "touchpoint_id", "channels": "channel_id", "units": "unit_id"}


@dataclass(slots=True)
class Asked:
    """A condition of SQL, with its parameters by name."""

    sql: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def given(self, value: object) -> str:
        """Keep a parameter and return its place in the SQL."""
        name = f"c{len(self.params)}"
        self.params[name] = value
        return f"%({name})s"


def asked(condition: Condition) -> Asked:
    """Return a condition as SQL over the answers `f` of the current company, never null.

    Codes are looked up now: one that stands for another is that other. Raises BadCondition for unknown ones.
    """
    found = Asked()
    found.sql = _sql(condition, found)
    return found


def _sql(one: Condition, to: Asked) -> str:
    match one:
        case Group(is_all, parts):
            return f"({(' AND ' if is_all else ' OR ').join(_sql(part, to) for part in parts)})"
        case Not(part):
            return f"(NOT {_sql(part, to)})"
        case _:
            return f"COALESCE({_leaf(one, to)}, FALSE)"


def _leaf(one: Condition, to: Asked) -> str:
    match one:
        case Score():
            return _score(one, to)
        case Among():
            return _among(one, to)
        case Mentions(words):
            return f"f.text ILIKE ANY({to.given([f'%{_literal(word)}%' for word in words])})"
        case HasText(value):
            return "f.text <> ''" if value else "f.text = ''"
        case Known(value):
            return f"f.customer_id IS {'NOT ' if value else ''}NULL"
        case Attribute(name, values):
            return (
                "EXISTS (SELECT FROM feedback_customer c WHERE c.id = f.customer_id "
                f"AND c.attributes ->> {to.given(name)}::text = ANY({to.given(list(values))}))"
            )
        case Spent():
            return _spent(one, to)
        case _:
            raise TypeError(f"no SQL for {type(one).__name__}")


def _score(one: Score, to: Asked) -> str:
    column = _RATING if one.name == "rating" else f"f.{one.name}"
    bounds = ((">=", one.at_least), ("<=", one.at_most))
    return " AND ".join(f"{column} {sign} {to.given(value)}" for sign, value in bounds if value is not None)


def _among(one: Among, to: Asked) -> str:
    if one.what == "sources":
        return f"f.source = ANY({to.given(list(one.codes))})"
    keys = _keys(one)
    column = f"f.{_COLUMNS[one.what]}"
    named = f"{column} = ANY({to.given(list(keys))})"
    return f"({named} OR {column} IS NULL)" if "" in one.codes else named


def _keys(one: Among) -> Sequence[UUID]:
    """Return the ids of codes, for a touchpoint or a channel also of those that stand for it."""
    codes = [code for code in one.codes if code]
    rows = dict(_CODED[one.what].objects.filter(code__in=codes).values_list("code", "pk"))
    missing = sorted(set(codes) - set(rows))
    if missing:
        words = _("Nothing has the code %(code)s.") % {"code": ", ".join(map(repr, missing))[:200]}
        raise BadCondition(words, field=f"conditions.{one.what}")
    if one.what == "units":
        return sorted(units_below(list(rows.values())))
    if one.what == "touchpoints":
        targets = Touchpoint.objects.filter(pk__in=rows.values(), merged_into__isnull=False)
        return [*rows.values(), *targets.values_list("merged_into_id", flat=True)]
    return list(rows.values())


def _spent(one: Spent, to: Asked) -> str:
    company = current_company()
    return (
        "(SELECT COALESCE(sum(o.amount_minor), 0) FROM feedback_order o WHERE o.customer_id = f.customer_id "
        f"AND o.currency = {to.given(company.currency)} AND o.occurred_at < f.occurred_at "
        f"AND o.occurred_at >= f.occurred_at - {to.given(one.days)} * interval '1 day') "
        f">= {to.given(minor_units(one.amount, company.currency))} AND f.customer_id IS NOT NULL"
    )


def _literal(word: str) -> str:
    """Return a word in which nothing is a pattern."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
