"""Many facts at once, written by the database itself: two years of answer sheets of many customers in segments."""

from django.db import connection

from journeys.services.codes import ensure_touchpoints

SHEET_SIZE = 7
"""Facts a sheet: one answer about the company, six about touchpoints."""

_CUSTOMERS = """
INSERT INTO feedback_customer (id, external_id, bucket, attributes, consent, xid, batch_id, received_at)
SELECT md5('bench' || c)::uuid, 'c' || c, abs(hashtext('c' || c)) %% 64,
    jsonb_build_object('segment', 's' || c %% %(segments)s), '',
    pg_current_xact_id()::text::bigint, gen_random_uuid(), now()
FROM generate_series(0, %(customers)s - 1) c
"""

_SHEETS = """
INSERT INTO feedback_feedbackitem (id, source, external_id, response, customer_id, respondent, bucket, touchpoint_id,
    occurred_at, received_at, nps, rating, rating_max, text, language, order_ref, xid, batch_id)
SELECT gen_random_uuid(), 'bench', 'f' || s || '-' || k, 's' || s, md5('bench' || c)::uuid, md5('bench' || c)::uuid,
    abs(hashtext('c' || c)) %% 64, CASE WHEN k = 0 THEN NULL ELSE touchpoints.ids[1 + (s + k) %% %(touchpoints)s] END,
    moment, now(), CASE WHEN k = 0 THEN (hashtext('n' || s) & 1023) %% 11 END,
    CASE WHEN k > 0 THEN 1 + (hashtext(k || 'r' || s) & 1023) %% 5 END, CASE WHEN k > 0 THEN 5 END,
    '', '', '', pg_current_xact_id()::text::bigint, gen_random_uuid()
FROM generate_series(%(first)s, %(last)s) s
CROSS JOIN LATERAL (SELECT (hashtext('w' || s) & 2147483647) %% %(customers)s AS c) who
CROSS JOIN LATERAL (
    SELECT %(start)s::timestamptz
        + ((hashtext('t' || s) & 2147483647) %% (%(days)s * 1440)) * interval '1 minute' AS moment
) at
CROSS JOIN (SELECT array_agg(id ORDER BY code) AS ids FROM journeys_touchpoint WHERE code LIKE 'bench%%') touchpoints
CROSS JOIN generate_series(0, %(size)s - 1) k
"""

_ORDERS = """
INSERT INTO feedback_order (id, source, external_id, customer_id, bucket, occurred_at, received_at, amount_minor,
    currency, is_refund, refund_of, xid, batch_id)
SELECT gen_random_uuid(), 'bench', 'o' || o, md5('bench' || c)::uuid, abs(hashtext('c' || c)) %% 64,
    %(start)s::timestamptz + ((hashtext('t' || o) & 2147483647) %% (%(days)s * 1440)) * interval '1 minute', now(),
    1000 + (hashtext('a' || o) & 8191), 'CNY', false, '', pg_current_xact_id()::text::bigint, gen_random_uuid()
FROM generate_series(%(first)s, %(last)s) o
CROSS JOIN LATERAL (SELECT (hashtext('b' || o) & 2147483647) %% %(customers)s AS c) who
"""


def write_customers(*, customers: int, touchpoints: int = 8, segments: int = 4) -> None:
    """Write the touchpoints and the customers c0, c1, ... in segments of equal size."""
    ensure_touchpoints([f"bench{number:02}" for number in range(touchpoints)])
    with connection.cursor() as cursor:
        cursor.execute(_CUSTOMERS, {"customers": customers, "segments": segments})


def write_sheets(*, first: int, last: int, customers: int, start: str, days: int, touchpoints: int = 8) -> None:
    """Write the answer sheets `first` to `last`, spread evenly over `days` days from `start`.

    Six touchpoints of `touchpoints` are answered on each sheet.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _SHEETS,
            {
                "first": first,
                "last": last,
                "customers": customers,
                "start": start,
                "days": days,
                "size": SHEET_SIZE,
                "touchpoints": touchpoints,
            },
        )


def write_orders(*, first: int, last: int, customers: int, start: str, days: int) -> None:
    """Write the orders `first` to `last`, spread evenly over `days` days from `start`."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, {"first": first, "last": last, "customers": customers, "start": start, "days": days})
