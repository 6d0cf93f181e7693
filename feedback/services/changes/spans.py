"""Which facts of a kind differ between two moments, and what they were at the second.

A version of a fact belongs to a moment when the transaction that wrote it is below the moment and the one that replaced
it is not (see `Superseded`). So whoever asks for a span again is told the same, however much was written since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from feedback.services.merge.statements import STORED_IDENTITIES
from feedback.services.merge.tables import TABLES

_CHANGED = """
    (SELECT f.id FROM {table} f
     WHERE f.xid >= %(since)s AND f.xid < %(until)s AND f.id > %(after)s{mine} ORDER BY f.id LIMIT %(most)s)
    UNION
    (SELECT DISTINCT s.fact_id FROM feedback_superseded s
     WHERE s.kind = '{kind}' AND s.fact_id > %(after)s AND s.xid < %(until)s AND s.replaced_xid >= {ended}
     AND (s.replaced_xid < %(until)s OR s.xid >= %(since)s) ORDER BY s.fact_id LIMIT %(most)s)
"""
_AMENDED = """
    UNION
    (SELECT a.id FROM feedback_amended a WHERE a.kind = '{kind}' AND a.xid >= %(since)s AND a.xid < %(until)s
     AND a.id > %(after)s ORDER BY a.id LIMIT %(most)s)
"""
# Customers are told to whoever is bound to units when a fact there begins or ceases to name them.
_NAMED = """
    UNION
    (SELECT DISTINCT x.customer_id FROM {table} x WHERE x.xid >= %(since)s AND x.xid < %(until)s
     AND x.unit_id = ANY(%(units)s) AND x.customer_id > %(after)s ORDER BY x.customer_id LIMIT %(most)s)
"""
_NO_LONGER_NAMED = """
    UNION
    (SELECT DISTINCT (s.row ->> 'customer_id')::uuid AS id FROM feedback_superseded s
     WHERE s.kind IN ('feedback', 'orders') AND s.replaced_xid >= {ended} AND s.xid < %(until)s
     AND (s.row ->> 'unit_id')::uuid = ANY(%(units)s) AND (s.row ->> 'customer_id')::uuid > %(after)s
     ORDER BY id LIMIT %(most)s)
"""
_VERSIONS = """
    WITH changed AS ({changed}), page AS (SELECT id FROM changed ORDER BY id LIMIT %(most)s)
    SELECT p.id, GREATEST(f.xid, i.xid, gone.xid, a.xid), COALESCE({image}, i.row)::text
    FROM page p
    LEFT JOIN {table} f ON f.id = p.id AND f.xid < %(until)s
    LEFT JOIN LATERAL (
        SELECT s.xid, s.row FROM feedback_superseded s
        WHERE f.id IS NULL AND s.fact_id = p.id AND s.kind = '{kind}' AND s.xid < %(until)s
        AND s.replaced_xid >= %(until)s ORDER BY s.replaced_xid LIMIT 1
    ) i ON true
    LEFT JOIN LATERAL (
        SELECT max(s.replaced_xid) AS xid FROM feedback_superseded s
        WHERE f.id IS NULL AND i.xid IS NULL AND s.fact_id = p.id AND s.kind = '{kind}' AND s.replaced_xid < %(until)s
    ) gone ON true
    LEFT JOIN feedback_amended a ON a.id = p.id AND a.xid < %(until)s
    ORDER BY p.id
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Transactions from `since` on, below `until`; from 0 on, everything is told that is there."""

    since: int
    until: int

    @property
    def is_whole(self) -> bool:
        """Return whether the span begins with the first fact."""
        return self.since == 0


@dataclass(frozen=True, slots=True)
class Version:
    """What a fact was at the end of a span, column by column; None when it was not there any more.

    `sequence` is the transaction that made it so.
    """

    id: UUID
    sequence: int
    row: dict[str, Any] | None


def changed_facts(
    kind: str, span: Span, *, after: UUID, most: int, units: Sequence[UUID] | None = None
) -> list[Version]:
    """Return the next facts of a kind that changed in a span, by id; fewer than `most` are the last ones.

    For `units`, customers whom facts there name come too, and what lies elsewhere is spared where a whole span is read;
    what else is not theirs is for the caller to leave out.
    """
    image = "to_jsonb(f)"
    if kind == "customers":
        image = (
            f"CASE WHEN f.id IS NOT NULL THEN to_jsonb(f) || jsonb_build_object('identities', {STORED_IDENTITIES}) END"
        )
    changed = _changed(kind, span, for_units=units is not None)
    values: dict[str, Any] = {
        "since": span.since,
        "until": span.until,
        "after": after,
        "most": most,
        "units": list(units or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS.format(changed=changed, table=TABLES[kind].table, kind=kind, image=image), values)
        return [Version(key, xid, _decoded(row)) for key, xid, row in cursor.fetchall()]


def _changed(kind: str, span: Span, *, for_units: bool) -> str:
    """Return the query for the ids of the next facts."""
    is_customers, ended = kind == "customers", "%(until)s" if span.is_whole else "%(since)s"
    mine = " AND f.unit_id = ANY(%(units)s)" if for_units and span.is_whole and not is_customers else ""
    parts = [_CHANGED.format(table=TABLES[kind].table, kind=kind, mine=mine, ended=ended)]
    if not span.is_whole:
        parts.append(_AMENDED.format(kind=kind))
    if for_units and is_customers:
        parts += [_NAMED.format(table=TABLES[name].table) for name in ("feedback", "orders")]
        parts.append(_NO_LONGER_NAMED.format(ended=ended))
    return "".join(parts)


def _decoded(row: str | None) -> dict[str, Any] | None:
    return None if row is None else msgspec.json.decode(row, type=dict[str, Any])
