"""What is in a plan's way, and what is said about it."""

import strawberry
from django.utils import timezone

from journeys.graphql import talk_inputs as told
from journeys.graphql.plan_inputs import ActionPlanIdInput, ActionPlanPayload
from journeys.services.plan_blocks import block_plan, unblock_plan
from journeys.services.plan_comments import comment_on_plan
from tenants.graphql.changes import attempt, given
from tenants.graphql.context import Info

PLAN = "ActionPlan"


@strawberry.type
class TalkMutation:
    """What is in a plan's way, and what is said about it."""

    @strawberry.mutation(description="Say that a plan cannot go on, and why; said again, the reason is changed.")
    def block_action_plan(self, info: Info, input: told.BlockActionPlanInput) -> ActionPlanPayload:
        """Block a plan."""
        asked = {**given(input, id=PLAN), "at": timezone.now()}
        return attempt(ActionPlanPayload, "action_plan", lambda: block_plan(actor=info.context.actor, **asked))

    @strawberry.mutation(description="Say that a plan can go on.")
    def unblock_action_plan(self, info: Info, input: ActionPlanIdInput) -> ActionPlanPayload:
        """Unblock a plan."""
        asked = given(input, id=PLAN)
        return attempt(ActionPlanPayload, "action_plan", lambda: unblock_plan(actor=info.context.actor, **asked))

    @strawberry.mutation(description="Say something about a plan. What was said is never changed.")
    def comment_on_plan(self, info: Info, input: told.CommentOnPlanInput) -> told.PlanCommentPayload:
        """Comment on a plan."""
        asked = {**given(input, plan_id=PLAN), "at": timezone.now()}
        return attempt(told.PlanCommentPayload, "comment", lambda: comment_on_plan(actor=info.context.actor, **asked))
