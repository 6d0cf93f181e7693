"""Customers who are one person: who stands for them, what is known of them together, and whose the facts are.

All of it follows from which customers belong together, so the order in which they were merged changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q

from feedback.models import Customer
from feedback.services.identity.moving import Move, move_facts
from feedback.services.merge.images import keep_images
from feedback.services.merge.stage import Cursor
from feedback.services.merge.statements import CURRENT_XID

_NEVER = datetime.max.replace(tzinfo=UTC)
_WRITE = (
    "UPDATE feedback_customer f SET merged_into_id = n.merged_into, attributes = n.attributes, "  # noqa: S608  constants
    f"own_attributes = n.own, xid = {CURRENT_XID} FROM jsonb_to_recordset(%s::jsonb) "
    "AS n(id uuid, merged_into uuid, attributes jsonb, own jsonb) WHERE f.id = n.id"
)


@dataclass(frozen=True, slots=True)
class Account:
    """A customer as its own reports make it, and who stands for it."""

    id: UUID
    external_id: str
    created_at: datetime | None
    own: dict[str, Any]
    attributes: dict[str, Any]
    bucket: int
    merged_into: UUID | None
    stands_for_others: bool

    @property
    def person(self) -> UUID:
        """Id of the customer who stands for it: often itself."""
        return self.merged_into or self.id

    @property
    def rank(self) -> tuple[datetime, str]:
        """What decides who stands for a group: who joined first, and of those who joined together, the first id."""
        return self.created_at or _NEVER, self.external_id


def persons_of(customers: Iterable[UUID]) -> set[UUID]:
    """Return the ids of those who stand for some customers."""
    found = Customer.objects.filter(pk__in=list(customers)).values_list("pk", "merged_into_id")
    return {merged or own for own, merged in found}


def accounts_of(persons: Collection[UUID]) -> list[Account]:
    """Return the customers whom some persons stand for, themselves among them."""
    rows = Customer.objects.filter(Q(pk__in=persons) | Q(merged_into_id__in=persons)).order_by("pk")
    return [
        Account(
            id=row.pk,
            external_id=row.external_id,
            created_at=row.created_at,
            own=row.attributes if row.own_attributes is None else row.own_attributes,
            attributes=row.attributes,
            bucket=row.bucket,
            merged_into=row.merged_into_id,
            stands_for_others=row.own_attributes is not None,
        )
        for row in rows
    ]


def settle(cursor: Cursor, groups: Iterable[Sequence[Account]]) -> int:
    """Make each group one person: one stands for it with what all of them report, and has the facts of all.

    Return how many columns of facts changed hands. The writers of facts must be held off. Whoever is alone in a group
    becomes what their own reports make of them.
    """
    rows: list[dict[str, Any]] = []
    moves: list[Move] = []
    for group in groups:
        ordered = sorted(group, key=lambda one: one.rank)
        first, is_one_of_many = ordered[0], len(ordered) > 1
        together: dict[str, Any] = {}
        for account in reversed(ordered):
            together |= account.own
        rows += _changed(first, None, together, first.own if is_one_of_many else None)
        for account in ordered[1:]:
            rows += _changed(account, first.id, account.own, None)
        moves += [Move(one.id, one.person, first.id, first.bucket) for one in ordered if one.person != first.id]
    if rows:
        keep_images(cursor, "customers", f"f.xid <> {CURRENT_XID} AND f.id = ANY(%s)", [[row["id"] for row in rows]])
        cursor.execute(_WRITE, [msgspec.json.encode(rows).decode()])
    return move_facts(cursor, moves)


def _changed(
    account: Account, merged_into: UUID | None, attributes: dict[str, Any], own: dict[str, Any] | None
) -> list[dict[str, Any]]:
    stored = (account.merged_into, account.attributes, account.own if account.stands_for_others else None)
    if stored == (merged_into, attributes, own):
        return []
    return [{"id": account.id, "merged_into": merged_into, "attributes": attributes, "own": own}]
