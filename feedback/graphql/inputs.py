"""What lists of facts can be narrowed by, and the records that can be sent."""

from datetime import datetime
from typing import Any

import strawberry
from django.db.models import QuerySet

from feedback.graphql.enums import ImportKind, ImportState
from tenants.graphql.inputs import narrowed


@strawberry.input(description="Which customers to list; all conditions must hold.")
class CustomerFilter:
    """Which customers to list."""

    external_ids: list[str] | None = strawberry.field(default=None, description="Only customers with these ids.")
    received_from: datetime | None = strawberry.field(default=None, description="Only those stored at or after this.")
    received_to: datetime | None = strawberry.field(default=None, description="Only those stored before this.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(
            rows,
            external_id__in=self.external_ids,
            received_at__gte=self.received_from,
            received_at__lt=self.received_to,
        )


@strawberry.input(description="Which answers to list; all conditions must hold.")
class FeedbackFilter:
    """Which answers to list."""

    touchpoints: list[str] | None = strawberry.field(default=None, description="Only about touchpoints of these codes.")
    channels: list[str] | None = strawberry.field(default=None, description="Only through channels of these codes.")
    units: list[str] | None = strawberry.field(default=None, description="Only at units of these codes.")
    sources: list[str] | None = strawberry.field(default=None, description="Only from these systems.")
    occurred_from: datetime | None = strawberry.field(default=None, description="Only those at or after this moment.")
    occurred_to: datetime | None = strawberry.field(default=None, description="Only those before this moment.")
    has_text: bool | None = strawberry.field(default=None, description="Only those with a comment, or only others.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        if self.has_text is not None:
            rows = rows.exclude(text="") if self.has_text else rows.filter(text="")
        return narrowed(
            rows,
            touchpoint__code__in=self.touchpoints,
            channel__code__in=self.channels,
            unit__code__in=self.units,
            source__in=self.sources,
            occurred_at__gte=self.occurred_from,
            occurred_at__lt=self.occurred_to,
        )


@strawberry.input(description="Which orders to list; all conditions must hold.")
class OrderFilter:
    """Which orders to list."""

    units: list[str] | None = strawberry.field(default=None, description="Only at units of these codes.")
    sources: list[str] | None = strawberry.field(default=None, description="Only from these systems.")
    is_refund: bool | None = strawberry.field(default=None, description="Only refunds, or only purchases.")
    occurred_from: datetime | None = strawberry.field(default=None, description="Only those at or after this moment.")
    occurred_to: datetime | None = strawberry.field(default=None, description="Only those before this moment.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(
            rows,
            unit__code__in=self.units,
            source__in=self.sources,
            is_refund=self.is_refund,
            occurred_at__gte=self.occurred_from,
            occurred_at__lt=self.occurred_to,
        )


@strawberry.input(description="Which batches to list; all conditions must hold.")
class ImportBatchFilter:
    """Which batches to list."""

    kind: ImportKind | None = strawberry.field(default=None, description="Only batches of this kind of record.")
    state: ImportState | None = strawberry.field(default=None, description="Only batches in this state.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(rows, kind=self.kind, state=self.state)
