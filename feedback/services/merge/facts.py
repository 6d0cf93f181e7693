"""Runs the merge of answers, orders and interactions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedback.services.merge import statements
from feedback.services.merge.stage import Cursor
from feedback.services.merge.tables import FactTable


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the staged rows."""

    new: int
    corrected: int
    known: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """The batch that writes, and the moment it was received."""

    batch_id: UUID
    received_at: datetime

    @property
    def params(self) -> tuple[UUID, datetime]:
        """Both, as the statements expect them."""
        return self.batch_id, self.received_at


def merge_facts(cursor: Cursor, table: FactTable, stamp: Stamp, *, staged: int, people: bool) -> Merged:
    """Store the staged rows: new ones are inserted, known ones corrected when they say something else.

    Writers wait for each other only in the order customers, new facts by key, corrected facts by id, so two batches
    that hold the same ids cannot deadlock; the second sees what the first committed.
    """
    if people:
        cursor.execute(statements.insert_people(table), stamp.params)
    cursor.execute(statements.insert_new(table), stamp.params)
    new = cursor.rowcount
    if new == staged:
        return Merged(new=new, corrected=0, known=0)
    corrected = correct_known(cursor, table, stamp, dict(table.content))
    return Merged(new=new, corrected=corrected, known=staged - new - corrected)


def correct_known(cursor: Cursor, table: FactTable, stamp: Stamp, content: dict[str, str]) -> int:
    """Overwrite known facts that were reported with other content; keep their old images. Return how many.

    Only what was locked is touched: a fact that another batch changes in the meantime is not seen here, and would be
    overwritten without an image, in no order.
    """
    cursor.execute(statements.lock_changed(table, content))
    locked = [row[0] for row in cursor.fetchall()]
    if not locked:
        return 0
    cursor.execute(statements.keep_images(table, content), (table.kind, stamp.batch_id, locked))
    cursor.execute(statements.correct(table, content), (*stamp.params, locked))
    return cursor.rowcount
