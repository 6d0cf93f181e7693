"""Asking for scores, predictions and a look at the control charts, and closing periods."""

import strawberry
from django.utils import timezone

from analytics.graphql.enums import PeriodKindEnum
from analytics.graphql.types import ScoreRunType
from analytics.models.period import PeriodKind
from analytics.services.prediction.target import REPURCHASE
from analytics.services.requests import request_monitoring, request_predictions, request_scores
from analytics.services.scoring.closing import close_period
from analytics.services.scoring.labels import first_day, read_period
from analytics.services.settings import settings_of
from tenants.access import Capability
from tenants.graphql.changes import attempt, company_of, errors_field, given, optional
from tenants.graphql.context import Info
from tenants.graphql.policy import require
from tenants.graphql.scalars import Period
from tenants.graphql.sending import sent
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError


@strawberry.input(description="Which periods to score; what is due by itself when nothing is said.")
class RequestScoresInput:
    """Which periods to score."""

    first: Period | None = optional("First period; the first with facts without.")
    last: Period | None = optional("Last period; the last with facts without.")
    kind: PeriodKindEnum | None = optional("Kind of the periods; as `first` and `last` are written without.")
    rebuild: bool = strawberry.field(
        default=False, description="Read all facts again, which takes long and the scope settings:write."
    )


@strawberry.input(description="Whose behaviour to predict, as of when.")
class RequestPredictionsInput:
    """What to predict."""

    period: Period = strawberry.field(description="Month as of whose end customers are described.")
    target: str = strawberry.field(
        default=REPURCHASE, description="What is predicted: repurchase, attr:NAME or attr:NAME=VALUE."
    )


@strawberry.input(description="The period to close.")
class ClosePeriodInput:
    """The period to close."""

    period: Period = strawberry.field(description="Label of the period.")


@strawberry.type(description="The job that was asked for, or what is wrong.")
class JobPayload:
    """The job that was asked for."""

    job: JobType | None = strawberry.field(
        description="The job; the same request that still waits for a worker is given again. Null when refused."
    )
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The run that was closed, or what is wrong.")
class ClosePeriodPayload:
    """The run that was closed."""

    score_run: ScoreRunType | None = strawberry.field(
        description="The run whose figures are frozen; null when refused."
    )
    user_errors: list[UserError] = errors_field()


@strawberry.type
class RequestMutation:
    """Long work that is asked for."""

    @strawberry.mutation(description="Ask for scores, as a job; what has not changed keeps its run.")
    def request_scores(self, info: Info, input: RequestScoresInput) -> JobPayload:
        """Ask for scores."""
        company, actor = company_of(info), info.context.actor
        if input.rebuild:
            require(actor, Capability.SETTINGS_WRITE, what="requestScores with rebuild")
        asked = given(input)
        kind: PeriodKind | None = asked.get("kind")
        return sent(
            lambda: request_scores(
                company=company,
                actor=actor,
                first=asked.get("first"),
                last=asked.get("last"),
                kind=None if kind is None else kind.value,
                rebuild=input.rebuild,
            ),
            payload=JobPayload,
        )

    @strawberry.mutation(description="Ask for predictions of all customers, as a job.")
    def request_predictions(self, info: Info, input: RequestPredictionsInput) -> JobPayload:
        """Ask for predictions."""
        company, actor = company_of(info), info.context.actor
        return sent(
            lambda: request_predictions(
                company=company, actor=actor, period=first_day(input.period), target=input.target
            ),
            payload=JobPayload,
        )

    @strawberry.mutation(description="Ask for a look at the control charts now, which raises alerts, as a job.")
    def request_monitoring(self, info: Info) -> JobPayload:
        """Ask for a look at the charts."""
        company = company_of(info)
        return sent(lambda: request_monitoring(company=company, actor=info.context.actor), payload=JobPayload)

    @strawberry.mutation(description="Freeze the figures of a period: later facts give a run beside it, not instead.")
    def close_period(self, info: Info, input: ClosePeriodInput) -> ClosePeriodPayload:
        """Close a period."""
        calendar, actor = settings_of(company=company_of(info)).calendar, info.context.actor
        return attempt(
            ClosePeriodPayload,
            "score_run",
            lambda: close_period(
                period=read_period(input.period, calendar), by=actor.name, now=timezone.now(), actor=actor
            ),
        )
