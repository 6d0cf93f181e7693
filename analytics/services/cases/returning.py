"""Do customers whose cases were resolved come back more often than others? An association, not an effect.

Both groups are taken as they stood some days after their case was opened, and followed from then on: whoever comes
back before is not counted for either, so that a quick return cannot make a case look resolved.
"""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.db import connection

from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.services.cases.figures import share
from feedback.services.cases.recovery import DAYS

LANDMARK_DAYS = 14
_COUNTS = (
    "WITH firsts AS (SELECT DISTINCT ON (customer_id) customer_id, "
    "opened_at + %(landmark)s * interval '1 day' AS since, resolved_at FROM feedback_case "
    "WHERE customer_id IS NOT NULL AND opened_at >= %(first)s AND opened_at < %(last)s "
    "ORDER BY customer_id, opened_at) "
    "SELECT COALESCE(resolved_at <= since, FALSE), count(*), count(*) FILTER (WHERE EXISTS ("
    "SELECT FROM feedback_order o WHERE o.customer_id = firsts.customer_id AND NOT o.is_refund "
    "AND o.occurred_at > since "
    "AND o.occurred_at <= since + %(days)s * interval '1 day')) "
    "FROM firsts WHERE since + %(days)s * interval '1 day' <= %(now)s GROUP BY 1"
)


@dataclass(frozen=True, slots=True)
class Returning:
    """Shares of customers who bought again, of both groups, and the difference."""

    resolved: Estimate
    unresolved: Estimate
    difference: Estimate


def returning(*, first: datetime, last: datetime, now: datetime) -> Returning:
    """Return how many customers came back whose first case of a span was resolved within 14 days, and of the others.

    They are followed for 90 days from the 15th; cases whose days are not over are left out.
    """
    params: dict[str, Any] = {"first": first, "last": last, "now": now, "landmark": LANDMARK_DAYS, "days": DAYS}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, params)
        counts = {is_resolved: (back, n) for is_resolved, n, back in cursor.fetchall()}
    one, other = (share(*counts.get(is_resolved, (0, 0))) for is_resolved in (True, False))
    return Returning(one, other, difference(one, other))


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return the difference of two independent shares with Newcombe's interval, made of Wilson's two.

    >>> from analytics.numerics.experience.scales import wilson
    >>> found = difference(wilson(56, 70, confidence=0.95), wilson(48, 80, confidence=0.95))
    >>> round(found.value, 2), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)

    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Stat. Med. 17, 873.
    """
    n = one.n + other.n
    if one.value is None or other.value is None or None in (one.low, one.high, other.low, other.high):
        return insufficient(n, one.reason or other.reason, method="Newcombe")
    a, b = one.value, other.value
    low = a - b - sqrt((a - (one.low or 0)) ** 2 + ((other.high or 0) - b) ** 2)
    high = a - b + sqrt(((one.high or 0) - a) ** 2 + (b - (other.low or 0)) ** 2)
    return estimate(a - b, low, high, n, method="Newcombe")
