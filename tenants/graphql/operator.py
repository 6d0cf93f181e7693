"""The life of companies on the operator's host: the same services as the command `tenant`, and never any content."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import auto

from tenants.access import Refusal
from tenants.graphql.changes import attempt
from tenants.graphql.connections import Listing, paged
from tenants.graphql.context import Info
from tenants.graphql.enums import Industry, ProvisioningState, TenantLocale, TenantPlan
from tenants.graphql.errors import ApiError, Code
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.types import TenantType
from tenants.graphql.user_errors import UserError
from tenants.models import Plan, ProvisioningRun, Tenant
from tenants.selectors import company_by_slug
from tenants.selectors.usage import usage_of
from tenants.services.onboarding import create_company
from tenants.services.readiness import readiness_of
from tenants.services.suspending import close_company, resume_company, suspend_company

LONGEST_COOLING = 3650
Slug = Annotated[str, strawberry.argument(description="Slug of the company.")]


@strawberry.type(description="A step of a set-up that is done.")
class ProvisioningStep:
    """A step of a set-up that is done."""

    name: str = strawberry.field(
        description="schema, tables, roles, blueprint, admin, schedules, invitation, demo, or restored."
    )
    milliseconds: int = strawberry.field(description="Wall time of the step.")


@strawberry_django.type(ProvisioningRun, name="ProvisioningRun", description="One set-up of a company.")
class ProvisioningRunType(Node):
    """One set-up of a company."""

    slug: auto
    state: ProvisioningState = strawberry_django.field(description="Where the set-up is.")
    method: auto
    error: auto
    requested_by: auto
    created_at: auto
    finished_at: auto

    @strawberry_django.field(description="The steps that are done, in order.", only=["steps"])
    def steps(root: strawberry.Parent[ProvisioningRun]) -> list[ProvisioningStep]:  # noqa: N805 - strawberry gives the row
        """Return the steps."""
        return [ProvisioningStep(name=one["name"], milliseconds=round(one["seconds"] * 1000)) for one in root.steps]


@strawberry.type(description="How much a company has of something that its plan limits.")
class TenantUsage:
    """How much a company has of something."""

    counted: str = strawberry.field(description="customers, facts or api_keys.")
    used: str = strawberry.field(description="How many there are, as an estimate.")
    soft_limit: str | None = strawberry.field(description="From here on the operator is warned; null is no limit.")
    hard_limit: str | None = strawberry.field(description="More is refused; null is no limit.")
    level: str = strawberry.field(description="ok, soft or hard: the limit that is reached.")


@strawberry.type(description="A point of the list of what a company needs before it can work with its figures.")
class ReadinessCheck:
    """A point of the list."""

    code: str = strawberry.field(description="The point, for programs.")
    is_met: bool = strawberry.field(description="Whether it is met.")
    detail: str = strawberry.field(description="The measure, for people: counts, never content.")


@strawberry.type(description="How a company is doing.")
class TenantState:
    """How a company is doing."""

    usage: list[TenantUsage] = strawberry.field(description="What its plan limits.")
    readiness: list[ReadinessCheck] = strawberry.field(description="What it needs before it can work.")


@strawberry.input(description="The company that is to be.")
class CreateTenantInput:
    """The company that is to be."""

    slug: str = strawberry.field(description="First label of its host: small letters, digits, hyphens.")
    name: str = strawberry.field(description="Its name, as its people write it.")
    currency: str = strawberry.field(description="ISO 4217 code of the money all its figures are in.")
    timezone: str = strawberry.field(description="IANA zone in which its days and months begin.")
    industry: Industry = strawberry.field(default=Tenant.Industry.NONE, description="Industry whose blueprint it gets.")
    locale: TenantLocale = strawberry.field(default=Tenant.Locale.ZH_HANS, description="Language its people read.")
    plan: TenantPlan = strawberry.field(default=Plan.STANDARD, description="What it has booked.")
    database: str = strawberry.field(default="", description="Alias of the database it lives in; empty: the first.")
    admin_email: str = strawberry.field(default="", description="Who becomes its first owner; empty: nobody yet.")


@strawberry.input(description="A company, and why it is changed.")
class TenantChangeInput:
    """A company, and why it is changed."""

    slug: str = strawberry.field(description="Slug of the company.")
    reason: str = strawberry.field(default="", description="Why, for the audits of the company and of the operator.")


@strawberry.input(description="A company that is to be deleted, and when.")
class CloseTenantInput:
    """A company that is to be deleted."""

    slug: str = strawberry.field(description="Slug of the company.")
    reason: str = strawberry.field(default="", description="Why, for the audits and the certificate.")
    cooling_days: int = strawberry.field(default=30, description="Days until it is deleted; until then it is resumed.")


@strawberry.type(description="The company that was set up, or what is wrong with the input.")
class CreateTenantPayload:
    """The company that was set up."""

    tenant: TenantType | None = strawberry.field(description="The company; null when refused.")
    run: ProvisioningRunType | None = strawberry.field(description="Its set-up; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What is wrong with the input; empty when nothing is.")


@strawberry.type(description="The company that was changed, or what is wrong with the input.")
class TenantPayload:
    """The company that was changed."""

    tenant: TenantType | None = strawberry.field(description="The company as it is now; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What is wrong with the input; empty when nothing is.")


@strawberry.type
class LifeQuery:
    """What the operator asks about the life of companies."""

    @paged(ProvisioningRunType, description="Set-ups of companies, newest first.")
    def provisioning_runs(self) -> Listing:
        """Return set-ups."""
        return Listing(rows_of(ProvisioningRun), NEWEST_FIRST)

    @strawberry.field(description="Usage and readiness of a company: counts, never content.")
    def tenant_state(self, slug: Slug) -> TenantState:
        """Return how a company is doing."""
        try:
            company = company_by_slug(slug)
        except Refusal as refusal:
            raise ApiError(str(refusal), code=Code.NOT_FOUND) from refusal
        usage = [
            TenantUsage(
                counted=one.counted.value,
                used=str(one.used),
                soft_limit=None if one.limit.soft is None else str(one.limit.soft),
                hard_limit=None if one.limit.hard is None else str(one.limit.hard),
                level=one.level,
            )
            for one in usage_of(company)
        ]
        checks = [ReadinessCheck(code=c.code, is_met=c.is_met, detail=c.detail) for c in readiness_of(company)]
        return TenantState(usage=usage, readiness=checks)


@strawberry.type
class LifeMutation:
    """What the operator does with companies."""

    @strawberry.mutation(description="Set up a company; asking again for the same one goes on with it or changes none.")
    def create_tenant(self, info: Info, input: CreateTenantInput) -> CreateTenantPayload:
        """Set up a company."""

        def founded() -> tuple[Tenant, ProvisioningRun | None]:
            done = create_company(
                slug=input.slug,
                name=input.name,
                currency=input.currency,
                timezone=input.timezone,
                industry=input.industry,
                locale=input.locale,
                plan=input.plan,
                database=input.database,
                admin_email=input.admin_email,
                by=info.context.actor.name,
            )
            return done.company, done.run

        return attempt(CreateTenantPayload, "tenant run", founded)

    @strawberry.mutation(description="Let a company be read and not changed; its work waits.")
    def suspend_tenant(self, info: Info, input: TenantChangeInput) -> TenantPayload:
        """Suspend a company."""
        actor = info.context.actor
        return _changed(input.slug, lambda c: suspend_company(company=c, reason=input.reason, actor=actor))

    @strawberry.mutation(description="Let a suspended or closing company work again.")
    def resume_tenant(self, info: Info, input: TenantChangeInput) -> TenantPayload:
        """Resume a company."""
        actor = info.context.actor
        return _changed(input.slug, lambda c: resume_company(company=c, actor=actor))

    @strawberry.mutation(description="Have a company deleted after a cooling period; until then it can be resumed.")
    def close_tenant(self, info: Info, input: CloseTenantInput) -> TenantPayload:
        """Close a company."""
        actor = info.context.actor
        cooling = timedelta(days=min(max(input.cooling_days, 1), LONGEST_COOLING))
        now = timezone.now()
        return _changed(
            input.slug,
            lambda c: close_company(company=c, now=now, cooling=cooling, reason=input.reason, actor=actor),
        )


def _changed(slug: str, change: Callable[[Tenant], Tenant]) -> TenantPayload:
    return attempt(TenantPayload, "tenant", lambda: change(company_by_slug(slug)))
