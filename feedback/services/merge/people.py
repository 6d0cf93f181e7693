"""Customers whom facts name by external id: created where they are unknown, and followed to who stands for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from feedback.services.merge.facts import Stamp
from feedback.services.merge.stage import ANY_OF, Cursor, json_array
from feedback.services.merge.tables import FactTable
from tenants.models.ids import uuid7

# The column of a person, and that of the account that was named where it is merged into that person.
COLUMNS = {"customer": ("customer_id", "account_id"), "referred_by": ("referrer_id", "referrer_account_id")}
# A join, for a young table whose size the planner does not know yet is compared name by name with a list.
_KNOWN = (
    "SELECT external_id, uuid_send(COALESCE(merged_into_id, id)), merged_into_id IS NOT NULL FROM feedback_customer "
    "JOIN jsonb_array_elements_text(%s::jsonb) AS named(name) ON external_id = name"
)
_MERGED = "feedback_customer c JOIN feedback_customer p ON p.id = c.merged_into_id"
_ACCOUNTS = f"SELECT c.external_id, uuid_send(c.id), p.bucket FROM {_MERGED} WHERE c.external_id = {ANY_OF}"  # noqa: S608
_CREATE = (
    "INSERT INTO feedback_customer (id, external_id, bucket, attributes, consent, xid, batch_id, received_at) "
    "SELECT (p->>1)::uuid, p->>0, (p->>2)::int2, '{}', '', (SELECT pg_current_xact_id()::text::bigint), %s, %s "
    "FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS named(p, n) ORDER BY n "
    "ON CONFLICT (external_id) DO NOTHING"
)


@dataclass(slots=True)
class People:
    """Ids of customers by the names in the facts, and of those merged into another the account and their new group."""

    ids: dict[str, bytes] = field(default_factory=dict)
    merged: dict[str, tuple[bytes, int]] = field(default_factory=dict)

    def look_up(self, cursor: Cursor, names: Sequence[str]) -> None:
        """Find those of some names that are known."""
        cursor.execute(_KNOWN, [json_array(names)])
        found = cursor.fetchall()
        self.ids |= {name: person for name, person, _ in found}
        moved = [name for name, _, is_merged in found if is_merged]
        if moved:
            cursor.execute(_ACCOUNTS, [json_array(moved)])
            self.merged |= {name: (account, bucket) for name, account, bucket in cursor.fetchall()}


def people_named(cursor: Cursor, stamp: Stamp, buckets: dict[str, int]) -> People:
    """Return the customers with these names, given with their groups; unknown ones are created."""
    people = People()
    people.look_up(cursor, list(buckets))
    missing = sorted(buckets.keys() - people.ids.keys())
    if not missing:
        return people
    made: list[UUID] = [uuid7() for _ in missing]
    rows = [[one, new, buckets[one]] for one, new in zip(missing, made, strict=True)]
    cursor.execute(_CREATE, [*stamp.params, json_array(rows)])
    if cursor.rowcount == len(missing):
        people.ids |= {one: new.bytes for one, new in zip(missing, made, strict=True)}
    else:
        people.look_up(cursor, missing)
    return people


def follow_merged(cursor: Cursor, table: FactTable) -> None:
    """Let staged facts that name a customer who is merged into another name that one, and note who was named."""
    for name, bucket in (table.people or {}).items():
        account = COLUMNS[name][1]
        cursor.execute(
            f"UPDATE pg_temp.{table.staging} s SET {name} = p.external_id, {account} = c.id, {bucket} = p.bucket "  # noqa: S608
            f"FROM {_MERGED} WHERE s.{name} = c.external_id"
        )
