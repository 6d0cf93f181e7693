"""Tables of intent. Their docstrings and help texts are the descriptions that the API shows."""

from journeys.models.journey import Journey, JourneyVersion, Stage, StageTouchpoint
from journeys.models.persona import Persona
from journeys.models.plan import ActionPlan
from journeys.models.plan_comment import PlanComment
from journeys.models.plan_parts import ActionTask, PlanDepartment, PlanUnit
from journeys.models.touchpoint import Channel, Touchpoint

__all__ = [
    "ActionPlan",
    "ActionTask",
    "Channel",
    "Journey",
    "JourneyVersion",
    "Persona",
    "PlanComment",
    "PlanDepartment",
    "PlanUnit",
    "Stage",
    "StageTouchpoint",
    "Touchpoint",
]
