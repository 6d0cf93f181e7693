"""Following what customers say."""

from datetime import datetime, timedelta
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from django.db.models import QuerySet

from feedback.graphql.inputs import FeedbackFilter
from feedback.graphql.types import FeedbackItemType
from feedback.models import FeedbackItem
from tenants.graphql.connections import Listing, paged
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.live.events import Told
from tenants.graphql.nodes import rows_of

OTHER_CLOCK = timedelta(minutes=1)
Which = Annotated[
    FeedbackFilter | None, strawberry.argument(description="Only answers of these; batches without any are left out.")
]


@strawberry.type(description="New answers were stored together.")
class FeedbackReceived:
    """New answers were stored together."""

    rows: strawberry.Private[QuerySet[Any]]
    at: datetime = strawberry.field(description="When they were stored.")
    source: str = strawberry.field(description="System that sent them, unless an answer names another.")

    @paged(FeedbackItemType, description="The new answers that the caller may see, the last received first.")
    def items(self) -> Listing:
        """Return the answers."""
        return Listing(self.rows, NEWEST_FIRST)


@strawberry.type
class FeedbackSubscription:
    """What customers say, as it comes in."""

    @strawberry.field(
        description="Answers as they are stored, a batch at a time. Answers that correct earlier ones are not told of."
    )
    def feedback_received(self, filter: Which = None) -> FeedbackReceived | None:
        """Return what is told of a batch; None when there is nothing in it for the caller."""
        told = cast(Told, self)
        rows = rows_of(FeedbackItem).filter(batch_id=told.entity_id, **_made_then(told))
        rows = filter.narrow(rows) if filter else rows
        if not rows.exists():
            return None
        return FeedbackReceived(rows=rows, at=told.at, source=str(told.data.get("source", "")))


def _made_then(told: Told) -> dict[str, UUID]:
    """Return the bounds of the ids that were made while a batch was stored: ids begin with their milliseconds.

    Batches have no index: the answers of one are found by the primary key, as those that are about as old as it is.
    """
    first = UUID(told.entity_id).int >> 80
    last = int((told.at + OTHER_CLOCK).timestamp() * 1000)
    return {"pk__gte": UUID(int=first << 80), "pk__lt": UUID(int=last << 80)}
