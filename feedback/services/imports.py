"""Imports of files: streamed through a mapping into one batch, stored wholly or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from feedback.channels.problems import shown
from feedback.services.batches import Batch, BatchHead
from feedback.services.files.chunks import Chunk, Reader, UnreadableFile
from feedback.services.files.error_file import ErrorFile
from feedback.services.files.opening import opened
from feedback.services.identity.recognising import recognise_customers
from feedback.services.intake import DEFAULT_SOURCE, KINDS, UnknownKind, store_batch, usable_source
from feedback.services.mapping.document import Mapping, WrongMapping
from feedback.services.mapping.plan import Plan
from feedback.services.reading import reader_for
from feedback.services.results import IntakeResult, Rejection
from feedback.services.units import UnitBatch
from tenants.access import COMMAND
from tenants.models.ids import uuid7
from tenants.models.plan import Counted
from tenants.selectors import current_company
from tenants.selectors.usage import require_room

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to import, and how."""

    kind: str
    path: Path
    errors: Path
    received_at: datetime
    mapping: Mapping | None = None
    source: str = DEFAULT_SOURCE
    dry_run: bool = False
    requested_by: str = ""
    channel: str | None = None


@dataclass(slots=True)
class ImportReport:
    """What became of an import.

    `rows` counts the rows of the file; one wide row may become many records, so `accepted`, `duplicates`, `corrected`
    and `rejected` count records. `skipped` are rows that the mapping leaves out on purpose.
    """

    batch_id: str
    kind: str
    file: str
    dry_run: bool
    rows: int
    accepted: int
    duplicates: int
    corrected: int
    rejected: int
    skipped: int
    reasons: dict[str, int]
    unmapped: dict[str, list[str]]
    unused_columns: list[str]
    error_file: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return the report as `--json` prints it."""
        return asdict(self)


def import_file(order: ImportOrder, *, progress: Progress | None = None) -> ImportReport:
    """Import one file in one transaction and return what became of its rows.

    A dry run does everything and takes it back. Raises UnknownKind, UnreadableFile and WrongMapping; then, as after
    a kill, nothing is stored.
    """
    if order.kind not in (*KINDS, "units"):
        raise UnknownKind(f"there are no records of kind {order.kind!r}: use one of {', '.join((*KINDS, 'units'))}")
    if order.kind in KINDS:
        counted = Counted.CUSTOMERS if order.kind == "customers" else Counted.FACTS
        require_room(company=current_company(), counted=counted)
    errors = ErrorFile(order.errors)
    try:
        with opened(order.path) as file, transaction.atomic():
            # Another import of the same ids may hold them for minutes; waiting is right here.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = 0")
            reader = reader_for(file, order.mapping or Mapping(), channel=order.channel)
            run = _Run(order, reader, errors)
            for _ in run.fill():
                if progress is not None:
                    progress(file.position(), file.size)
            result = run.finish()
            transaction.set_rollback(order.dry_run)
    finally:
        error_path = errors.close()
    if order.kind == "customers" and not order.dry_run:
        recognise_customers(wait=False)
    return run.report(result, error_path)


class _Run:
    """One import under way."""

    def __init__(self, order: ImportOrder, reader: Reader, errors: ErrorFile) -> None:
        self._order, self._reader = order, reader
        self._head = BatchHead(
            id=uuid7(),
            kind=order.kind,
            company=current_company(),
            source=usable_source(order.source),
            received_at=order.received_at,
        )
        make = UnitBatch if order.kind == "units" else Batch
        self._batch = make(self._head, on_reject=errors.write)
        self._plan: Plan | None = None if reader.header is None else self._planned(reader.header)
        self._rows = 0

    def _planned(self, header: list[str]) -> Plan:
        form = self._batch.format
        unknown = [name for name in header if not form.knows(name)]
        if self._order.mapping is None and unknown:
            raise WrongMapping(
                f"{self._order.path.name}: {', '.join(map(repr, unknown))} are no fields of {form.kind}; "
                f"its fields are {', '.join(form.names())}; other layouts need a mapping file (--mapping)"
            )
        return Plan(self._order.mapping or Mapping(), header=header, form=form)

    def fill(self) -> Iterator[None]:
        """Stage the file chunk by chunk."""
        for chunk in self._reader.chunks():
            self._rows += len(chunk.numbers) + len(chunk.broken)
            self._add(chunk)
            yield
        if self._rows == 0:
            raise UnreadableFile(f"{self._order.path.name}: the file has no rows")
        for columns, numbers in self._plan.last() if self._plan else ():
            if numbers:
                self._batch.add(columns, numbers)

    def _add(self, chunk: Chunk) -> None:
        if self._plan is None and self._order.mapping is not None:
            self._plan = self._planned(sorted(chunk.columns))
        if self._plan is None:
            self._refuse_strangers(chunk)
            if chunk.numbers:
                self._batch.add(chunk.columns, chunk.numbers)
        else:
            for name in self._plan.header:
                chunk.columns.setdefault(name, [None] * len(chunk.numbers))
            for columns, numbers in self._plan.pieces(chunk):
                if numbers:
                    self._batch.add(columns, numbers)
        for rejection in chunk.broken:
            self._batch.reject(rejection)

    def _refuse_strangers(self, chunk: Chunk) -> None:
        strangers = sorted(name for name in chunk.columns if not self._batch.format.knows(name))
        if not strangers:
            return
        columns = [chunk.columns.pop(name) for name in strangers]
        keep = [all(value is None for value in row) for row in zip(*columns, strict=True)]
        advice = f"is not a field of {self._batch.format.kind}: {', '.join(self._batch.format.names())}"
        for at, good in enumerate(keep):
            if not good:
                name, value = next((n, c[at]) for n, c in zip(strangers, columns, strict=True) if c[at] is not None)
                rejection = Rejection(chunk.numbers[at], shown(name), shown(value), "unknown_field", advice)
                chunk.broken.append(rejection)
        chunk.columns = {
            name: [value for value, good in zip(column, keep, strict=True) if good]
            for name, column in chunk.columns.items()
        }
        chunk.numbers = [number for number, good in zip(chunk.numbers, keep, strict=True) if good]

    def finish(self) -> IntakeResult:
        """Merge what was staged and note the batch."""
        result = self._batch.merge()
        order = self._order
        actor = replace(COMMAND, name=order.requested_by or COMMAND.name)
        name = order.path.name[:255]
        store_batch(self._head, result, actor=actor, requested_by=order.requested_by, file_name=name)
        return result

    def report(self, result: IntakeResult, errors: Path | None) -> ImportReport:
        """Return what to print."""
        return ImportReport(
            batch_id=str(self._head.id),
            kind=self._head.kind,
            file=str(self._order.path),
            dry_run=self._order.dry_run,
            rows=self._rows,
            accepted=result.accepted,
            duplicates=result.duplicates,
            corrected=result.corrected,
            rejected=result.rejected,
            skipped=self._plan.skipped if self._plan else 0,
            reasons=dict(result.reasons.most_common()),
            unmapped=result.created_codes,
            unused_columns=self._plan.unused if self._plan else [],
            error_file=str(errors) if errors else None,
        )
