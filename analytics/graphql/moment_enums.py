"""Why a touchpoint decides how a journey ends, as the API shows it."""

from analytics.services.moments import MomentReason
from tenants.graphql.enums import choices_enum

MomentReasonEnum = choices_enum(MomentReason, name="MomentReason")
