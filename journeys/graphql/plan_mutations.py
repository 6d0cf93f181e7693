"""Changes of plans; approval and evaluation need figures and are changes of analytics."""

from typing import Any

import strawberry

from journeys.graphql import plan_inputs as told
from journeys.services import plan_life
from tenants.graphql.changes import attempt, given
from tenants.graphql.context import Info

PLAN = "ActionPlan"


@strawberry.type
class PlanMutation:
    """Changes of plans."""

    @strawberry.mutation(description="Write a plan down, as a draft.")
    def create_action_plan(self, info: Info, input: told.CreateActionPlanInput) -> told.ActionPlanPayload:
        """Write a plan."""
        wanted = told.plan_document(input)
        return attempt(
            told.ActionPlanPayload,
            "action_plan",
            lambda: plan_life.create_plan(wanted, actor=info.context.actor),
        )

    @strawberry.mutation(description="Change a draft.")
    def update_action_plan(self, info: Info, input: told.UpdateActionPlanInput) -> told.ActionPlanPayload:
        """Change a draft."""
        asked = {name: value for name, value in given(input, id=PLAN).items() if name in {"id", "revision"}}
        return _plan(plan_life.update_plan, info, {**asked, "changes": told.plan_document(input)})

    @strawberry.mutation(description="Propose a draft for approval.")
    def submit_action_plan(self, info: Info, input: told.ActionPlanIdInput) -> told.ActionPlanPayload:
        """Propose a draft."""
        return _plan(plan_life.submit_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Make a proposal a draft again, saying what is missing.")
    def return_action_plan(self, info: Info, input: told.ActionPlanNoteInput) -> told.ActionPlanPayload:
        """Return a proposal."""
        return _plan(plan_life.return_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Say that an approved plan is under way.")
    def start_action_plan(self, info: Info, input: told.ActionPlanIdInput) -> told.ActionPlanPayload:
        """Start a plan."""
        return _plan(plan_life.start_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Say that a plan is finished, and what was learned; it can still be evaluated.")
    def close_action_plan(self, info: Info, input: told.ActionPlanNoteInput) -> told.ActionPlanPayload:
        """Close a plan."""
        return _plan(plan_life.close_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Give a plan up, and say why.")
    def cancel_action_plan(self, info: Info, input: told.ActionPlanNoteInput) -> told.ActionPlanPayload:
        """Cancel a plan."""
        return _plan(plan_life.cancel_plan, info, given(input, id=PLAN))

    @strawberry.mutation(
        description="Take steps of a plan back: to a state that it was in before. Approval is never taken back."
    )
    def reopen_action_plan(self, info: Info, input: told.ReopenActionPlanInput) -> told.ActionPlanPayload:
        """Reopen a plan."""
        return _plan(plan_life.reopen_plan, info, given(input, id=PLAN))


def _plan(change: Any, info: Info, asked: dict[str, Any]) -> told.ActionPlanPayload:
    return attempt(told.ActionPlanPayload, "action_plan", lambda: change(actor=info.context.actor, **asked))
