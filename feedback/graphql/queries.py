"""Root fields of feedback."""

from typing import Annotated, cast

import strawberry

from feedback.graphql.inputs import CustomerFilter, FeedbackFilter, ImportBatchFilter, OrderFilter
from feedback.graphql.persons import customer_named
from feedback.graphql.types import CustomerType, FeedbackItemType, ImportBatchType, OrderType
from feedback.models import Customer, FeedbackItem, ImportBatch, Order
from tenants.graphql.connections import Listing, paged
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import rows_of

ExternalId = Annotated[str, strawberry.argument(description="Id of the customer in the company's own systems.")]


@strawberry.type
class FeedbackQuery:
    """What customers said and did."""

    @paged(CustomerType, description="Customers, the last received first; who was merged into another is left out.")
    def customers(self, filter: CustomerFilter | None = None) -> Listing:
        """Return customers."""
        rows = rows_of(Customer).filter(merged_into=None)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_FIRST)

    @strawberry.field(
        description="A customer by the id they have in the company's own systems, or who stands for that one since "
        "they were merged; null when unknown."
    )
    def customer(self, external_id: ExternalId) -> CustomerType | None:
        """Return one customer."""
        return cast("CustomerType | None", customer_named(external_id))

    @paged(FeedbackItemType, description="Answers, the last received first.")
    def feedback_items(self, filter: FeedbackFilter | None = None) -> Listing:
        """Return answers."""
        rows = rows_of(FeedbackItem)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_FIRST)

    @paged(OrderType, description="Orders and refunds, the last received first.")
    def orders(self, filter: OrderFilter | None = None) -> Listing:
        """Return orders."""
        rows = rows_of(Order)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_FIRST)

    @paged(ImportBatchType, description="Imports and ingest requests, newest first.")
    def import_batches(self, filter: ImportBatchFilter | None = None) -> Listing:
        """Return batches."""
        rows = rows_of(ImportBatch)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_FIRST)
