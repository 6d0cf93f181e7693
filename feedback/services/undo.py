"""Takes an import back: what it added goes, what it corrected returns to what it was."""
# ruff: noqa: S608  table and column names are constants of `merge.tables`

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction

from feedback.models import ImportBatch
from feedback.services.cases.withdrawing import close_unfounded
from feedback.services.contacts.plain import seal_plain
from feedback.services.identity.moving import bring_home
from feedback.services.identity.parting import put_together, take_apart
from feedback.services.merge.images import keep_images
from feedback.services.merge.locks import own_facts
from feedback.services.merge.stage import Cursor
from feedback.services.merge.statements import CURRENT_XID
from feedback.services.merge.tables import TABLES
from tenants.access import COMMAND, Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit

_SHOWN = 100
_NAMES = (
    ("feedback_feedbackitem", "customer_id"),
    ("feedback_order", "customer_id"),
    ("feedback_order", "referrer_id"),
    ("feedback_interaction", "customer_id"),
)


class UnknownBatch(Refusal):
    """There is no such batch in this company."""


class CannotUndo(Refusal):
    """The batch is of a kind, or in a state, that cannot be taken back."""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What undoing a batch did.

    `kept` are facts that a later batch corrected, by external id (the first of them); `kept_customers` counts
    customers that other facts name, which stay without the attributes that the batch had brought.
    """

    batch_id: str
    kind: str
    removed: int
    restored: int
    kept: list[str]
    kept_count: int
    removed_customers: int
    kept_customers: int

    def as_dict(self) -> dict[str, Any]:
        """Return the report as `--json` prints it."""
        return asdict(self)


@transaction.atomic
def undo_batch(*, batch_id: UUID, at: datetime, actor: Actor = COMMAND) -> UndoReport:
    """Undo one batch; undoing it again changes nothing and reports the same.

    Raises UnknownBatch, and CannotUndo for units and for batches that did not end.
    """
    with connection.cursor() as cursor:
        own_facts(cast("Cursor", cursor))
    batch = ImportBatch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None:
        raise UnknownBatch(f"there is no batch {batch_id} in this company")
    if batch.state == ImportBatch.State.UNDONE:
        return UndoReport(**batch.answer["undo"])
    if batch.kind not in TABLES or batch.state != ImportBatch.State.DONE:
        raise CannotUndo(f"a batch of {batch.kind} in state {batch.state} cannot be undone")
    if batch.kind == "customers":
        seal_plain()  # so that what returns is encrypted
    with connection.cursor() as cursor:
        report = _undo(cast("Cursor", cursor), batch)
    if batch.kind == "feedback":
        close_unfounded(actor=actor, now=at)
    batch.state = ImportBatch.State.UNDONE
    batch.undone_at = at
    batch.answer = {**batch.answer, "undo": report.as_dict()}
    batch.save(update_fields=["state", "undone_at", "answer"])
    told = {"removed": report.removed, "restored": report.restored, "kept": report.kept_count}
    record(actor=actor, action="import.undone", subject=Subject("import", str(batch.pk), batch.kind), after=told)
    about = Subject("batch", str(batch.pk), batch.source)
    emit(event="batch.undone", subject=about, data={"kind": batch.kind, **told})
    return report


def _undo(cursor: Cursor, batch: ImportBatch) -> UndoReport:
    parted = take_apart(cursor, batch=batch.id)
    report = _undo_apart(cursor, batch)
    put_together(cursor, parted)
    return report


def _undo_apart(cursor: Cursor, batch: ImportBatch) -> UndoReport:
    kind, own = batch.kind, batch.id
    table = _table(kind)
    cursor.execute(f"SELECT id FROM {table} WHERE batch_id = %s ORDER BY id FOR UPDATE", [own])
    kept = _kept(cursor, kind, own)
    restored = _restore(cursor, kind, own)
    if kind == "customers":
        removed, left = _remove_customers(cursor, own)
        people = (removed, left)
    else:
        bring_home(cursor, kind)
        removed = _remove(cursor, kind, own)
        people = _remove_customers(cursor, own)
    return UndoReport(
        batch_id=str(own),
        kind=kind,
        removed=removed,
        restored=restored,
        kept=kept[:_SHOWN],
        kept_count=len(kept),
        removed_customers=people[0],
        kept_customers=people[1],
    )


def _table(kind: str) -> str:
    return TABLES[kind].table


def _columns(kind: str) -> list[str]:
    return [*TABLES[kind].values, "batch_id", "received_at"]


def _kept(cursor: Cursor, kind: str, batch: UUID) -> list[str]:
    cursor.execute(
        f"SELECT DISTINCT f.external_id FROM feedback_superseded s JOIN {_table(kind)} f ON f.id = s.fact_id "
        "WHERE s.kind = %s AND (s.batch_id = %s AND s.replaced_batch_id <> s.batch_id OR s.replaced_batch_id = %s) "
        "AND f.batch_id <> %s AND s.replaced_batch_id IS NOT NULL ORDER BY 1",
        [kind, batch, batch, batch],
    )
    return [row[0] for row in cursor.fetchall()]


def _standing(kind: str) -> str:
    """Return the query for what each fact of a batch was in the newest version of a batch that still stands.

    Parameters: batch, kind, batch.
    """
    table = _table(kind)
    return (
        f"SELECT DISTINCT ON (s.fact_id) s.fact_id, s.row, jsonb_populate_record(NULL::{table}, s.row) AS image "
        f"FROM feedback_superseded s JOIN {table} f ON f.id = s.fact_id AND f.batch_id = %s "
        "JOIN feedback_importbatch b ON b.id = s.batch_id AND b.state = 'done' "
        "WHERE s.kind = %s AND b.id <> %s ORDER BY s.fact_id, s.replaced_xid DESC, s.id DESC"
    )


def _restore(cursor: Cursor, kind: str, batch: UUID) -> int:
    """Put back, under this transaction's id, what the batch had corrected; return how many facts."""
    params = [batch, kind, batch]
    if kind == "customers":
        _restore_identities(cursor, params)
    keep_images(cursor, kind, f"f.id IN (SELECT fact_id FROM ({_standing(kind)}) o)", params)
    columns = [column for column in _columns(kind) if column not in ("id", "xid")]
    sets = ", ".join(f"{name} = (o.image).{name}" for name in columns)
    cursor.execute(
        f"UPDATE {_table(kind)} f SET {sets}, xid = {CURRENT_XID} FROM ({_standing(kind)}) o WHERE f.id = o.fact_id",
        params,
    )
    return cursor.rowcount


