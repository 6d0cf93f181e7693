"""Images of facts that are about to change: the rows as they were, kept for the aggregates and for undoing."""
# ruff: noqa: S608  table and column names are constants of `tables`

from collections.abc import Sequence

from feedback.services.merge.stage import Cursor
from feedback.services.merge.statements import CURRENT_XID, STORED_IDENTITIES, UUID7
from feedback.services.merge.tables import TABLES


def keep_images(cursor: Cursor, kind: str, condition: str, params: Sequence[object]) -> None:
    """Keep the facts `f` of a kind that meet a condition as they are now, replaced by no batch."""
    image = "to_jsonb(f)"
    if kind == "customers":
        image += f" || jsonb_build_object('identities', {STORED_IDENTITIES})"
    cursor.execute(
        "INSERT INTO feedback_superseded (id, kind, fact_id, xid, replaced_xid, batch_id, replaced_batch_id, row) "
        f"SELECT {UUID7}, %s, f.id, f.xid, {CURRENT_XID}, f.batch_id, NULL, {image} FROM {TABLES[kind].table} f "
        f"WHERE {condition}",
        [kind, *params],
    )
