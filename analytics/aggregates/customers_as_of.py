"""What was known of each customer on a day, and what the customer did in the months that followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import psycopg
from django.db import connection

from analytics.aggregates.customer_facts import BOUGHT, CAME, COLUMNS, FACTS, MET, said
from analytics.models.settings import Settings

ROWS_AT_ONCE = 20_000
_NUMBERS = count(1)


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
        "currency": settings.currency,
        **{f"attribute{place}": name for place, name in enumerate(attributes)},
    }
    with connection.cursor() as cursor:
        raw: psycopg.Connection[tuple[Any, ...]] = cursor.connection
        with psycopg.ServerCursor(raw, f"customers_{next(_NUMBERS)}") as rows:
            # A planner without statistics would compare every customer with every sum, one by one.
            cursor.execute("SET LOCAL enable_nestloop = off")
            rows.execute(statement, parameters, binary=True)
            cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
            while found := rows.fetchmany(ROWS_AT_ONCE):
                yield _described(found, len(attributes))


def count_customers(asked: AsOf) -> int:
    """Return how many customers a day has, without thinning."""
    buyers = "SELECT count(DISTINCT customer_id) FROM feedback_order WHERE NOT is_refund AND occurred_at < %(cutoff)s"
    everybody = "SELECT count(*) FROM feedback_customer WHERE merged_into_id IS NULL"
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
        WITH bought AS ({BOUGHT}), said AS ({said(settings)}), met AS ({MET}), came AS ({CAME})
        SELECT c.id, c.external_id, came.customer_id IS NOT NULL, {", ".join(COLUMNS[name] for name in FACTS)}{named}
        FROM feedback_customer c
        {"" if asked.buyers_only else "LEFT "}JOIN bought ON bought.customer_id = c.id AND bought.orders > 0
        LEFT JOIN said ON said.customer_id = c.id
        LEFT JOIN met ON met.customer_id = c.id
        LEFT JOIN came ON came.customer_id = c.id
        WHERE c.merged_into_id IS NULL AND {thinned}
        ORDER BY c.external_id COLLATE "C"
    """
