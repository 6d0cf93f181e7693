"""Entering a company, on the operator's host, and who may be entered, on the company's."""

from datetime import datetime, timedelta

import strawberry
from django.utils import timezone

from tenants.graphql.changes import attempt, errors_field
from tenants.graphql.context import Info
from tenants.graphql.types import CompanyType, TenantType
from tenants.graphql.user_errors import UserError
from tenants.selectors import company_by_slug, host_of
from tenants.services.entering import Entry, enter_company, set_operator_access

LONGEST_MINUTES = 100_000


@strawberry.input(description="The company to be entered, why, and for how long.")
class EnterCompanyInput:
    """The company to be entered."""

    slug: str = strawberry.field(description="Slug of the company.")
    reason: str = strawberry.field(description="Why, in 10 to 500 characters: the company reads it in its audit.")
    minutes: int = strawberry.field(default=60, description="For how long, 5 to 480.")


@strawberry.type(description="A key of the company that was entered, or what is wrong.")
class EnterCompanyPayload:
    """A key of the company that was entered."""

    tenant: TenantType | None = strawberry.field(description="The company; null when refused.")
    host: str | None = strawberry.field(description="Host on which the key is good; null when refused.")
    token: str | None = strawberry.field(
        description="What is sent as `Authorization: Bearer`. Shown here and never again; null when refused."
    )
    expires_at: datetime | None = strawberry.field(description="From when on the key is refused.")
    scopes: list[str] = strawberry.field(description="What the key may do: never read what customers said or are.")
    user_errors: list[UserError] = errors_field()


@strawberry.input(description="Whether people of the operator may enter this company.")
class SetOperatorAccessInput:
    """Whether people of the operator may enter."""

    is_allowed: bool = strawberry.field(description="False shows those who are in out at once.")


@strawberry.type(description="The company with its decision, or what is wrong.")
class OperatorAccessPayload:
    """The company with its decision."""

    company: CompanyType | None = strawberry.field(description="The company; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class EntryMutation:
    """Entering companies."""

    @strawberry.mutation(
        description="Enter a company with a reason: a key of a narrow role that ends by itself. The company is told."
    )
    def enter_company(self, info: Info, input: EnterCompanyInput) -> EnterCompanyPayload:
        """Enter a company."""

        def entered() -> tuple[object, ...]:
            done: Entry = enter_company(
                company=company_by_slug(input.slug),
                reason=input.reason,
                duration=timedelta(minutes=max(0, min(input.minutes, LONGEST_MINUTES))),
                as_of=timezone.now(),
                actor=info.context.actor,
            )
            return done.company, host_of(done.company), done.token, done.key.expires_at, done.key.scopes

        return attempt(_payload, "tenant host token expires_at scopes", entered)


def _payload(*, scopes: list[str] | None, **parts: object) -> EnterCompanyPayload:
    return EnterCompanyPayload(scopes=scopes or [], **parts)  # type: ignore[arg-type]  # strawberry turns rows to types


@strawberry.type
class OperatorAccessMutation:
    """Whether the company can be entered."""

    @strawberry.mutation(description="Decide whether people of the operator may enter this company.")
    def set_operator_access(self, info: Info, input: SetOperatorAccessInput) -> OperatorAccessPayload:
        """Admit people of the operator, or nobody."""
        actor = info.context.actor
        return attempt(
            OperatorAccessPayload,
            "company",
            lambda: set_operator_access(actor=actor, is_allowed=input.is_allowed, as_of=timezone.now()),
        )
