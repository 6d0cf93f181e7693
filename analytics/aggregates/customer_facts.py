"""What a customer did before a day, as SQL: orders, answers, contacts; and who came back after it.

An order in any currency is an order; money is only that in the company's currency.
"""

from analytics.aggregates.answers import outcome_sql, touchpoint_score_sql
from analytics.models.settings import Settings

_DAY = 86_400.0
_NEWEST_FIRST = 'occurred_at DESC, source COLLATE "C", external_id COLLATE "C"'

FACTS = (
    "recency_days",
    "tenure_days",
    "orders",
    "recent_orders",
    "spend",
    "mean_order",
    "gap_days",
    "refunds",
    "refunded_share",
    "answers",
    "comments",
    "last_loyalty",
    "mean_score",
    "last_score",
    "answer_age_days",
    "contacts",
    "recent_contacts",
)


def _days(moment: str) -> str:
    return f"(extract(epoch FROM %(cutoff)s::timestamptz - {moment}) / {_DAY})::float8"


COLUMNS = {
    "recency_days": _days("bought.last"),
    "tenure_days": _days("bought.first"),
    "orders": "coalesce(bought.orders, 0)::float8",
    "recent_orders": "coalesce(bought.recent, 0)::float8",
    "spend": "coalesce(bought.net, 0)::float8",
    "mean_order": "(bought.gross / nullif(bought.paid, 0))::float8",
    "gap_days": f"(extract(epoch FROM bought.last - bought.first) / {_DAY} / nullif(bought.orders - 1, 0))::float8",
    "refunds": "coalesce(bought.refunds, 0)::float8",
    "refunded_share": "(greatest(bought.gross - bought.net, 0) / nullif(bought.gross, 0))::float8",
    "answers": "coalesce(said.answers, 0)::float8",
    "comments": "coalesce(said.comments, 0)::float8",
    "last_loyalty": "said.last_loyalty::float8",
    "mean_score": "said.mean_score::float8",
    "last_score": "said.last_score::float8",
    "answer_age_days": _days("said.last"),
    "contacts": "coalesce(met.contacts, 0)::float8",
    "recent_contacts": "coalesce(met.recent, 0)::float8",
}
BOUGHT = """
    SELECT customer_id,
        count(*) FILTER (WHERE NOT is_refund) AS orders,
        count(*) FILTER (WHERE NOT is_refund AND occurred_at >= %(recent)s) AS recent,
        count(*) FILTER (WHERE is_refund) AS refunds,
        count(*) FILTER (WHERE NOT is_refund AND currency = %(currency)s) AS paid,
        coalesce(sum(amount_minor) FILTER (WHERE currency = %(currency)s), 0)::numeric AS net,
        coalesce(sum(amount_minor) FILTER (WHERE NOT is_refund AND currency = %(currency)s), 0)::numeric AS gross,
        min(occurred_at) FILTER (WHERE NOT is_refund) AS first,
        max(occurred_at) FILTER (WHERE NOT is_refund) AS last
    FROM feedback_order
    WHERE customer_id IS NOT NULL AND occurred_at < %(cutoff)s
    GROUP BY customer_id
"""
MET = """
    SELECT customer_id, count(*) AS contacts, count(*) FILTER (WHERE occurred_at >= %(recent)s) AS recent
    FROM feedback_interaction
    WHERE customer_id IS NOT NULL AND occurred_at < %(cutoff)s
    GROUP BY customer_id
"""
CAME = """
    SELECT DISTINCT customer_id FROM feedback_order
    WHERE customer_id IS NOT NULL AND NOT is_refund AND occurred_at >= %(cutoff)s AND occurred_at < %(until)s
"""


def said(settings: Settings) -> str:
    """Return what customers answered: how often, and the first, mean and last of their scores on 0-10."""
    return f"""
        SELECT customer_id, count(*) AS answers, count(*) FILTER (WHERE text) AS comments, max(occurred_at) AS last,
            avg(score) AS mean_score,
            (array_agg(outcome ORDER BY {_NEWEST_FIRST}) FILTER (WHERE outcome IS NOT NULL))[1] AS last_loyalty,
            (array_agg(score ORDER BY {_NEWEST_FIRST}) FILTER (WHERE score IS NOT NULL))[1] AS last_score
        FROM (
            SELECT f.customer_id, f.occurred_at, f.source, f.external_id, f.text <> '' AS text,
                CASE WHEN f.touchpoint_id IS NULL THEN {outcome_sql(settings)} END AS outcome,
                CASE WHEN f.touchpoint_id IS NOT NULL THEN {touchpoint_score_sql(settings)} END AS score
            FROM feedback_feedbackitem f
            WHERE f.customer_id IS NOT NULL AND f.occurred_at < %(cutoff)s
        ) f
        GROUP BY customer_id
    """
