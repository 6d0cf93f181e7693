"""What the mutations that store records have in common: the request, and what its payload tells."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
import strawberry
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.channels.problems import BadValue
from feedback.channels.texts import identifier
from feedback.graphql.records import input_path
from feedback.services.idempotency import IdempotencyConflict, IdempotencyMismatch, RequestKey
from feedback.services.intake import DEFAULT_SOURCE, ingest_records
from feedback.services.results import IntakeAnswer
from tenants.access import Actor
from tenants.graphql.errors import ApiError, Code
from tenants.selectors.usage import LimitReached

MOST_RECORDS = 1_000
LONGEST_SOURCE = 100


@strawberry.type(description="Why a record was refused.")
class RejectedRecord:
    """Why a record was refused."""

    index: int = strawberry.field(description="Place of the record in the input, counted from 0.")
    code: str = strawberry.field(description="Sort of mistake, for programs.")
    path: str = strawberry.field(description="Field of the record; empty when it is about the record as a whole.")
    message: str = strawberry.field(description="What is wrong and what to do, for people.")


@strawberry.type
class Ingested:
    """What every payload of ingested records tells."""

    answer: strawberry.Private[IntakeAnswer]

    @strawberry.field(description="Batch under which the records were stored; an import can be undone by it.")
    def batch_id(self) -> strawberry.ID:
        """Return the batch."""
        return strawberry.ID(self.answer["batchId"])

    @strawberry.field(description="How many records were stored, corrections among them.")
    def accepted(self) -> int:
        """Return how many were stored."""
        return self.answer["accepted"]

    @strawberry.field(description="How many records were known already, word for word.")
    def duplicates(self) -> int:
        """Return how many were known."""
        return self.answer["duplicates"]

    @strawberry.field(description="How many records replaced an earlier version.")
    def corrected(self) -> int:
        """Return how many replaced another."""
        return self.answer["corrected"]

    @strawberry.field(description="Every mistake in the records that were refused, in the order of the input.")
    def rejected(self) -> list[RejectedRecord]:
        """Return the mistakes."""
        return [RejectedRecord(**(one | {"path": input_path(one["path"])})) for one in self.answer["rejected"]]


def usable_source(source: str | None) -> str:
    """Return the source that records without one get. Raises ApiError when it cannot be one."""
    try:
        return identifier(source or "", limit=LONGEST_SOURCE) or DEFAULT_SOURCE
    except BadValue as problem:
        raise ApiError(_("source %(message)s") % {"message": problem.message}) from problem


def ingested(
    kind: str,
    records: Sequence[dict[str, object]],
    *,
    field: str,
    actor: Actor,
    source: str | None,
    idempotency_key: str | None,
) -> IntakeAnswer:
    """Store records of a kind for a root field. Raises ApiError when the request is refused as a whole."""
    if len(records) > MOST_RECORDS:
        raise ApiError(
            _("A request carries at most %(most_records)s records.") % {"most_records": MOST_RECORDS},
            code=Code.COST_LIMIT,
        )
    usable = usable_source(source)
    request = None
    if idempotency_key is not None:
        digest = sha256(msgspec.json.encode([field, usable, records])).hexdigest()
        request = RequestKey(idempotency_key, digest)
    try:
        return ingest_records(
            kind=kind, records=records, received_at=timezone.now(), actor=actor, source=usable, request=request
        )
    except IdempotencyMismatch as error:
        raise ApiError(str(error), code=Code.IDEMPOTENCY_MISMATCH) from error
    except IdempotencyConflict as error:
        raise ApiError(str(error), code=Code.CONFLICT) from error
    except LimitReached as error:
        raise ApiError(str(error), code=Code.FORBIDDEN) from error
