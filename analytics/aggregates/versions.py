"""The facts as they stood at a snapshot, and who changed between two snapshots."""

from dataclasses import dataclass

from django.db import connection

from analytics.aggregates.snapshots import Snapshot
from analytics.models.evidence import Evidence

_NEVER = 2**63 - 1


@dataclass(frozen=True)
class Span:
    """What a run reads: the facts before and after, and whose.

    `currency` is the company's: money in any other is never added to its own.
    `respondents` is a database array of uuids in text form, or None for everybody (then `before` is empty). `evidence`
    is what is read of value dimensions beside their own columns.
    """

    before: Snapshot
    after: Snapshot
    zone: str
    segment_attribute: str
    currency: str
    respondents: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def parameters(self) -> dict[str, object]:
        """Return the parameters that the statements of this module use."""
        values: dict[str, object] = {
            "zone": self.zone,
            "segment": self.segment_attribute,
            "currency": self.currency,
        }
        if self.respondents is not None:
            values["respondents"] = self.respondents
        return values


def versions(*, table: str, kind: str, span: Span, respondent: str, condition: str = "true") -> str:
    """Return a FROM item `v`: all versions of a fact table in either snapshot, with `respondent` and `flag`.

    `respondent` is an SQL expression on the row `f`. Bit 1 of `flag` says the version belongs to `span.before`, bit 2
    that it belongs to `span.after`.
    """
    mine = "" if span.respondents is None else f" AND {respondent} = ANY(%(respondents)s::uuid[])"
    oldest = span.after.low if span.before.is_empty else span.before.low
    before = span.before.holds("s.xid", "s.replaced_xid")
    after = span.after.holds("s.xid", "s.replaced_xid")
    return f"""(
        SELECT s.*, CASE WHEN {before} THEN 1 ELSE 0 END + CASE WHEN {after} THEN 2 ELSE 0 END AS flag
        FROM (
            SELECT f.*, {respondent} AS key, {_NEVER}::bigint AS replaced_xid
            FROM {table} f WHERE {condition}{mine}
            UNION ALL
            SELECT f.*, {respondent} AS key, image.replaced_xid
            FROM feedback_superseded image
            CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, image.row) f
            WHERE image.kind = '{kind}' AND image.replaced_xid >= {oldest} AND {condition}{mine}
        ) s
        WHERE {before} OR {after}
    ) v"""


_CHANGED = (
    ("feedback_feedbackitem", "feedback", ("f.respondent",)),
    ("feedback_order", "orders", ("coalesce(f.customer_id, f.id)", "f.referrer_id")),
    ("feedback_interaction", "interactions", ("coalesce(f.customer_id, f.id)",)),
    ("feedback_customer", "customers", ("f.id",)),
)


def changed_respondents(*, before: Snapshot, after: Snapshot) -> tuple[int, str]:
    """Return how many respondents have facts that differ between two snapshots, and their ids as a uuid array."""
    parts = []
    for table, kind, keys in _CHANGED:
        fresh = f"{after.finished('f.xid')} AND NOT {before.finished('f.xid')}"
        replaced = f"{after.finished('image.replaced_xid')} AND NOT {before.finished('image.replaced_xid')}"
        for key in keys:
            parts.append(f"SELECT {key} AS key FROM {table} f WHERE f.xid >= {before.low} AND {fresh}")
            parts.append(
                f"SELECT {key} FROM feedback_superseded image "
                f"CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, image.row) f "
                f"WHERE image.kind = '{kind}' AND image.replaced_xid >= {before.low} AND (({replaced}) OR ({fresh}))"
            )
    everyone = " UNION ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), coalesce(array_agg(key), '{{}}')::text FROM ({everyone}) changed WHERE key IS NOT NULL"
        )
        count, keys_text = cursor.fetchone()
    return int(count), str(keys_text)


def current_snapshot() -> Snapshot:
    """Return the snapshot of this very moment; the transaction that asks is not finished in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return Snapshot.parse(cursor.fetchone()[0])
