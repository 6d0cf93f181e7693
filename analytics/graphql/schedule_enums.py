"""Enums of regular work."""

from tenants.graphql.enums import choices_enum
from tenants.models.schedule import TenantSchedule

CadenceEnum = choices_enum(TenantSchedule.Cadence, name="Cadence")
