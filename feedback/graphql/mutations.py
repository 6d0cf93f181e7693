"""Changes of facts."""

from hashlib import sha256

import msgspec
import strawberry
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.channels.problems import BadValue
from feedback.channels.texts import identifier
from feedback.graphql.records import IngestBatchInput, input_path
from feedback.services.idempotency import IdempotencyConflict, IdempotencyMismatch, RequestKey
from feedback.services.intake import DEFAULT_SOURCE, ingest_records
from feedback.services.results import IntakeAnswer
from tenants.graphql.context import Info
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


@strawberry.type(description="What became of the records.")
class IngestFeedbackPayload:
    """What became of the records."""

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


@strawberry.type
class FeedbackMutation:
    """Changes of facts."""

    @strawberry.mutation(description="Store answers; each is stored or refused on its own.")
    def ingest_feedback(self, info: Info, input: IngestBatchInput) -> IngestFeedbackPayload:
        """Store answers."""
        if len(input.records) > MOST_RECORDS:
            raise ApiError(
                _("A request carries at most %(most_records)s records.") % {"most_records": MOST_RECORDS},
                code=Code.COST_LIMIT,
            )
        records = [record.record() for record in input.records]
        source = usable_source(input.source)
        request = None
        if input.idempotency_key is not None:
            digest = sha256(msgspec.json.encode(["ingestFeedback", source, records])).hexdigest()
            request = RequestKey(input.idempotency_key, digest)
        try:
            answer = ingest_records(
                kind="feedback",
                records=records,
                received_at=timezone.now(),
                actor=info.context.actor,
                source=source,
                request=request,
            )
        except IdempotencyMismatch as error:
            raise ApiError(str(error), code=Code.IDEMPOTENCY_MISMATCH) from error
        except IdempotencyConflict as error:
            raise ApiError(str(error), code=Code.CONFLICT) from error
        except LimitReached as error:
            raise ApiError(str(error), code=Code.FORBIDDEN) from error
        return IngestFeedbackPayload(answer=answer)
