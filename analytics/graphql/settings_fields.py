"""Reading and changing what the figures assume, and how often they are made."""

from typing import Any

import strawberry
from django.utils import timezone

from analytics.graphql.schedule_enums import CadenceEnum
from analytics.graphql.settings_types import (
    CausalPrior,
    EvidenceSetting,
    ModelSettings,
    ModelSettingsChanges,
    OwnDimension,
    ValueWeightsType,
)
from analytics.services.schedule import schedule_of, set_cadence
from analytics.services.settings import change_settings, settings_number, settings_of
from analytics.services.settings_fields import printed
from tenants.graphql.changes import attempt, company_of, document, errors_field, optional
from tenants.graphql.context import Info
from tenants.graphql.user_errors import UserError
from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Tenant


@strawberry.input(description="A new version of the settings.")
class UpdateModelSettingsInput:
    """A new version of the settings."""

    changes: ModelSettingsChanges = strawberry.field(description="What changes.")
    version: int | None = optional("Version that you read; refused with CONFLICT when a later one is in force.")


@strawberry.input(description="How often the company is to be scored by itself.")
class SetScoringCadenceInput:
    """How often the company is scored."""

    cadence: CadenceEnum = strawberry.field(description="How often, in the company's own time zone.")


@strawberry.type(description="The settings in force, or what is wrong.")
class ModelSettingsPayload:
    """The settings in force."""

    model_settings: ModelSettings | None = strawberry.field(description="The settings in force; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class SettingsQuery:
    """What the figures assume."""

    @strawberry.field(description="The settings in force.")
    def model_settings(self, info: Info) -> ModelSettings:
        """Return the settings."""
        return _in_force(company_of(info))


@strawberry.type
class SettingsMutation:
    """Changes of what the figures assume."""

    @strawberry.mutation(
        description="Bring a new version of the settings into force; scores follow with the next scoring. Every value "
        "that cannot be used is named by its field, and then nothing changes."
    )
    def update_model_settings(self, info: Info, input: UpdateModelSettingsInput) -> ModelSettingsPayload:
        """Change settings."""
        company = company_of(info)
        version = None if input.version is strawberry.UNSET else input.version

        def change() -> ModelSettings:
            change_settings(company=company, changes=document(input.changes), actor=info.context.actor, version=version)
            return _in_force(company)

        return attempt(ModelSettingsPayload, "model_settings", change)

    @strawberry.mutation(description="Say how often the company is scored by itself, from now on.")
    def set_scoring_cadence(self, info: Info, input: SetScoringCadenceInput) -> ModelSettingsPayload:
        """Change how often the company is scored."""
        company = company_of(info)

        def change() -> ModelSettings:
            cadence = TenantSchedule.Cadence(input.cadence.value)
            set_cadence(company=company, cadence=cadence, now=timezone.now(), actor=info.context.actor)
            return _in_force(company)

        return attempt(ModelSettingsPayload, "model_settings", change)


def _in_force(company: Tenant) -> ModelSettings:
    settings, schedule = settings_of(company=company), schedule_of(company)
    values: dict[str, Any] = dict(printed(settings))
    return ModelSettings(
        version=settings_number(),
        currency=settings.currency,
        timezone=settings.timezone,
        scoring_cadence=TenantSchedule.Cadence(schedule.cadence) if schedule else TenantSchedule.Cadence.DAILY,
        next_scoring_at=schedule.next_due_at if schedule else None,
        causal_discount=CausalPrior(**values.pop("causal_discount")),
        value_weights=ValueWeightsType(**values.pop("value_weights")),
        value_dimensions=[OwnDimension(**one) for one in values.pop("value_dimensions")],
        value_evidence=[EvidenceSetting(**one) for one in values.pop("value_evidence")],
        **values,
    )
