"""Storing answers."""

import strawberry

from feedback.graphql.ingesting import Ingested, ingested
from feedback.graphql.records import IngestBatchInput
from tenants.graphql.context import Info


@strawberry.type(description="What became of the records.")
class IngestFeedbackPayload(Ingested):
    """What became of the records."""


@strawberry.type
class FeedbackMutation:
    """Changes of facts."""

    @strawberry.mutation(description="Store answers; each is stored or refused on its own.")
    def ingest_feedback(self, info: Info, input: IngestBatchInput) -> IngestFeedbackPayload:
        """Store answers."""
        answer = ingested(
            "feedback",
            [record.record() for record in input.records],
            field="ingestFeedback",
            actor=info.context.actor,
            source=input.source,
            idempotency_key=input.idempotency_key,
        )
        return IngestFeedbackPayload(answer=answer)
