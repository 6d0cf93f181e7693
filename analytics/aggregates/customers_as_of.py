"""What was known of each customer on a day, and what the customer did in the months that followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import psycopg
from django.db import connection

from analytics.aggregates.answers import outcome_sql, touchpoint_score_sql
from analytics.models.settings import Settings

ROWS_AT_ONCE = 20_000
_NUMBERS = count(1)
_DAY = 86_400.0
_NEWEST_FIRST = 'occurred_at DESC, source COLLATE "C", external_id COLLATE "C"'
_NUMERIC = r"^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?\s*$"

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


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day and what is asked about it: everything before `cutoff` is known, nothing after it.

    `recent` begins the last months before it; `until` ends those after it, None where they are not asked for.
    `buyers_only` leaves out customers who have not bought yet. One customer in `every` is read, always the same ones.
    """

    cutoff: datetime
    recent: datetime
    until: datetime | None
    buyers_only: bool
    every: int = 1


@dataclass(frozen=True, slots=True)
class Described:
    """Some customers: ids, what `FACTS` names of each, attributes as text ("" where unknown), and who came back."""

    ids: list[Any]
    external_ids: list[str]
    facts: list[tuple[Any, ...]]  # one a column
    attributes: list[tuple[str, ...]]  # one a column
    returned: tuple[bool, ...]


def describe_customers(asked: AsOf, *, attributes: Sequence[str], settings: Settings) -> Iterator[Described]:
    """Yield customers some thousand at a time, in the order of their external ids.

    Needs a transaction, which must stay open until the last customer.
    """
    statement = _statement(asked, len(attributes), settings)
    parameters = {
        "cutoff": asked.cutoff,
        "recent": asked.recent,
        "until": asked.until or asked.cutoff,
        "every": asked.every,
        **{f"attribute{place}": name for place, name in enumerate(attributes)},
    }
    with connection.cursor() as cursor:
        raw: psycopg.Connection[tuple[Any, ...]] = cursor.connection
        with psycopg.ServerCursor(raw, f"customers_{next(_NUMBERS)}") as rows:
            rows.execute(statement, parameters, binary=True)
            while found := rows.fetchmany(ROWS_AT_ONCE):
                yield _described(found, len(attributes))


def count_customers(asked: AsOf) -> int:
    """Return how many customers a day has, without thinning."""
    buyers = "SELECT count(DISTINCT customer_id) FROM feedback_order WHERE NOT is_refund AND occurred_at < %(cutoff)s"
    everybody = "SELECT count(*) FROM feedback_customer"
    with connection.cursor() as cursor:
        cursor.execute(buyers if asked.buyers_only else everybody, {"cutoff": asked.cutoff})
        return int(cursor.fetchone()[0])


def span_of_orders() -> tuple[datetime, datetime] | None:
    """Return the moments of the first and the last purchase of a known customer; None without any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(occurred_at), max(occurred_at) FROM feedback_order "
            "WHERE customer_id IS NOT NULL AND NOT is_refund"
        )
        first, last = cursor.fetchone()
    return None if first is None else (first, last)


def known_attributes() -> dict[str, bool]:
    """Return the attributes that any customer has, by name, and whether all their values are numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.key, bool_and(a.value ~ %(numeric)s) FROM feedback_customer c, jsonb_each_text(c.attributes) a "
            'WHERE a.value <> %(empty)s GROUP BY a.key ORDER BY a.key COLLATE "C"',
            {"numeric": _NUMERIC, "empty": ""},
        )
        return dict(cursor.fetchall())


def values_of(attribute: str, *, most: int) -> list[str]:
    """Return the values that an attribute has, at most so many, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT DISTINCT trim(attributes ->> %(name)s) COLLATE "C" FROM feedback_customer '
            "WHERE trim(attributes ->> %(name)s) <> %(empty)s ORDER BY 1 LIMIT %(most)s",
            {"name": attribute, "most": most, "empty": ""},
        )
        return [value for (value,) in cursor.fetchall()]


def _described(rows: list[tuple[Any, ...]], attributes: int) -> Described:
    columns = list(zip(*rows, strict=True))
    facts = columns[3 : 3 + len(FACTS)]
    return Described(
        ids=list(columns[0]),
        external_ids=list(columns[1]),
        facts=facts,
        attributes=columns[3 + len(FACTS) : 3 + len(FACTS) + attributes],
        returned=columns[2],
    )


def _statement(asked: AsOf, attributes: int, settings: Settings) -> str:
    named = "".join(f", coalesce(c.attributes ->> %(attribute{place})s, '')" for place in range(attributes))
    thinned = "true"
    if asked.every > 1:
        thinned = "('x' || substr(md5(c.external_id), 1, 8))::bit(32)::bigint %% %(every)s = 0"
    return f"""
        WITH bought AS ({_BOUGHT}), said AS ({_said(settings)}), met AS ({_MET}), came AS ({_CAME})
        SELECT c.id, c.external_id, came.customer_id IS NOT NULL, {", ".join(_COLUMNS[name] for name in FACTS)}{named}
        FROM feedback_customer c
        {"" if asked.buyers_only else "LEFT "}JOIN bought ON bought.customer_id = c.id AND bought.orders > 0
        LEFT JOIN said ON said.customer_id = c.id
        LEFT JOIN met ON met.customer_id = c.id
        LEFT JOIN came ON came.customer_id = c.id
        WHERE {thinned}
        ORDER BY c.external_id COLLATE "C"
    """


def _days(moment: str) -> str:
    return f"(extract(epoch FROM %(cutoff)s::timestamptz - {moment}) / {_DAY})::float8"


_COLUMNS = {
    "recency_days": _days("bought.last"),
    "tenure_days": _days("bought.first"),
    "orders": "coalesce(bought.orders, 0)::float8",
    "recent_orders": "coalesce(bought.recent, 0)::float8",
    "spend": "coalesce(bought.net, 0)::float8",
    "mean_order": "(bought.gross / nullif(bought.orders, 0))::float8",
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
_BOUGHT = """
    SELECT customer_id,
        count(*) FILTER (WHERE NOT is_refund) AS orders,
        count(*) FILTER (WHERE NOT is_refund AND occurred_at >= %(recent)s) AS recent,
        count(*) FILTER (WHERE is_refund) AS refunds,
        sum(amount_minor)::numeric AS net,
        coalesce(sum(amount_minor) FILTER (WHERE NOT is_refund), 0)::numeric AS gross,
        min(occurred_at) FILTER (WHERE NOT is_refund) AS first,
        max(occurred_at) FILTER (WHERE NOT is_refund) AS last
    FROM feedback_order
    WHERE customer_id IS NOT NULL AND occurred_at < %(cutoff)s
    GROUP BY customer_id
"""
_MET = """
    SELECT customer_id, count(*) AS contacts, count(*) FILTER (WHERE occurred_at >= %(recent)s) AS recent
    FROM feedback_interaction
    WHERE customer_id IS NOT NULL AND occurred_at < %(cutoff)s
    GROUP BY customer_id
"""
_CAME = """
    SELECT DISTINCT customer_id FROM feedback_order
    WHERE customer_id IS NOT NULL AND NOT is_refund AND occurred_at >= %(cutoff)s AND occurred_at < %(until)s
"""


def _said(settings: Settings) -> str:
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
