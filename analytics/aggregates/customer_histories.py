"""Purchase histories of single customers as of a day, read from their orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db import connection

from analytics.numerics.arrays import Floats


@dataclass(frozen=True)
class CustomerHistories:
    """What single customers bought, parallel arrays: those who have not bought are left out.

    `repeats` are days with a purchase after the first, `recency` the days from the first to the last of them, `age` the
    days since the first, `spend` what the repeats came to in minor units.
    """

    customers: tuple[UUID, ...]
    repeats: Floats
    recency: Floats
    age: Floats
    spend: Floats


_HISTORIES = """
    SELECT customer_id, count(*) - 1, max(day) - min(day), %(last)s::date - min(day),
        sum(amount) - (array_agg(amount ORDER BY day))[1]
    FROM (
        SELECT customer_id, (occurred_at AT TIME ZONE %(zone)s::text)::date AS day, sum(amount_minor) AS amount
        FROM feedback_order
        WHERE customer_id IS NOT NULL AND NOT is_refund AND currency = %(currency)s AND {chosen}
        GROUP BY 1, 2
    ) days
    WHERE day <= %(last)s
    GROUP BY customer_id
    ORDER BY customer_id
"""


def customer_histories(
    *, last: date, zone: str, currency: str, customers: Iterable[UUID] | None = None
) -> CustomerHistories:
    """Return the histories up to a day in the company's zone and currency, of these customers or of all."""
    chosen = "true" if customers is None else "customer_id = ANY(%(customers)s)"
    wanted = [] if customers is None else list(customers)
    parameters = {"last": last, "zone": zone, "currency": currency, "customers": wanted}
    with connection.cursor() as cursor:
        cursor.execute(_HISTORIES.format(chosen=chosen), parameters)  # type: ignore[arg-type]  # a list of uuids
        rows = cursor.fetchall()
    table = np.array([[float(value) for value in row[1:]] for row in rows], dtype=np.float64).reshape(-1, 4)
    return CustomerHistories(tuple(row[0] for row in rows), *table.T)
