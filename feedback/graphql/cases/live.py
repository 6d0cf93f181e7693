"""Following cases."""

from datetime import datetime
from typing import Annotated, cast

import strawberry

from feedback.graphql.cases.inputs import CaseFilter
from feedback.graphql.cases.types import CaseType
from feedback.models import Case
from tenants.graphql.live.events import Told
from tenants.graphql.nodes import rows_of

Which = Annotated[CaseFilter | None, strawberry.argument(description="Only cases that are like this now.")]


@strawberry.type(description="A case was opened.")
class CaseOpened:
    """A case was opened."""

    at: datetime = strawberry.field(description="When it was opened.")
    case: CaseType = strawberry.field(description="The case as it is now.")


@strawberry.type(description="Something happened to a case.")
class CaseChanged:
    """Something happened to a case."""

    event: str = strawberry.field(
        description="What happened: case.opened, case.assigned, case.changed, case.commented, case.escalated, "
        "case.overdue, case.resolved, case.closed or case.reopened."
    )
    at: datetime = strawberry.field(description="When it happened.")
    case: CaseType = strawberry.field(description="The case as it is now.")


@strawberry.type
class CaseSubscription:
    """Customers whom somebody has to answer, as they come."""

    @strawberry.field(description="Cases that are opened, by rules and by hand, at the caller's units.")
    def case_opened(self, filter: Which = None) -> CaseOpened | None:
        """Return what is told of a case; None when it is not the caller's."""
        told = cast(Told, self)
        found = _case(told, filter)
        return None if found is None else CaseOpened(at=told.at, case=found)

    @strawberry.field(description="Whatever happens to cases, at the caller's units.")
    def case_changed(self, filter: Which = None) -> CaseChanged | None:
        """Return what is told of a case; None when it is not the caller's."""
        told = cast(Told, self)
        found = _case(told, filter)
        return None if found is None else CaseChanged(event=told.type, at=told.at, case=found)


def _case(told: Told, filter: CaseFilter | None) -> CaseType | None:
    rows = rows_of(Case).filter(pk=told.entity_id)
    return cast("CaseType | None", (filter.narrow(rows) if filter else rows).first())
