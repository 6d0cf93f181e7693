"""Enums of journeys and plans."""

from journeys.models.journey import JourneyKind, JourneyStatus, VersionState
from journeys.models.plan import EffectUnit, PlanDesign, PlanMetric, PlanState
from journeys.models.plan_parts import PlanArm, PlanRole
from journeys.models.touchpoint import ChannelKind, TouchpointMode
from tenants.graphql.enums import choices_enum

ChannelKindEnum = choices_enum(ChannelKind, name="ChannelKind")
TouchpointModeEnum = choices_enum(TouchpointMode, name="TouchpointMode")
JourneyKindEnum = choices_enum(JourneyKind, name="JourneyKind")
JourneyStatusEnum = choices_enum(JourneyStatus, name="JourneyStatus")
VersionStateEnum = choices_enum(VersionState, name="JourneyVersionState")
PlanStateEnum = choices_enum(PlanState, name="PlanState")
PlanMetricEnum = choices_enum(PlanMetric, name="PlanMetric")
PlanDesignEnum = choices_enum(PlanDesign, name="PlanDesign")
EffectUnitEnum = choices_enum(EffectUnit, name="EffectUnit")
PlanArmEnum = choices_enum(PlanArm, name="PlanArm")
PlanRoleEnum = choices_enum(PlanRole, name="PlanRole")
