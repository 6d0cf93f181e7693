"""Facts follow the customer they were reported for: to the one who stands for it now, and back again."""
# ruff: noqa: S608  table and column names are constants

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from feedback.services.cases.moving import move_cases
from feedback.services.merge.images import keep_images
from feedback.services.merge.stage import Cursor
from feedback.services.merge.statements import CURRENT_XID
from feedback.services.merge.tables import TABLES

_MOVES = "jsonb_to_recordset(%s::jsonb) AS m(account uuid, source uuid, target uuid, bucket int2)"


@dataclass(frozen=True, slots=True)
class Move:
    """What was reported for an account goes from one customer to another, into that one's group."""

    account: UUID
    source: UUID
    target: UUID
    bucket: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Columns that say whose a fact is: the customer, the account that was named, and what else follows from it."""

    kind: str
    person: str
    account: str
    found_by: str
    more: str = ""

    @property
    def named(self) -> str:
        """SQL of the account that was named in the fact `f`."""
        return f"COALESCE(f.{self.account}, f.{self.person})"


_PLACES = (
    _Place("feedback", "customer_id", "account_id", "respondent", ", respondent = m.target, bucket = m.bucket"),
    _Place("orders", "customer_id", "account_id", "customer_id", ", bucket = m.bucket"),
    _Place("orders", "referrer_id", "referrer_account_id", "referrer_id"),
    _Place("interactions", "customer_id", "account_id", "customer_id", ", bucket = m.bucket"),
)


def move_facts(cursor: Cursor, moves: Sequence[Move]) -> int:
    """Move the facts of some accounts, as corrections do: their images are kept. Return how many columns changed.

    Their cases go with them.
    """
    if not moves:
        return 0
    given = msgspec.json.encode(moves).decode()
    move_cases(cursor, given)
    return sum(_moved(cursor, place, given) for place in _PLACES)


def _moved(cursor: Cursor, place: _Place, moves: str) -> int:
    table = TABLES[place.kind].table
    theirs = f"f.{place.found_by} = m.source AND {place.named} = m.account"
    found = f"f.id IN (SELECT f.id FROM {_MOVES} JOIN {table} f ON {theirs})"
    # A fact that this very transaction wrote has no former version that anybody could have read.
    keep_images(cursor, place.kind, f"f.xid <> {CURRENT_XID} AND {found}", [moves])
    cursor.execute(
        f"UPDATE {table} f SET {place.person} = m.target, {place.account} = NULLIF(m.account, m.target)"
        f"{place.more}, xid = {CURRENT_XID} FROM {_MOVES} WHERE {theirs}",
        [moves],
    )
    return cursor.rowcount


def bring_home(cursor: Cursor, kind: str) -> None:
    """Give the facts of a kind that this transaction wrote to whoever stands now for the customers they name."""
    for place in _PLACES:
        if place.kind != kind:
            continue
        followed = place.more.replace("m.target", "p.id").replace("m.bucket", "p.bucket")
        cursor.execute(
            f"UPDATE {TABLES[kind].table} f SET {place.person} = p.id, {place.account} = NULLIF(c.id, p.id){followed} "
            "FROM feedback_customer c JOIN feedback_customer p ON p.id = COALESCE(c.merged_into_id, c.id) "
            f"WHERE f.xid = {CURRENT_XID} AND c.id = {place.named} "
            f"AND (f.{place.person}, f.{place.account}) IS DISTINCT FROM (p.id, NULLIF(c.id, p.id))"
        )
