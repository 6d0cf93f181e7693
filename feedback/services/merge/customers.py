"""Runs the merge of customers: attributes are merged, and a bare customer becomes a full one.

Contacts come encrypted, each row under a key of its own. A customer who has no key yet keeps it; what changes for one
who has is encrypted anew under that one.
"""

from feedback.services.merge import statements
from feedback.services.merge.facts import Merged, Stamp, correct_known
from feedback.services.merge.resealing import reseal_changed
from feedback.services.merge.stage import Cursor
from feedback.services.merge.tables import CUSTOMERS

# What a record does not mention is kept as it was.
_MERGED = {
    "created_at": "COALESCE(s.created_at, f.created_at)",
    "consent": "COALESCE(NULLIF(s.consent, ''), f.consent)",
    "attributes": "f.attributes || COALESCE(s.attributes, '{}'::jsonb)",
    # Null, and so it stays, for all into whom nobody was merged.
    "own_attributes": "f.own_attributes || COALESCE(s.attributes, '{}'::jsonb)",
    statements.IDENTITIES: f"{statements.STORED_HASHES} || COALESCE(s.hashes, '{{}}'::jsonb)",
}
_STAGED = f"pg_temp.{CUSTOMERS.staging} s JOIN feedback_customer f ON f.external_id = s.external_id"
_SAVE_KEYS = (
    f"INSERT INTO feedback_personkey (id, customer_id, wrapped) SELECT {statements.UUID7}, f.id, s.wrapped "  # noqa: S608  constants
    f"FROM {_STAGED} WHERE s.wrapped IS NOT NULL ORDER BY f.id ON CONFLICT (customer_id) DO NOTHING"
)
_SAVE_IDENTITIES = (
    "INSERT INTO feedback_customeridentity AS i "  # noqa: S608  constants
    "(id, customer_id, kind, value, value_hash, sealed, source, first_seen_at, xid) "
    f"SELECT {statements.UUID7}, f.id, e.key, '', e.value, s.sealed ->> e.key, %s, %s, {statements.CURRENT_XID} "
    f"FROM {_STAGED} CROSS JOIN LATERAL jsonb_each_text(s.hashes) e ORDER BY f.id, e.key "
    "ON CONFLICT (customer_id, kind) DO UPDATE SET value = '', value_hash = EXCLUDED.value_hash, "
    "sealed = EXCLUDED.sealed, source = EXCLUDED.source, first_seen_at = EXCLUDED.first_seen_at, xid = EXCLUDED.xid "
    "WHERE i.value_hash <> EXCLUDED.value_hash"
)
# A purpose gets a line when it is new, or when the record says otherwise than the last line.
_SAVE_CONSENTS = (
    "INSERT INTO feedback_consent (id, customer_id, purpose, is_given, at, source, batch_id) "  # noqa: S608  constants
    f"SELECT {statements.UUID7}, f.id, e.key, e.value::bool, %s, %s, %s "
    f"FROM {_STAGED} CROSS JOIN LATERAL jsonb_each_text(s.consents) e "
    "WHERE e.value::bool IS DISTINCT FROM (SELECT k.is_given FROM feedback_consent k WHERE k.customer_id = f.id "
    "AND k.purpose = e.key ORDER BY k.at DESC, k.recorded_at DESC, k.id DESC LIMIT 1) ORDER BY f.id, e.key"
)


def merge_customers(cursor: Cursor, stamp: Stamp, *, staged: int, source: str, brings: frozenset[str]) -> Merged:
    """Store the staged customers; known ones are corrected when a record adds or changes something.

    `brings` names the staged columns that any row has a value in, so that what nobody brought costs nothing.
    """
    cursor.execute(statements.insert_new(CUSTOMERS), stamp.params)
    new = cursor.rowcount
    corrected = correct_known(cursor, CUSTOMERS, stamp, _MERGED) if new < staged else 0
    if "wrapped" in brings:
        cursor.execute(_SAVE_KEYS)
        if cursor.rowcount < staged:
            reseal_changed(cursor, staging=f"pg_temp.{CUSTOMERS.staging}")
        cursor.execute(_SAVE_IDENTITIES, [source, stamp.received_at])
    if "consents" in brings:
        cursor.execute(_SAVE_CONSENTS, [stamp.received_at, source, stamp.batch_id])
    return Merged(new=new, corrected=corrected, known=staged - new - corrected)
