"""Example data: whether there are any, loading them, taking them away."""

import strawberry

from analytics.services.demonstration import demonstration_of, request_load, request_removal
from tenants.graphql.changes import company_of, errors_field
from tenants.graphql.context import Info
from tenants.graphql.sending import sent
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError


@strawberry.type(description="What there is of example data in the company.")
class Demonstration:
    """What there is of example data."""

    is_available: bool = strawberry.field(description="Whether there are example data for the company's industry.")
    is_loaded: bool = strawberry.field(description="Whether they are among the company's facts.")
    has_own_facts: bool = strawberry.field(description="Whether there are facts that are no example data.")


@strawberry.input(description="Whether to load example data beside facts of the company's own.")
class LoadDemonstrationInput:
    """Whether to load beside real data."""

    confirm: str = strawberry.field(
        default="", description="Slug of the company, typed; asked for only where there are facts of its own."
    )


@strawberry.input(description="A confirmation that example data are to go.")
class RemoveDemonstrationInput:
    """A confirmation."""

    confirm: str = strawberry.field(description="Slug of the company, typed.")


@strawberry.type(description="The job that loads or takes away, or what is wrong.")
class DemonstrationPayload:
    """The job that was asked for."""

    job: JobType | None = strawberry.field(description="The job, with its progress; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class DemonstrationQuery:
    """Example data."""

    @strawberry.field(description="What there is of example data in the company.")
    def demonstration(self, info: Info) -> Demonstration:
        """Return what there is."""
        found = demonstration_of(company=company_of(info))
        return Demonstration(
            is_available=found.is_available, is_loaded=found.is_loaded, has_own_facts=found.has_own_facts
        )


@strawberry.type
class DemonstrationMutation:
    """Loading example data and taking them away."""

    @strawberry.mutation(
        description="Load a year of example data of the company's industry, as a job: facts, plans, people, scores."
    )
    def load_demonstration(self, info: Info, input: LoadDemonstrationInput) -> DemonstrationPayload:
        """Ask for example data."""
        company, actor = company_of(info), info.context.actor
        return sent(
            lambda: request_load(company=company, actor=actor, confirm=input.confirm), payload=DemonstrationPayload
        )

    @strawberry.mutation(
        description="Take the example data away, as a job: their facts, plans and people. What the company put to use "
        "or sent itself stays."
    )
    def remove_demonstration(self, info: Info, input: RemoveDemonstrationInput) -> DemonstrationPayload:
        """Ask for example data to go."""
        company, actor = company_of(info), info.context.actor
        return sent(
            lambda: request_removal(company=company, actor=actor, confirm=input.confirm), payload=DemonstrationPayload
        )
