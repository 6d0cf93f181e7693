"""The sums that the aggregates hold, as plain SQL that PostgreSQL and DuckDB both understand.

Two tables are read: `answers` (respondent, segment, bucket, month, day, touchpoint, nps, units, rating, moment, item)
and `purchases` (buyer, month, amount). `touchpoint` is -1 for the company as a whole, `units` are 1/252 point.
"""

from collections.abc import Callable

ANSWERS = """
SELECT f.respondent, coalesce(c.attributes ->> 'segment', '') AS segment, f.bucket,
    (extract(year FROM local.at) * 12 + extract(month FROM local.at) - 1)::int AS month, local.at::date AS day,
    coalesce(substr(t.code, 6)::int, -1) AS touchpoint, f.nps, f.rating,
    CASE WHEN f.touchpoint_id IS NULL THEN f.nps * 252 ELSE (f.rating - 1) * 630 END AS units,
    f.occurred_at AS moment, f.external_id AS item
FROM feedback_feedbackitem f
JOIN feedback_customer c ON c.id = f.customer_id
LEFT JOIN journeys_touchpoint t ON t.id = f.touchpoint_id
CROSS JOIN LATERAL (SELECT f.occurred_at AT TIME ZONE 'Asia/Shanghai' AS at) local
"""

PURCHASES = """
SELECT o.customer_id AS buyer, (extract(year FROM local.at) * 12 + extract(month FROM local.at) - 1)::int AS month,
    o.amount_minor AS amount
FROM feedback_order o
CROSS JOIN LATERAL (SELECT o.occurred_at AT TIME ZONE 'Asia/Shanghai' AS at) local
"""

_STEPS = (
    """
    CREATE TEMP TABLE latest AS
    SELECT DISTINCT ON (respondent, month, touchpoint) respondent, month, segment, bucket, touchpoint, units
    FROM answers ORDER BY respondent, month, touchpoint, moment DESC, item DESC
    """,
    """
    CREATE TEMP TABLE sheet AS
    SELECT o.respondent, o.month, o.segment, o.bucket, o.units AS outcome, (2 * o.units + 252) // 504 AS level
    FROM latest o
    LEFT JOIN (
        SELECT respondent, month, count(*) AS answered, min(units) AS low, max(units) AS high
        FROM latest WHERE touchpoint >= 0 GROUP BY respondent, month
    ) s ON s.respondent = o.respondent AND s.month = o.month
    WHERE o.touchpoint = -1 AND NOT coalesce(s.answered >= 6 AND s.low = o.units AND s.high = o.units, false)
    """,
    """
    CREATE TEMP TABLE score AS
    SELECT s.respondent, s.month, s.segment, s.bucket, s.level, l.touchpoint, l.units
    FROM sheet s JOIN latest l ON l.respondent = s.respondent AND l.month = s.month AND l.touchpoint >= 0
    """,
    """
    CREATE TEMP TABLE gram AS
    SELECT a.segment, a.month, a.bucket, a.touchpoint AS one, b.touchpoint AS other, count(*) AS n,
        sum(a.units) AS ones, sum(b.units) AS others, sum(a.units * b.units) AS products
    FROM score a JOIN score b ON b.respondent = a.respondent AND b.month = a.month AND b.touchpoint >= a.touchpoint
    GROUP BY a.segment, a.month, a.bucket, a.touchpoint, b.touchpoint
    """,
    """
    CREATE TEMP TABLE joint AS
    SELECT segment, month, bucket, touchpoint, (2 * units + 252) // 504 AS bin, level, count(*) AS n,
        sum(units) AS total
    FROM score GROUP BY segment, month, bucket, touchpoint, (2 * units + 252) // 504, level
    """,
    """
    CREATE TEMP TABLE loyalty AS
    SELECT s.segment, s.month, s.bucket, s.level, count(*) AS n, sum(s.outcome) AS total, count(p.buyer) AS repurchased,
        sum(p.orders) AS orders, sum(p.amount) AS revenue
    FROM sheet s
    LEFT JOIN (
        SELECT buyer, month, count(*) AS orders, sum(amount) AS amount FROM purchases GROUP BY buyer, month
    ) p ON p.buyer = s.respondent AND p.month = s.month + 1
    GROUP BY s.segment, s.month, s.bucket, s.level
    """,
    """
    CREATE TEMP TABLE series AS
    SELECT segment, month, bucket, touchpoint, coalesce(rating, -1) AS rating, coalesce(nps, -1) AS nps, count(*) AS n
    FROM answers GROUP BY segment, month, bucket, touchpoint, coalesce(rating, -1), coalesce(nps, -1)
    """,
    """
    CREATE TEMP TABLE daily AS
    SELECT segment, day, touchpoint, coalesce(rating, -1) AS rating, coalesce(nps, -1) AS nps, count(*) AS n
    FROM answers GROUP BY segment, day, touchpoint, coalesce(rating, -1), coalesce(nps, -1)
    """,
    """
    CREATE TEMP TABLE activity AS
    SELECT who, month, month - lag(month) OVER (PARTITION BY who ORDER BY month) AS gap
    FROM (SELECT respondent AS who, month FROM answers UNION SELECT buyer, month FROM purchases) AS both_kinds
    """,
    """
    CREATE TEMP TABLE sales AS
    SELECT month, count(*) AS orders, sum(amount) AS gross FROM purchases GROUP BY month
    """,
)
CHECKED = {
    "rows": "SELECT count(*) FROM sheet",
    "products": "SELECT sum(products) FROM gram",
    "pairs": "SELECT sum(n) FROM gram",
    "joint": "SELECT sum(n * (bin + 1) * (level + 1)) FROM joint",
    "revenue": "SELECT sum(revenue) FROM loyalty",
    "repurchased": "SELECT sum(repurchased) FROM loyalty",
}
"""Totals by which the sums are compared with the aggregates."""

TABLES = ("latest", "sheet", "score", "gram", "joint", "loyalty", "series", "daily", "activity", "sales")


def write_sums(execute: Callable[[str], object], *, divide: str) -> None:
    """Write the sums into temporary tables; `divide` is the operator of whole division."""
    for table in TABLES:
        execute(f"DROP TABLE IF EXISTS {table}")
    for step in _STEPS:
        execute(step.replace("//", divide))
