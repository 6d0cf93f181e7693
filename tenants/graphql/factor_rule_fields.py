"""Whether everybody of the company has to give a second factor."""

import strawberry
from django.utils import timezone

from tenants.graphql.changes import attempt, errors_field
from tenants.graphql.context import Info
from tenants.graphql.proving import require_fresh_proof
from tenants.graphql.types import CompanyType
from tenants.graphql.user_errors import UserError
from tenants.models import Tenant
from tenants.services.factor_rule import set_factor_rule


@strawberry.input(description="Whether everybody has to give a second factor, and in how many days.")
class SetSecondFactorRuleInput:
    """Whether everybody has to give a second factor."""

    is_required: bool = strawberry.field(description="False asks nobody for more than they chose themselves.")
    grace_days: int = strawberry.field(
        default=7, description="Days, 0 to 90, until those who have none may only set one up."
    )


@strawberry.type(description="The company with its rule, or what is wrong.")
class SecondFactorRulePayload:
    """The company with its rule."""

    company: CompanyType | None = strawberry.field(description="The company; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class FactorRuleMutation:
    """The rule of the company, or of the operator."""

    @strawberry.mutation(
        description="Decide whether everybody who signs in has to give a second factor. Keys are not asked."
    )
    def set_second_factor_rule(self, info: Info, input: SetSecondFactorRuleInput) -> SecondFactorRulePayload:
        """Ask everybody, or nobody."""

        def change() -> Tenant:
            require_fresh_proof(info)
            return set_factor_rule(
                actor=info.context.actor,
                is_required=input.is_required,
                grace_days=input.grace_days,
                as_of=timezone.now(),
            )

        return attempt(SecondFactorRulePayload, "company", change)
