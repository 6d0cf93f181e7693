"""A batch being filled: rows are checked and staged as they come, and merged at the end, all in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from feedback.channels.columns import ColumnChecker, Columns, without
from feedback.channels.fields import format_of
from feedback.channels.problems import Problem
from feedback.channels.values import EPOCH
from feedback.services.codes import CodeBook
from feedback.services.merge import statements
from feedback.services.merge.customers import merge_customers
from feedback.services.merge.direct import store_directly
from feedback.services.merge.facts import Merged, Stamp, merge_facts
from feedback.services.merge.locks import share_facts
from feedback.services.merge.people import follow_merged
from feedback.services.merge.stage import Cursor, analyse_stage, copy_rows, empty_stage, open_stage
from feedback.services.merge.tables import TABLES
from feedback.services.results import KEPT_REJECTIONS, IntakeResult, Rejection
from feedback.services.rows import cross_check, stage_columns
from tenants.models.tenant import Tenant

MANY = 5_000


@dataclass(frozen=True, slots=True)
class BatchHead:
    """What a batch is about: the kind of its rows, whose they are, where they come from, and when they came."""

    id: UUID
    kind: str
    company: Tenant
    source: str
    received_at: datetime


class Batch:
    """Rows of one kind on their way into the facts. Use inside a transaction; nothing is stored before `merge`.

    With `directly`, a small batch is spared the staging table where that can be done; `merge` may then raise
    ReportedMeanwhile.
    """

    def __init__(
        self, head: BatchHead, *, on_reject: Callable[[Rejection], None] | None = None, directly: bool = False
    ) -> None:
        self.head = head
        self.result = IntakeResult(batch_id=head.id)
        self._table = TABLES[head.kind]
        self.format = format_of(head.kind, zone=ZoneInfo(head.company.timezone), as_of=head.received_at)
        self._checker = ColumnChecker(self.format)
        self._codes = CodeBook()
        self._on_reject = on_reject
        self._staged = 0
        self._names_people = False
        self._brings: set[str] = set()
        # The rows of a batch that may be stored directly are held here; others go on to the staging table.
        self._directly = directly
        self._held: Columns | None = None
        self._is_open = False

    def add(self, columns: Columns, numbers: Sequence[int]) -> None:
        """Check rows given as columns of text or JSON values and stage the good ones.

        `numbers` are the rows' numbers as their sender counts them; refusals name them.
        """
        count = len(numbers)
        checked, problems = self._checker.check(columns, count)
        problems += cross_check(self.head.kind, checked, count, currency=self.head.company.currency)
        if problems:
            refused = self._refuse(problems, numbers)
            checked = without(checked, refused, count)
            numbers = [number for at, number in enumerate(numbers) if at not in refused]
        if numbers:
            self._stage(checked, numbers)

    def _refuse(self, problems: list[Problem], numbers: Sequence[int]) -> set[int]:
        refused: set[int] = set()
        for one in problems:
            counted = one.at in refused
            refused.add(one.at)
            self.reject(Rejection(numbers[one.at], one.path, one.value, one.code, one.message), counted=counted)
        return refused

    def reject(self, rejection: Rejection, *, counted: bool = False) -> None:
        """Note a refused value; `counted` when its row has been counted as refused already."""
        self.result.rejected += not counted
        self.result.reasons[rejection.code] += 1
        if len(self.result.rejections) < KEPT_REJECTIONS:
            self.result.rejections.append(rejection)
        if self._on_reject is not None:
            self._on_reject(rejection)

    def _stage(self, checked: Columns, numbers: Sequence[int]) -> None:
        count = len(numbers)
        self._codes.resolve(checked)
        family = self.format.family
        staged = stage_columns(
            self.head.kind, checked, count, source=self.head.source, prefix=family.prefix if family else ""
        )
        self._names_people |= any(name in staged for name in self._table.people or ())
        self._brings.update(staged)
        staged["row_no"] = list(numbers)
        staged["n"] = list(range(self._staged, self._staged + count))
        if self._directly and self._staged == 0 and count <= MANY:
            self._held = staged
        else:
            self._let_go()
            self._copy(staged)
        self._staged += count

    def _let_go(self) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            self._copy(held)

    def _copy(self, staged: Columns) -> None:
        with connection.cursor() as cursor:
            if not self._is_open:
                open_stage(cursor, self._table)
                empty_stage(cursor, self._table, anew=bool(connection.savepoint_ids))
                self._is_open = True
            copy_rows(cursor, self._table, staged)

    def merge(self) -> IntakeResult:
        """Move the staged rows into the facts and return what became of the batch."""
        if self._staged:
            with connection.cursor() as cursor:
                merged = self._stored_directly(cursor) or self._merged(cursor)
            self.result.accepted = merged.new + merged.corrected
            self.result.corrected = merged.corrected
            self.result.duplicates += merged.known
        self.result.created_codes = {name: sorted(codes) for name, codes in self._codes.created.items() if codes}
        return self.result

    def _stored_directly(self, cursor: Cursor) -> Merged | None:
        held = self._held
        if held is None or self.head.kind == "customers" or len(set(held["external_id"])) < self._staged:
            return None
        micros = (self.head.received_at - EPOCH) // timedelta(microseconds=1)
        done = store_directly(cursor, self._table, self._stamp, held, received_micros=micros)
        return Merged(new=self._staged, corrected=0, known=0) if done else None

    def _merged(self, cursor: Cursor) -> Merged:
        has_merged = share_facts(cursor)
        self._let_go()
        if self._staged > MANY:
            analyse_stage(cursor, self._table)
        self._remove_repeats(cursor)
        if has_merged and self._names_people:
            follow_merged(cursor, self._table)
        if self.head.kind == "customers":
            brings = frozenset(self._brings)
            return merge_customers(cursor, self._stamp, staged=self._staged, source=self.head.source, brings=brings)
        return merge_facts(cursor, self._table, self._stamp, staged=self._staged, people=self._names_people)

    @property
    def _stamp(self) -> Stamp:
        return Stamp(batch_id=self.head.id, received_at=self.head.received_at)

    def _remove_repeats(self, cursor: Cursor) -> None:
        cursor.execute(statements.remove_repeats(self._table))
        repeats = cursor.fetchall()
        self._staged -= len(repeats)
        for first, again, external_id, same in sorted(repeats):
            if same:
                self.result.duplicates += 1
                continue
            message = f"row {again} and row {first} have the same id but differ; keep one, or give each its own id"
            self.reject(Rejection(again, "external_id", external_id, "repeated_id", message))
