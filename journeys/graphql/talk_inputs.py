"""What mutations around a plan's work are told, and what they answer: what is in the way, what is said."""

import strawberry

from journeys.graphql.plan_types import PlanCommentType
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.user_errors import UserError


@strawberry.input(description="A plan that cannot go on.")
class BlockActionPlanInput:
    """A plan that cannot go on."""

    id: strawberry.ID = strawberry.field(description="Id of the plan.")
    reason: str = strawberry.field(description="What is in the way.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="Something to say about a plan.")
class CommentOnPlanInput:
    """Something to say about a plan."""

    plan_id: strawberry.ID = strawberry.field(description="Id of the plan.")
    text: str = strawberry.field(description="What is said.")
    mentions: list[str] = strawberry.field(
        default_factory=list, description="E-mail addresses of people who should look."
    )


@strawberry.type(description="What was said, or what is wrong.")
class PlanCommentPayload:
    """What was said."""

    comment: PlanCommentType | None = strawberry.field(description="The comment; null when refused.")
    user_errors: list[UserError] = errors_field()
