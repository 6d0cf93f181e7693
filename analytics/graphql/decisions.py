"""Changes of plans that need figures: approval and evaluation."""

import strawberry
from django.utils import timezone

from analytics.graphql.types import PlanEvaluationType
from analytics.services.plans.deciding import approve_by_id, evaluate_by_id
from analytics.services.plans.job import request_evaluation
from journeys.graphql.plan_inputs import ActionPlanIdInput, ActionPlanPayload
from tenants.graphql.changes import attempt, company_of, errors_field, given
from tenants.graphql.context import Info
from tenants.graphql.sending import sent
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError


@strawberry.input(description="A plan to evaluate.")
class EvaluateActionPlanInput:
    """A plan to evaluate."""

    id: strawberry.ID = strawberry.field(description="Id of the plan.")


@strawberry.type(description="The evaluation of a plan, or what is wrong.")
class EvaluateActionPlanPayload:
    """The evaluation of a plan."""

    plan_evaluation: PlanEvaluationType | None = strawberry.field(
        description="The evaluation that is kept, the same one when nothing has changed since; null when refused."
    )
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The job that evaluates a plan, or what is wrong.")
class RequestEvaluationPayload:
    """The job that was asked for."""

    job: JobType | None = strawberry.field(
        description="The job; the same request that still waits for a worker is given again. Null when refused."
    )
    user_errors: list[UserError] = errors_field()


@strawberry.type
class DecisionMutation:
    """Decisions on plans."""

    @strawberry.mutation(
        description="Approve a draft or proposal: baseline, arms, dates, metric and forecast are frozen with it."
    )
    def approve_action_plan(self, info: Info, input: ActionPlanIdInput) -> ActionPlanPayload:
        """Approve a plan."""
        company, asked = company_of(info), given(input, id="ActionPlan")
        return attempt(
            ActionPlanPayload,
            "action_plan",
            lambda: approve_by_id(company=company, actor=info.context.actor, now=timezone.now(), **asked),
        )

    @strawberry.mutation(description="Judge an approved plan by its frozen terms, and keep the result.")
    def evaluate_action_plan(self, info: Info, input: EvaluateActionPlanInput) -> EvaluateActionPlanPayload:
        """Evaluate a plan."""
        company, asked = company_of(info), given(input, id="ActionPlan")
        return attempt(
            EvaluateActionPlanPayload,
            "plan_evaluation",
            lambda: evaluate_by_id(company=company, actor=info.context.actor, now=timezone.now(), **asked),
        )

    @strawberry.mutation(description="Ask for the judgement of an approved plan, as a job, where it may take long.")
    def request_evaluation(self, info: Info, input: EvaluateActionPlanInput) -> RequestEvaluationPayload:
        """Ask for an evaluation."""
        company, asked = company_of(info), given(input, id="ActionPlan")
        return sent(
            lambda: request_evaluation(company=company, actor=info.context.actor, now=timezone.now(), **asked),
            payload=RequestEvaluationPayload,
        )
