"""Which answers last until the data change: the one table of what each root field and type is read from.

A document is answered from what was kept only when each of its root fields and types has a row here; whatever depends
on the clock, on who asks or on a table that is not watched must have none.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from tenants.versions.models import DataVersion

HOUSE, INTENT, FACTS, DERIVED = DataVersion.Part
type Parts = frozenset[DataVersion.Part]
NOTHING: Final[Parts] = frozenset()
PLANS: Final[Parts] = frozenset({HOUSE, INTENT})
STORED: Final[Parts] = frozenset({HOUSE, INTENT, FACTS})
SCORED: Final[Parts] = frozenset({HOUSE, INTENT, DERIVED})
ALL: Final[Parts] = frozenset(DataVersion.Part)

ROOTS: Final[Mapping[str, Parts]] = {
    "node": ALL,
    "nodes": ALL,
    **dict.fromkeys(("units", "departments"), frozenset({HOUSE})),
    **dict.fromkeys(("journeys", "touchpoints", "personas"), PLANS),
    **dict.fromkeys(("customers", "customer", "feedbackItems", "orders", "importBatches"), STORED),
    **dict.fromkeys(("mergeConflicts", "identityPolicy", "demonstration"), STORED),
    **dict.fromkeys(("experienceReturnScores", "scoreTrends", "scoreChanges", "scoreRuns", "drivers"), SCORED),
    **dict.fromkeys(("actionPlans", "planEvaluations", "forecastCalibration", "alerts", "annotations"), ALL),
    **dict.fromkeys(("case", "cases", "caseRules", "workingHours"), STORED),
    **dict.fromkeys(("predictionRuns", "customerPredictions", "customerValues", "customerBase"), ALL),
}
TYPES: Final[Mapping[str, Parts]] = {
    **dict.fromkeys(("Node", "PageInfo", "Estimate"), NOTHING),
    **dict.fromkeys(("Unit", "Department", "User", "Membership"), frozenset({HOUSE})),
    **dict.fromkeys(("Journey", "JourneyVersion", "Stage", "StageTouchpoint", "Persona", "Touchpoint"), PLANS),
    **dict.fromkeys(("Channel", "ActionPlan", "PlanUnit", "PlanDepartment", "ActionTask"), PLANS),
    **dict.fromkeys(("ChecklistItem", "PlanComment"), PLANS),
    **dict.fromkeys(("Customer", "CustomerIdentity", "FeedbackItem", "Order", "ImportBatch"), STORED),
    **dict.fromkeys(("CustomerMerge", "MergeConflict", "IdentityPolicy", "IdentityRule", "Demonstration"), STORED),
    **dict.fromkeys(("Case", "CaseEvent", "CaseRecovery", "CaseRule", "CaseStep", "WorkingHours"), STORED),
    **dict.fromkeys(("ExperienceReturnScore", "ScoreRun", "ScoreTrend", "TrendPoint", "ValueDimension"), SCORED),
    **dict.fromkeys(("ValueEvidence", "TouchpointDimensions", "Drivers", "Driver", "KanoKind"), SCORED),
    **dict.fromkeys(("ReturnIndex", "IndexContribution", "ScoreChange"), SCORED),
    **dict.fromkeys(("TouchpointValue", "MomentOfTruth"), SCORED),
    **dict.fromkeys(("ChannelConsistency", "ChannelMean", "ChannelOffset", "TouchpointResponse"), SCORED),
    **dict.fromkeys(("PlanEvaluation", "ForecastCalibration", "ForecastOutcome", "CausalDiscount", "Alert"), ALL),
    **dict.fromkeys(("PlanStretch", "Annotation"), ALL),
    **dict.fromkeys(("AlertReason", "PredictionRun", "PredictionWarning", "PredictionSign", "PredictionDecile"), ALL),
    **dict.fromkeys(("CustomerPrediction", "PredictionReason", "CustomerValue", "CustomerBase"), ALL),
}
# Root fields whose answers pass, and why.
PASSING: Final[Mapping[str, str]] = {
    "viewer": "is about who asks",
    "rateLimit": "is about who asks, and the clock",
    "sessions": "depends on the clock",
    "members": "is about people, whose signing in is not watched",
    "apiKeys": "depends on the clock",
    **dict.fromkeys(("jobs", "directoryImport"), "moves while it is watched"),
    **dict.fromkeys(("auditEvents", "planHistory"), "grows with every change"),
    "webhookEndpoints": "moves with every delivery",
    "webhookDeliveries": "moves with every delivery",
    "webhookEventTypes": "is read from the release",
    "modelSettings": "tells when scoring is due, which the dispatcher moves",
    "ssoProvider": "is about signing in",
    **dict.fromkeys(("caseFigures", "caseReturns"), "depends on the clock"),
    "caseRuleBacktest": "is asked too seldom",
    "samePerson": "is told in the reader's language",
    "retentionRules": "is asked too seldom",
    "erasureReceipts": "is asked too seldom",
    "controlCharts": "ends today unless it is told otherwise",
    "trace": "reads counters, which are not watched",
    "scenarios": "is told from counters, which are not watched",
    "scenarioForecast": "is told from counters, which are not watched",
    "driverMatrix": "is told from counters, which are not watched",
    "compareScenarios": "is told from counters, which are not watched",
    "segments": "is told from counters, which are not watched",
}


def parts_read(places: Iterable[tuple[str, str]]) -> Parts | None:
    """Return the parts of the data that a document reads; None when its answer may change while they do not."""
    found: set[DataVersion.Part] = set()
    for type_name, field_name in places:
        if type_name.startswith("__") or field_name.startswith("__"):
            continue
        row = ROOTS.get(field_name) if type_name == "Query" else parts_of_type(type_name)
        if row is None:
            return None
        found |= row
    return frozenset(found)


def parts_of_type(type_name: str) -> Parts | None:
    """Return the parts that objects of a type are read from; None when a version does not tell of their changes."""
    return TYPES.get(type_name.removesuffix("Connection").removesuffix("Edge"))
