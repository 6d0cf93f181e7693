"""Contacts that change for customers who have a key: encrypted anew under it, a part at a time."""

import msgspec

from feedback.services.contacts.boxes import unwrap
from feedback.services.contacts.secrets import company_secret
from feedback.services.merge.stage import Cursor

_AT_ONCE = 5_000
_FOREIGN = (
    "SELECT s.id, k.wrapped, s.wrapped, s.sealed FROM {staging} s "
    "JOIN feedback_customer f ON f.external_id = s.external_id "
    "JOIN feedback_personkey k ON k.customer_id = f.id AND k.wrapped <> s.wrapped "
    "WHERE EXISTS (SELECT FROM jsonb_each_text(s.hashes) e LEFT JOIN feedback_customeridentity i "
    "ON i.customer_id = f.id AND i.kind = e.key WHERE i.value_hash IS DISTINCT FROM e.value) LIMIT %s"
)
_CHANGE = (
    "UPDATE {staging} s SET sealed = n.content -> 'sealed', wrapped = n.content ->> 'wrapped' "
    "FROM jsonb_each(%s::jsonb) AS n(id, content) WHERE s.id = n.id::uuid"
)


def reseal_changed(cursor: Cursor, *, staging: str) -> int:
    """Encrypt staged contacts that differ from the stored ones under the keys that their customers have.

    Return how many customers that were.
    """
    company, done = company_secret().box, 0
    while True:
        cursor.execute(_FOREIGN.format(staging=staging), [_AT_ONCE])
        rows = cursor.fetchall()
        if not rows:
            return done
        fresh: dict[str, object] = {}
        for row_id, stored, staged, document in rows:
            before, after = unwrap(staged, company=company), unwrap(stored, company=company)
            sealed = {kind: after.seal(before.open(text, kind=kind), kind=kind) for kind, text in _read(document)}
            fresh[str(row_id)] = {"sealed": sealed, "wrapped": stored}
        cursor.execute(_CHANGE.format(staging=staging), [msgspec.json.encode(fresh).decode()])
        done += len(rows)


def _read(document: str | dict[str, str]) -> list[tuple[str, str]]:
    found = msgspec.json.decode(document, type=dict[str, str]) if isinstance(document, str) else document
    return list(found.items())
