"""Root fields of journeys."""

from typing import Annotated

import strawberry

from journeys.graphql.inputs import ActionPlanFilter, ActionPlanOrder, JourneyFilter, TouchpointFilter
from journeys.graphql.plan_types import ActionPlanType
from journeys.graphql.types import JourneyType, PersonaType, TouchpointType
from journeys.models import ActionPlan, Journey, Persona, Touchpoint
from journeys.selectors import history_of_plan
from tenants.audit.models import AuditEvent
from tenants.graphql.audit import AuditEventType
from tenants.graphql.connections import Listing, paged
from tenants.graphql.keyset import NEWEST_FIRST, by
from tenants.graphql.nodes import rows_of


@strawberry.type
class JourneysQuery:
    """What a company intends."""

    @paged(JourneyType, description="Journeys, by code.")
    def journeys(self, filter: JourneyFilter | None = None) -> Listing:
        """Return journeys."""
        rows = rows_of(Journey)
        return Listing(filter.narrow(rows) if filter else rows, by("code"))

    @paged(TouchpointType, description="Touchpoints, by code.")
    def touchpoints(self, filter: TouchpointFilter | None = None) -> Listing:
        """Return touchpoints."""
        rows = rows_of(Touchpoint)
        return Listing(filter.narrow(rows) if filter else rows, by("code"))

    @paged(PersonaType, description="Personas, by code.")
    def personas(self) -> Listing:
        """Return personas."""
        return Listing(rows_of(Persona), by("code"))

    @paged(ActionPlanType, description="Action plans.")
    def action_plans(
        self, filter: ActionPlanFilter | None = None, order: ActionPlanOrder = ActionPlanOrder.CODE
    ) -> Listing:
        """Return action plans."""
        rows = rows_of(ActionPlan)
        return Listing(filter.narrow(rows) if filter else rows, order.keyset())

    @paged(AuditEventType, description="What was done with a plan and its tasks, by whom and when, newest first.")
    def plan_history(self, plan: Annotated[str, strawberry.argument(description="Code of the plan.")]) -> Listing:
        """Return the audited events of a plan."""
        return Listing(history_of_plan(rows_of(AuditEvent), code=plan), NEWEST_FIRST)
