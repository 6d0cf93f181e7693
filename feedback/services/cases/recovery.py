"""Whether customers came back after their cases were over: what they bought, from the orders that are there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tenants.selectors import current_company

DAYS = 90
# Orders of the company's own currency alone: amounts in others cannot be added to them.
_RETURNS = (
    "SELECT c.id, c.customer_id IS NOT NULL, c.resolved_at + %(days)s * interval '1 day', "
    "count(o.id) FILTER (WHERE NOT o.is_refund), min(o.occurred_at) FILTER (WHERE NOT o.is_refund), "
    "COALESCE(sum(o.amount_minor), 0) FROM feedback_case c LEFT JOIN feedback_order o "
    "ON o.customer_id = c.customer_id AND o.occurred_at > c.resolved_at "
    "AND o.occurred_at <= c.resolved_at + %(days)s * interval '1 day' AND o.currency = %(currency)s "
    "AND (%(everywhere)s OR o.unit_id = ANY(%(units)s)) "
    "WHERE c.id = ANY(%(cases)s) AND c.resolved_at IS NOT NULL GROUP BY c.id"
)


@dataclass(frozen=True, slots=True)
class Return:
    """What a customer bought after a case: orders, when first, how much less refunds, up to when it counts."""

    is_known: bool
    until: datetime
    orders: int
    first_at: datetime | None
    amount_minor: int


def returns_of(cases: Sequence[UUID], *, units: Collection[UUID] | None = None, days: int = DAYS) -> dict[UUID, Return]:
    """Return what the customers of cases that are over bought since, at some units or everywhere."""
    params: dict[str, Any] = {
        "cases": list(cases),
        "currency": current_company().currency,
        "days": days,
        "everywhere": units is None,
        "units": list(units or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RETURNS, params)
        rows = cursor.fetchall()
    return {key: Return(known, until, count, first, int(money)) for key, known, until, count, first, money in rows}
