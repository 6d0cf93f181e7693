"""What a plan's units measured day by day, read from the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from analytics.aggregates.answers import outcome_sql, touchpoint_score_sql
from analytics.models.settings import Settings

ORDERS = ("repurchase", "revenue", "margin")
DAYS_A_MONTH = 30
_COLUMNS = ("nps", "csat", "ces", "loyalty", "emotional", "functional", "social", "expectation")


class UnknownMetric(ValueError):
    """The metric is none that units can be compared by."""


@dataclass(frozen=True)
class PlanCell:
    """Answers or orders of a unit on a day: how many, the sum of the metric and the sum of its squares.

    Scores are in points of the metric's own scale, `value` and `rating` in points of 0-10, `nps` 100 for a promoter
    and -100 for a detractor, `csat` 100 for a 4 or 5, `revenue` and `margin` in minor units an order, `repurchase` 1
    for an order that its customer follows up with another one, and 0 else.
    """

    unit: str
    day: date
    n: int
    total: float
    squares: float


def plan_cells(
    *,
    metric: str,
    units: Sequence[str] | None,
    first: date,
    last: date,
    touchpoint: str | None,
    settings: Settings,
) -> list[PlanCell]:
    """Return the cells of some units over the days `first` to `last`, both included, in the company's zone.

    With a touchpoint only answers about it count; without, answers about the company. Without units the whole company
    is one unit with an empty code. Orders in other currencies than the company's are left out. Raises UnknownMetric.
    """
    zone = ZoneInfo(settings.timezone)
    parameters: dict[str, Any] = {
        "units": None if units is None else list(units),
        "start": datetime.combine(first, time.min, tzinfo=zone),
        "end": datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone),
        "zone": settings.timezone,
        "touchpoint": touchpoint,
        "currency": settings.currency,
        "follow_up": timedelta(days=follow_up_days(settings)),
    }
    if metric in ORDERS:
        table, value, about = "feedback_order", _of_order(metric), "f.currency = %(currency)s"
    else:
        table, value, about = "feedback_feedbackitem", score_sql(metric, touchpoint, settings), about_sql(touchpoint)
    code, chosen = ("''", "true") if units is None else ("u.code", "u.code = ANY(%(units)s)")
    statement = f"""
        SELECT code, day, count(*), sum(value)::float8, sum(value * value)::float8
        FROM (
            SELECT {code} AS code, (f.occurred_at AT TIME ZONE %(zone)s)::date AS day, {value} AS value
            FROM {table} f LEFT JOIN members_unit u ON u.id = f.unit_id
            WHERE {chosen} AND f.occurred_at >= %(start)s AND f.occurred_at < %(end)s AND {about}
        ) answers
        WHERE value IS NOT NULL
        GROUP BY code, day ORDER BY code, day
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [PlanCell(*row) for row in cursor.fetchall()]


def follow_up_days(settings: Settings) -> int:
    """Return how many days after an order another one counts as buying again."""
    return DAYS_A_MONTH * settings.follow_up_months


def about_sql(touchpoint: str | None) -> str:
    """Return the SQL condition that a row `f` is about a touchpoint, or about the company."""
    if touchpoint is None:
        return "f.touchpoint_id IS NULL"
    return "f.touchpoint_id = (SELECT t.id FROM journeys_touchpoint t WHERE t.code = %(touchpoint)s)"


def _of_order(metric: str) -> str:
    """Return the SQL value of a metric in a row `f` of the orders, null where it does not give the metric."""
    if metric == "repurchase":
        return """CASE WHEN f.customer_id IS NOT NULL AND NOT f.is_refund THEN (EXISTS (
            SELECT FROM feedback_order g WHERE g.customer_id = f.customer_id AND NOT g.is_refund
            AND g.occurred_at > f.occurred_at AND g.occurred_at <= f.occurred_at + %(follow_up)s
        ))::int::numeric END"""
    return "f.amount_minor::numeric" if metric == "revenue" else "f.margin_minor::numeric"


def score_sql(metric: str, touchpoint: str | None, settings: Settings) -> str:
    """Return the SQL value of a metric in a row `f` of the answers, null where it does not give the metric."""
    if metric == "value":
        return touchpoint_score_sql(settings) if touchpoint is not None else outcome_sql(settings)
    if metric == "rating":
        return "CASE WHEN f.rating_max >= 2 THEN 10.0 * (f.rating - 1) / (f.rating_max - 1) END"
    if metric == "nps":
        return "CASE WHEN f.nps >= 9 THEN 100 WHEN f.nps <= 6 THEN -100 WHEN f.nps IS NOT NULL THEN 0 END"
    if metric == "csat":
        return "CASE WHEN f.csat >= 4 THEN 100 WHEN f.csat IS NOT NULL THEN 0 END"
    if metric in _COLUMNS:
        return f"f.{metric}::numeric"
    known = ", ".join(("value", "rating", *ORDERS, *_COLUMNS))
    raise UnknownMetric(f"{metric!r} cannot be compared between units; use one of {known}")
