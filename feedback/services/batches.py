"""A batch being filled: rows are checked and staged as they come, and merged at the end, all in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from feedback.channels.columns import ColumnChecker, Columns, without
from feedback.channels.fields import formats
from feedback.channels.problems import Problem
from feedback.services.codes import CodeBook
from feedback.services.merge import statements
from feedback.services.merge.customers import merge_customers
from feedback.services.merge.facts import Merged, Stamp, merge_facts
from feedback.services.merge.stage import analyse_stage, copy_rows, empty_stage, open_stage
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
    """Rows of one kind on their way into the facts. Use inside a transaction; nothing is stored before `merge`."""

    def __init__(self, head: BatchHead, *, on_reject: Callable[[Rejection], None] | None = None) -> None:
        self.head = head
        self.result = IntakeResult(batch_id=head.id)
        self._table = TABLES[head.kind]
        self.format = formats(zone=ZoneInfo(head.company.timezone), as_of=head.received_at)[head.kind]
        self._checker = ColumnChecker(self.format)
        self._codes = CodeBook()
        self._on_reject = on_reject
        self._staged = 0
        self._names_people = False
        self._keys: set[object] = set()
        with connection.cursor() as cursor:
            open_stage(cursor, self._table)
            if connection.savepoint_ids:
                empty_stage(cursor, self._table)

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
        if self._staged + count <= MANY:
            self._keys.update(zip(*[staged[name] for name in self._table.key], strict=True))
        staged["row_no"] = list(numbers)
        staged["n"] = list(range(self._staged, self._staged + count))
        with connection.cursor() as cursor:
            copy_rows(cursor, self._table, staged)
        self._staged += count

    def merge(self) -> IntakeResult:
        """Move the staged rows into the facts and return what became of the batch."""
        if self._staged:
            with connection.cursor() as cursor:
                if self._staged > MANY:
                    analyse_stage(cursor, self._table)
                if self._staged > MANY or len(self._keys) < self._staged:
                    self._remove_repeats()
                merged = self._merge()
            self.result.accepted = merged.new + merged.corrected
            self.result.corrected = merged.corrected
            self.result.duplicates += merged.known
        self.result.created_codes = {name: sorted(codes) for name, codes in self._codes.created.items() if codes}
        return self.result

    def _merge(self) -> Merged:
        stamp = Stamp(batch_id=self.head.id, received_at=self.head.received_at)
        with connection.cursor() as cursor:
            if self.head.kind == "customers":
                return merge_customers(cursor, stamp, staged=self._staged)
            return merge_facts(cursor, self._table, stamp, staged=self._staged, people=self._names_people)

    def _remove_repeats(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statements.remove_repeats(self._table))
            repeats = cursor.fetchall()
        self._staged -= len(repeats)
        for first, again, external_id, same in sorted(repeats):
            if same:
                self.result.duplicates += 1
                continue
            message = f"row {again} and row {first} have the same id but differ; keep one, or give each its own id"
            self.reject(Rejection(again, "external_id", external_id, "repeated_id", message))
