"""Enums of the API, made from the choices of models; the labels are the descriptions."""

from typing import Any

import strawberry
from django.db.models import TextChoices
from strawberry.types.enum import StrawberryEnumDefinition

from tenants.jobs.models import Job
from tenants.models import Plan, ProvisioningRun, Tenant


def choices_enum(choices: type[TextChoices], *, name: str) -> Any:
    """Return choices as an enum of the API. Its description is the docstring, each value's is its label."""
    made: Any = strawberry.enum(choices, name=name, description=(choices.__doc__ or "").strip())
    definition: StrawberryEnumDefinition = made.__strawberry_definition__
    for value in definition.values:
        value.description = str(choices[value.name].label)
    return made


JobState = choices_enum(Job.State, name="JobState")
Industry = choices_enum(Tenant.Industry, name="Industry")
CompanyStatus = choices_enum(Tenant.Status, name="CompanyStatus")
TenantLocale = choices_enum(Tenant.Locale, name="TenantLocale")
TenantPlan = choices_enum(Plan, name="TenantPlan")
ProvisioningState = choices_enum(ProvisioningRun.State, name="ProvisioningState")
