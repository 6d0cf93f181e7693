"""What a plan's customers did, one by one and added up by arm, read from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from analytics.aggregates.plan_cells import about_sql, score_sql
from analytics.models.settings import Settings

type Span = tuple[date, date]  # first day, day after the last one
type Sums = tuple[float, float, float, float, float, float]  # people, y, y^2, x, x^2, x y

COUNTED = ("repurchase", "retention", "revenue", "margin")
NOBODY: Sums = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Arms:
    """Which customers are treated: those with one of the values of an attribute.

    Without control values all other customers are controls.
    """

    attribute: str
    treated: tuple[str, ...]
    control: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArmSums:
    """Sums over the people of both arms: (control, treated), of those with and without a covariate."""

    known: tuple[Sums, Sums]
    unknown: tuple[Sums, Sums]

    def people(self) -> tuple[float, float]:
        """Return how many are counted, (control, treated)."""
        control, treated = (self.known[arm][0] + self.unknown[arm][0] for arm in (0, 1))
        return control, treated


def customer_sums(
    *, metric: str, arms: Arms, touchpoint: str | None, before: Span, after: Span, settings: Settings
) -> ArmSums:
    """Return the sums of a metric y in `after` and the same metric x in `before`, customer by customer.

    Metrics in COUNTED are 0 for whoever did nothing, so everybody of an arm counts; of the others only who answered in
    `after`, and x is known of who answered in `before`. Shares are 0 or 1 a customer, money is in minor units of the
    company's currency; orders in others are left out.
    Sums are exact whatever order rows are read in. Raises UnknownMetric.
    """
    zone = ZoneInfo(settings.timezone)
    spans = {"before": before, "after": after}
    parameters: dict[str, Any] = {
        "attribute": arms.attribute,
        "treated": list(arms.treated),
        "control": list(arms.control),
        "touchpoint": touchpoint,
        "currency": settings.currency,
    }
    for name, (first, end) in spans.items():
        parameters[f"{name}_start"] = datetime.combine(first, time.min, tzinfo=zone)
        parameters[f"{name}_end"] = datetime.combine(end, time.min, tzinfo=zone)
    with connection.cursor() as cursor:
        cursor.execute(_statement(metric, touchpoint, settings, everybody_else=not arms.control), parameters)
        found = {(bool(treated), bool(known)): tuple(map(float, sums)) for treated, known, *sums in cursor.fetchall()}
    return _sorted(found)


def _sorted(found: Mapping[tuple[bool, bool], tuple[float, ...]]) -> ArmSums:
    def arm(treated: bool, known: bool) -> Sums:
        n, y, yy, x, xx, xy = found.get((treated, known), NOBODY)
        return n, y, yy, x, xx, xy

    return ArmSums(
        known=(arm(treated=False, known=True), arm(treated=True, known=True)),
        unknown=(arm(treated=False, known=False), arm(treated=True, known=False)),
    )


def _statement(metric: str, touchpoint: str | None, settings: Settings, *, everybody_else: bool) -> str:
    value = "c.attributes->>%(attribute)s"
    treated = f"coalesce({value} = ANY(%(treated)s), false)"
    chosen = "true" if everybody_else else f"({treated} OR {value} = ANY(%(control)s))"
    counted = metric in COUNTED
    y, x = ("coalesce(a.y, 0)", "coalesce(b.y, 0)") if counted else ("a.y", "b.y")
    return f"""
        WITH a AS ({_of_span("after", metric, touchpoint, settings)}),
             b AS ({_of_span("before", metric, touchpoint, settings)}),
        people AS (
            SELECT {treated} AS treated, {y} AS y, {x} AS x
            FROM feedback_customer c LEFT JOIN a ON a.customer_id = c.id LEFT JOIN b ON b.customer_id = c.id
            WHERE c.merged_into_id IS NULL AND {chosen}
        )
        SELECT treated, x IS NOT NULL, count(*), sum(y), sum(y * y), coalesce(sum(x), 0), coalesce(sum(x * x), 0),
            coalesce(sum(x * y), 0)
        FROM people WHERE y IS NOT NULL GROUP BY 1, 2
    """


def _of_span(span: str, metric: str, touchpoint: str | None, settings: Settings) -> str:
    """Return the statement of one number a customer (customer_id, y) in a span."""
    inside = f"f.occurred_at >= %({span}_start)s AND f.occurred_at < %({span}_end)s AND f.customer_id IS NOT NULL"
    if metric == "repurchase":
        return f"SELECT DISTINCT customer_id, 1::numeric AS y FROM feedback_order f WHERE {inside} AND NOT is_refund"
    if metric == "retention":
        where = f"{inside} AND {about_sql(touchpoint)}" if touchpoint is not None else inside
        return f"SELECT DISTINCT customer_id, 1::numeric AS y FROM feedback_interaction f WHERE {where}"
    if metric in {"revenue", "margin"}:
        amount = "amount_minor" if metric == "revenue" else "margin_minor"
        return f"""SELECT customer_id, sum({amount})::numeric AS y FROM feedback_order f
            WHERE {inside} AND f.currency = %(currency)s GROUP BY 1"""
    score = score_sql(metric, touchpoint, settings)
    return f"""SELECT customer_id, avg({score})::numeric(20, 9) AS y FROM feedback_feedbackitem f
        WHERE {inside} AND {about_sql(touchpoint)} GROUP BY 1"""
