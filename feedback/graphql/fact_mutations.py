"""Storing orders, customers and contacts."""

import strawberry

from feedback.graphql.fact_records import (
    IngestCustomersInput,
    IngestInteractionsInput,
    IngestOrdersInput,
    record_of,
)
from feedback.graphql.ingesting import Ingested, ingested
from feedback.services.results import IntakeAnswer
from tenants.graphql.context import Info


@strawberry.type(description="What became of the orders.")
class IngestOrdersPayload(Ingested):
    """What became of the orders."""


@strawberry.type(description="What became of the customers.")
class IngestCustomersPayload(Ingested):
    """What became of the customers."""


@strawberry.type(description="What became of the contacts.")
class IngestInteractionsPayload(Ingested):
    """What became of the contacts."""


def _answer(
    kind: str, info: Info, input: IngestOrdersInput | IngestCustomersInput | IngestInteractionsInput
) -> IntakeAnswer:
    return ingested(
        kind,
        [record_of(record) for record in input.records],
        field=info.field_name,
        actor=info.context.actor,
        source=input.source,
        idempotency_key=input.idempotency_key,
    )


@strawberry.type
class FactMutation:
    """Changes of facts that are not answers."""

    @strawberry.mutation(description="Store orders and refunds; each is stored or refused on its own.")
    def ingest_orders(self, info: Info, input: IngestOrdersInput) -> IngestOrdersPayload:
        """Store orders."""
        return IngestOrdersPayload(answer=_answer("orders", info, input))

    @strawberry.mutation(description="Store customers, or what is new about them; each is stored or refused alone.")
    def ingest_customers(self, info: Info, input: IngestCustomersInput) -> IngestCustomersPayload:
        """Store customers."""
        return IngestCustomersPayload(answer=_answer("customers", info, input))

    @strawberry.mutation(description="Store contacts with customers; each is stored or refused on its own.")
    def ingest_interactions(self, info: Info, input: IngestInteractionsInput) -> IngestInteractionsPayload:
        """Store contacts."""
        return IngestInteractionsPayload(answer=_answer("interactions", info, input))
