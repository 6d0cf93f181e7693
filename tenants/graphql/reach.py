"""How far somebody reaches who is bound to some units: the one table, and what is not in it they may not ask.

What is listed is either the company's own plan of things, the same for everybody (journeys, touchpoints), or rows that
`rows_of` narrows to the units. Figures of the whole company are refused rather than shown: nobody can subtract.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tenants.access import Actor, current_units
from tenants.graphql.errors import ApiError, Code

ROOT_FIELDS_AT_UNITS: Final = frozenset(
    {
        "Query.viewer", "Query.node", "Query.nodes", "Query.journeys", "Query.touchpoints", "Query.personas",
        "Query.units", "Query.departments", "Query.customers", "Query.customer", "Query.feedbackItems", "Query.orders",
        "Query.actionPlans", "Query.experienceReturnScores", "Query.scoreTrends", "Query.scoreChanges",
        "Query.scoreRuns",
        "Query.planEvaluations", "Query.customerPredictions", "Query.customerValues", "Mutation.endMySessions",
        "Mutation.createExport",
        "Query.case", "Query.cases", "Query.caseFigures", "Subscription.caseOpened", "Subscription.caseChanged",
        "Mutation.openCase", "Mutation.assignCase", "Mutation.assignCases", "Mutation.changeCaseState",
        "Mutation.commentOnCase", "Mutation.setCaseRootCause", "Mutation.resolveCase", "Mutation.reopenCase",
        "Mutation.updateCase",
        "Subscription.feedbackReceived", "Subscription.scoresPublished",
    }
)  # fmt: skip
TYPES_AT_UNITS: Final = frozenset(
    {
        "Node", "PageInfo", "UserError", "Viewer", "SecondFactor", "Company", "Estimate", "EndSessionsPayload",
        "Department", "Channel", "Touchpoint", "Journey", "JourneyVersion", "Stage", "StageTouchpoint", "Persona",
        "Unit", "Customer", "CustomerIdentity", "FeedbackItem", "Order",
        "ActionPlan", "PlanUnit", "PlanDepartment", "ActionTask", "PlanEvaluation",
        "ChecklistItem", "PlanComment",
        "ExperienceReturnScore", "ScoreRun", "ScoreTrend", "ScoreChange", "TrendPoint", "ValueDimension",
        "ValueEvidence",
        "TouchpointDimensions", "TouchpointValue", "CustomerPrediction", "PredictionReason", "CustomerValue",
        "Case", "CaseEvent", "CaseRecovery", "CaseFigures", "CasePayload", "CasesPayload", "CaseOpened", "CaseChanged",
        "FeedbackReceived", "ScoresPublished", "Job", "CreateExportPayload",
    }
)  # fmt: skip
EVERYBODYS = "*"


def reaches(type_name: str, field_name: str) -> bool:
    """Return whether somebody who is bound to units may ask for a field at all."""
    place = f"{type_name}.{field_name}"
    if field_name.startswith("__") or type_name.startswith("__"):
        return True
    if type_name in {"Query", "Mutation", "Subscription"}:
        return place in ROOT_FIELDS_AT_UNITS
    return type_name.removesuffix("Connection").removesuffix("Edge") in TYPES_AT_UNITS


def require_reach(actor: Actor, coordinates: Iterable[tuple[str, str]]) -> None:
    """Raise ApiError FORBIDDEN when somebody bound to units asks for what is the whole company's."""
    if actor.units is None:
        return
    for type_name, field_name in coordinates:
        if not reaches(type_name, field_name):
            words = _("%(what)s is about the whole company; your roles are bound to units.")
            raise ApiError(words % {"what": f"{type_name}.{field_name}"}, code=Code.FORBIDDEN)


def within_reach[Rows: models.QuerySet[Any, Any]](rows: Rows) -> Rows:
    """Return those of some rows that the present caller reaches; all of them for whoever is bound to no units.

    The setting UNIT_REACH says how by table: "*" for what is everybody's, a column that holds the unit, or the dotted
    path of callable(rows, *, units). A table without an entry is refused.
    """
    units = current_units()
    if units is None:
        return rows
    how = settings.UNIT_REACH.get(rows.model._meta.label)  # noqa: SLF001 - Django's documented way to ask
    if how is None:
        raise ApiError(_("Your roles are bound to units; this is not theirs."), code=Code.FORBIDDEN)
    if how == EVERYBODYS:
        return rows
    if "." in how:
        found: Rows = import_string(how)(rows, units=units)
        return found
    return rows.filter(**{f"{how}__in": units})
