"""The single way in for facts: forms, surveys, the API, webhooks and files all end here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, cast

import msgspec
from django.db import connection, transaction

from feedback.channels import texts
from feedback.channels.columns import Columns
from feedback.channels.problems import BadValue, shown
from feedback.models import ImportBatch
from feedback.services.batches import Batch, BatchHead
from feedback.services.cases.inflow import NOTE_BATCH, wake_later
from feedback.services.idempotency import RequestKey, claim, noting
from feedback.services.identity.recognising import recognise_customers
from feedback.services.merge.direct import ReportedMeanwhile
from feedback.services.results import IntakeAnswer, IntakeResult, Rejection
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject
from tenants.audit.services import record as write_down
from tenants.hooks.services import emit
from tenants.models.ids import uuid7
from tenants.models.plan import Counted
from tenants.selectors import current_company
from tenants.selectors.usage import require_room
from tenants.telemetry import figures
from tenants.telemetry.labels import company_label

KINDS = ("feedback", "orders", "customers", "interactions")
DEFAULT_SOURCE = "default"
STORED = {
    "feedback": "feedback_batch.stored",
    "orders": "order_batch.stored",
    "customers": "customer_batch.stored",
    "interactions": "interaction_batch.stored",
    "units": "unit_batch.stored",
}
_TOLD = ("kind", "source", "file_name", "accepted", "duplicates", "corrected", "rejected")


class UnknownKind(Refusal):
    """There are no records of that kind."""


class BadSource(Refusal):
    """The name of the source cannot be kept."""


def usable_source(source: str) -> str:
    """Return the name of a source without blanks around it; raise BadSource when it cannot be one."""
    try:
        return texts.code(source, limit=100) or DEFAULT_SOURCE
    except BadValue as problem:
        raise BadSource(f"the source {problem.message}") from None


def ingest_records(
    *,
    kind: str,
    records: Sequence[object],
    received_at: datetime,
    actor: Actor,
    source: str = DEFAULT_SOURCE,
    request: RequestKey | None = None,
) -> IntakeAnswer:
    """Store records given as JSON objects and return what became of them, row by row where one was refused.

    Known records are duplicates when they say the same and corrections when they do not. The same request under the
    same key is carried out once and answered alike. Raises UnknownKind, BadSource and the refusals of `idempotency`.
    """
    if kind not in KINDS:
        raise UnknownKind(f"there are no records of kind {kind!r}: use one of {', '.join(KINDS)}")
    company, source = current_company(), usable_source(source)
    require_room(company=company, counted=Counted.CUSTOMERS if kind == "customers" else Counted.FACTS)
    head = BatchHead(id=uuid7(), kind=kind, company=company, source=source, received_at=received_at)
    try:
        answer = _ingest(head, records, actor=actor, request=request, directly=True)
    except ReportedMeanwhile:
        answer = _ingest(head, records, actor=actor, request=request, directly=False)
    if kind == "customers":
        recognise_customers(wait=False)
    return answer


@transaction.atomic
def _ingest(
    head: BatchHead, records: Sequence[object], *, actor: Actor, request: RequestKey | None, directly: bool
) -> IntakeAnswer:
    if request is not None and (earlier := claim(request)) is not None:
        return cast("IntakeAnswer", earlier)
    batch = Batch(head, directly=directly)
    add_records(batch, records, start=0)
    result = batch.merge()
    answer = result.answer()
    by = f"{actor.kind}:{actor.name}"
    store_batch(head, result, actor=actor, requested_by=by, request=request, answer=answer)
    return answer


def add_records(batch: Batch, records: Sequence[object], *, start: int) -> None:
    """Add JSON objects to a batch, refusing what is no object or has unknown fields; rows are numbered from `start`."""
    numbers: Sequence[int] = range(start, start + len(records))
    if set(map(type, records)) - {dict}:
        numbers = _only_objects(batch, records, numbers)
    good = cast("list[dict[str, object]]", [record for record in records if type(record) is dict])
    layouts = set(map(tuple, good))
    unknown = {name for name in set().union(*layouts) if not batch.format.knows(name)}
    if unknown:
        good, numbers = _without_unknown(batch, good, numbers, unknown)
        layouts = set(map(tuple, good))
    if numbers:
        batch.add(_columns(good, layouts), numbers)


def _columns(records: Sequence[dict[str, object]], layouts: set[tuple[str, ...]]) -> Columns:
    if len(layouts) == 1:
        # Records of one sender mostly have the same fields in the same order; then nothing is looked up.
        values = zip(*map(dict.values, records), strict=True)
        return {name: list(column) for name, column in zip(layouts.pop(), values, strict=True)}
    return {name: [record.get(name) for record in records] for name in set().union(*layouts)}


def _only_objects(batch: Batch, records: Sequence[object], numbers: Sequence[int]) -> list[int]:
    kept: list[int] = []
    for number, record in zip(numbers, records, strict=True):
        if type(record) is dict:
            kept.append(number)
        else:
            batch.reject(Rejection(number, "", shown(record), "not_a_record", "must be an object with named fields"))
    return kept


def _without_unknown(
    batch: Batch, records: Sequence[dict[str, object]], numbers: Sequence[int], unknown: set[str]
) -> tuple[list[dict[str, object]], list[int]]:
    kept: list[dict[str, object]] = []
    kept_numbers: list[int] = []
    advice = f"is not a field of {batch.head.kind}: {', '.join(batch.format.names())}"
    for number, record in zip(numbers, records, strict=True):
        strangers = sorted(unknown & record.keys())
        for at, name in enumerate(strangers):
            rejection = Rejection(number, shown(name), shown(record[name]), "unknown_field", advice)
            batch.reject(rejection, counted=at > 0)
        if not strangers:
            kept.append(record)
            kept_numbers.append(number)
    return kept, kept_numbers


def store_batch(
    head: BatchHead,
    result: IntakeResult,
    *,
    actor: Actor,
    requested_by: str = "",
    file_name: str = "",
    request: RequestKey | None = None,
    answer: Mapping[str, Any] | None = None,
) -> None:
    """Note that a batch was carried out, with its answer when it came under an idempotency key, and audit it.

    Raises IdempotencyConflict when that key is taken.
    """
    row = {
        "id": head.id,
        "kind": head.kind,
        "file_name": file_name,
        "source": head.source,
        "state": ImportBatch.State.DONE.value,
        "accepted": result.accepted,
        "duplicates": result.duplicates,
        "corrected": result.corrected,
        "rejected": result.rejected,
        "created_at": head.received_at,
        "finished_at": head.received_at,
        "requested_by": requested_by[:255],
        "idempotency_key": request.key if request else None,
        "request_digest": request.digest if request else "",
        "answer": (answer or {}) if request else {},
    }
    # Written with every request, so as one JSON text: fifteen values would each be quoted, a model costs ten times.
    with noting(request), connection.cursor() as cursor:
        cursor.execute(NOTE_BATCH, [msgspec.json.encode(row).decode(), uuid7()])
        is_awaited = cursor.fetchone() is not None
    transaction.on_commit(partial(_count, head.kind, company_label(), result))
    told = {name: row[name] for name in _TOLD}
    about = Subject("import", str(head.id), head.kind)
    write_down(actor=actor, action="import.finished", subject=about, after=told, is_bulk=not file_name)
    _tell(head, told)
    if is_awaited:
        wake_later()


def _tell(head: BatchHead, told: Mapping[str, Any]) -> None:
    """Tell whoever listens that a batch is stored; of a file, that its import ended too."""
    subject = Subject("batch", str(head.id), head.source)
    counts = {name: told[name] for name in ("source", "accepted", "duplicates", "corrected", "rejected")}
    emit(event=STORED[head.kind], subject=subject, data=counts)
    if told["file_name"]:
        emit(event="import.finished", subject=subject, data={"kind": head.kind, "file": told["file_name"], **counts})


def _count(kind: str, company: str, result: IntakeResult) -> None:
    for outcome in ("accepted", "duplicates", "rejected"):
        figures.INTAKE_ROWS.labels(kind, outcome, company).inc(getattr(result, outcome))
