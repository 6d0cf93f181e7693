"""Runs the merge of customers: attributes are merged, and a bare customer becomes a full one."""

from feedback.services.merge import statements
from feedback.services.merge.facts import Merged, Stamp, correct_known
from feedback.services.merge.stage import Cursor
from feedback.services.merge.tables import CUSTOMERS

# What a record does not mention is kept as it was.
_MERGED = {
    "created_at": "COALESCE(s.created_at, f.created_at)",
    "consent": "COALESCE(NULLIF(s.consent, ''), f.consent)",
    "attributes": "f.attributes || COALESCE(s.attributes, '{}'::jsonb)",
    statements.IDENTITIES: f"{statements.STORED_IDENTITIES} || COALESCE(s.identities, '{{}}'::jsonb)",
}
_SAVE_IDENTITIES = (
    "INSERT INTO feedback_customeridentity AS i (id, customer_id, kind, value, value_hash) "  # noqa: S608  constants
    f"SELECT {statements.UUID7}, f.id, e.key, e.value, {statements.hash_of('e.value')} "
    f"FROM pg_temp.{CUSTOMERS.staging} s JOIN feedback_customer f ON f.external_id = s.external_id "
    "CROSS JOIN LATERAL jsonb_each_text(s.identities) e ORDER BY f.id, e.key "
    "ON CONFLICT (customer_id, kind) DO UPDATE SET value = EXCLUDED.value, value_hash = EXCLUDED.value_hash "
    "WHERE i.value <> EXCLUDED.value"
)


def merge_customers(cursor: Cursor, stamp: Stamp, *, staged: int) -> Merged:
    """Store the staged customers; known ones are corrected when a record adds or changes something."""
    cursor.execute(statements.insert_new(CUSTOMERS), stamp.params)
    new = cursor.rowcount
    corrected = correct_known(cursor, CUSTOMERS, stamp, _MERGED) if new < staged else 0
    cursor.execute(_SAVE_IDENTITIES)
    return Merged(new=new, corrected=corrected, known=staged - new - corrected)