def _restore_identities(cursor: Cursor, params: Sequence[object]) -> None:
    old = f"({_standing('customers')}) o"
    cursor.execute(
        f"DELETE FROM feedback_customeridentity i USING {old} WHERE i.customer_id = o.fact_id "
        "AND NOT jsonb_exists(COALESCE(o.row -> 'identities', '{}'::jsonb), i.kind)",
        params,
    )
    cursor.execute(
        "UPDATE feedback_customeridentity i SET value = COALESCE(o.row -> 'identities' -> i.kind ->> 'value', ''), "
        "value_hash = o.row -> 'identities' -> i.kind ->> 'hash', "
        "sealed = COALESCE(o.row -> 'identities' -> i.kind ->> 'sealed', '') "
        f"FROM {old} WHERE i.customer_id = o.fact_id AND i.value_hash <> o.row -> 'identities' -> i.kind ->> 'hash'",
        params,
    )


def _remove(cursor: Cursor, kind: str, batch: UUID) -> int:
    """Remove the facts that only the batch has reported; their images stay."""
    keep_images(cursor, kind, "f.batch_id = %s", [batch])
    cursor.execute(f"DELETE FROM {_table(kind)} WHERE batch_id = %s", [batch])
    return cursor.rowcount


def _remove_customers(cursor: Cursor, batch: UUID) -> tuple[int, int]:
    """Remove the customers that the batch brought and no other fact names; strip the others. Return both counts."""
    named = " OR ".join(f"EXISTS (SELECT FROM {table} x WHERE x.{column} = f.id)" for table, column in _NAMES)
    mine = "f.batch_id = %s"
    bare = "f.attributes = '{}'::jsonb AND f.consent = '' AND f.created_at IS NULL"
    keep_images(cursor, "customers", f"{mine} AND NOT ({named})", [batch])
    cursor.execute(
        f"WITH gone AS (DELETE FROM feedback_customer f WHERE {mine} AND NOT ({named}) RETURNING f.id) "
        "SELECT id FROM gone",
        [batch],
    )
    gone = [row[0] for row in cursor.fetchall()]
    cursor.execute("DELETE FROM feedback_customeridentity WHERE customer_id = ANY(%s)", [gone])
    cursor.execute("DELETE FROM feedback_consent WHERE batch_id = %s", [batch])
    cursor.execute(f"SELECT count(*) FROM feedback_customer f WHERE {mine}", [batch])
    left = cursor.fetchall()[0][0]
    cursor.execute(
        f"DELETE FROM feedback_customeridentity i USING feedback_customer f WHERE i.customer_id = f.id AND {mine}",
        [batch],
    )
    keep_images(cursor, "customers", f"{mine} AND NOT ({bare})", [batch])
    cursor.execute(
        "UPDATE feedback_customer f SET attributes = '{}', consent = '', created_at = NULL, "
        f"xid = {CURRENT_XID} WHERE {mine} AND NOT ({bare})",
        [batch],
    )
    return len(gone), left
