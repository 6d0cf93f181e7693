"""Cases looked at together, as the API tells it."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from django.utils import timezone

from analytics.graphql.estimates import Estimate
from analytics.services.cases.figures import CaseGroup, figures_of
from analytics.services.cases.returning import returning
from feedback.graphql.cases.inputs import CaseFilter
from feedback.models import Case
from tenants.access import Refusal, current_units
from tenants.graphql.connections import Figures, paged
from tenants.graphql.enums import choices_enum
from tenants.graphql.errors import ApiError
from tenants.graphql.nodes import rows_of

choices_enum(CaseGroup, name="CaseGroup")
By = Annotated[CaseGroup, strawberry.argument(description="By what they are grouped.")]
First = Annotated[datetime, strawberry.argument(name="from", description="Only cases opened at or after this.")]
Last = Annotated[datetime, strawberry.argument(description="Only cases opened before this.")]


def _figure(name: str, description: str) -> Any:
    def read(root: strawberry.Parent[dict[str, Any]]) -> Estimate | None:
        return Estimate.of(root[name])

    return strawberry.field(resolver=read, description=description)


def _count(name: str, description: str) -> Any:
    def read(root: strawberry.Parent[dict[str, Any]]) -> int:
        return int(root[name])

    return strawberry.field(resolver=read, description=description)


@strawberry.type(description="Figures of the cases of a group that were opened in a span.")
class CaseFigures:
    """Figures of the cases of a group."""

    @strawberry.field(
        description="Code, address or name of the group; empty for all of them, and for those without one."
    )
    def key(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805
        """Return the key."""
        return str(root["key"])

    opened: int = _count("opened", "Cases that were opened.")
    open: int = _count("open", "Of these, how many are not over now.")
    overdue: int = _count("overdue", "Of these, how many are not over now and should be.")
    late: int = _count("late", "Of these, how many were not resolved in time, over or not.")
    first_response_hours: Estimate | None = _figure(
        "first_response_hours", "Median hours on the clock until somebody worked on them; those nobody has count too."
    )
    resolution_hours: Estimate | None = _figure(
        "resolution_hours", "Median hours on the clock until they were over; those that are not count too."
    )
    recovered: Estimate | None = _figure(
        "recovered", "Share of known customers who bought within 90 days after their case, of cases so long ago."
    )


@strawberry.type(description="Whether customers whose cases were resolved came back more often than others.")
class CaseReturns:
    """Whether customers came back."""

    resolved: Estimate | None = strawberry.field(
        description="Share who bought again, of customers whose first case was resolved within 14 days."
    )
    unresolved: Estimate | None = strawberry.field(description="The same of the others.")
    difference: Estimate | None = strawberry.field(description="The first less the second.")
    is_association: bool = strawberry.field(
        description="Always true: cases were not resolved by lot, and the two groups may differ otherwise."
    )


@strawberry.type
class CaseFiguresQuery:
    """Cases looked at together."""

    @paged(CaseFigures, description="Figures of the cases that were opened in a span, by group.")
    def case_figures(
        self, from_: First, to: Last, by: By = CaseGroup.COMPANY, filter: CaseFilter | None = None
    ) -> Figures:
        """Return the figures."""
        rows = rows_of(Case).filter(opened_at__gte=from_, opened_at__lt=to)
        rows = filter.narrow(rows) if filter else rows
        try:
            found = figures_of(rows, by=by, now=timezone.now(), units=current_units())
        except Refusal as refusal:
            raise ApiError(str(refusal)) from refusal
        return Figures(found, "key")

    @strawberry.field(
        description="Whether customers with a case came back, followed for 90 days from the 15th after it was opened: "
        "those whose case was resolved by then and the others. An association, not an effect."
    )
    def case_returns(self, from_: First, to: Last) -> CaseReturns:
        """Return the shares."""
        found = returning(first=from_, last=to, now=timezone.now())
        return CaseReturns(
            resolved=Estimate.of(found.resolved.as_json()),
            unresolved=Estimate.of(found.unresolved.as_json()),
            difference=Estimate.of(found.difference.as_json()),
            is_association=True,
        )
