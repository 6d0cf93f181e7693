"""Who may ask for what, written down a second time and by hand: a new root field needs a name in a row here.

A row says which roles may, which scope of an API key does, and the root fields that are alike in both.
"""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)

from tenants.graphql.ids import encode
from tenants.models.ids import uuid7
from tests.isolation.test_graphql import ARGUMENTS

ROLES = ("viewer", "operator", "analyst", "manager", "owner")
ANY_ROLE = frozenset(ROLES)
FACTS = frozenset({"operator", "manager", "owner"})
WORKERS = frozenset({"operator", "analyst", "manager", "owner"})
PLANNERS = frozenset({"analyst", "manager", "owner"})
MANAGERS = frozenset({"manager", "owner"})
OWNERS = frozenset({"owner"})
ANYONE, ANY_KEY = "anyone", "any key"

COMPANY: list[tuple[frozenset[str], str, str]] = [
    (ANY_ROLE, ANYONE, "viewer"),
    (ANY_ROLE, ANY_KEY, "rateLimit"),
    (ANY_ROLE, "journeys:read", "journeys touchpoints personas units departments"),
    (ANY_ROLE, "journeys:read", "node nodes"),  # asked for a unit
    (ANY_ROLE, "feedback:read", "segments customers customer feedbackItems orders customerPredictions customerValues"),
    (ANY_ROLE, "jobs:read", "importBatches jobs"),
    (ANY_ROLE, "cases:read", "case cases caseRules workingHours caseFigures caseReturns caseOpened caseChanged"),
    (FACTS, "cases:write", "openCase assignCase assignCases changeCaseState commentOnCase setCaseRootCause"),
    (FACTS, "cases:write", "resolveCase reopenCase updateCase"),
    (MANAGERS, "settings:write", "caseRuleBacktest createCaseRule updateCaseRule enableCaseRule disableCaseRule"),
    (MANAGERS, "settings:write", "applyCaseRule setWorkingHours"),
    (ANY_ROLE, "plans:read", "actionPlans scenarios scenarioForecast compareScenarios"),
    (
        ANY_ROLE,
        "metrics:read",
        "experienceReturnScores scoreTrends scoreChanges drivers driverMatrix trace scoreRuns planEvaluations",
    ),
    (ANY_ROLE, "metrics:read", "predictionRuns customerBase controlCharts alerts annotations forecastCalibration"),
    (MANAGERS, "audit:read", "auditEvents planHistory"),
    (MANAGERS, "privacy:read", "retentionRules erasureReceipts"),
    (OWNERS, "privacy:write", "setRetention requestSubjectAccess requestErasure"),
    (FACTS, "customers:write", "recordConsent mergeCustomers undoCustomerMerge decideMergeConflict"),
    (MANAGERS, "settings:write", "setIdentityPolicy setSecondFactorRule"),
    (ANY_ROLE, "feedback:read", "identityPolicy mergeConflicts samePerson"),
    (FACTS, "feedback:write", "ingestFeedback"),
    (FACTS, "orders:write", "ingestOrders"),
    (FACTS, "customers:write", "ingestCustomers"),
    (FACTS, "interactions:write", "ingestInteractions"),
    (ANY_ROLE, "feedback:read", "createExport"),
    (WORKERS, "jobs:write", "undoImport cancelJob"),
    (MANAGERS, "webhooks:read", "webhookEndpoints webhookDeliveries webhookEventTypes"),
    (MANAGERS, "webhooks:write", "createWebhookEndpoint updateWebhookEndpoint deleteWebhookEndpoint"),
    (MANAGERS, "webhooks:write", "rotateWebhookSecret testWebhookEndpoint replayWebhookDeliveries"),
    (MANAGERS, "members:read", "members apiKeys sessions ssoProvider"),
    (ANY_ROLE, ANY_KEY, "endMySessions"),
    (OWNERS, "members:write", "inviteMember deactivateMember reactivateMember assignRole removeRole endSession"),
    (OWNERS, "members:write", "createApiKey rotateApiKey revokeApiKey setOperatorAccess"),
    (OWNERS, "members:write", "maskMember"),
    (MANAGERS, "settings:write", "importDirectory"),
    (MANAGERS, "members:read", "directoryImport"),
    (OWNERS, "members:write", "setSsoProvider removeSsoProvider resetSecondFactor"),
    (MANAGERS, "settings:write", "createDepartment updateDepartment moveDepartment archiveDepartment"),
    (MANAGERS, "settings:write", "createUnit updateUnit moveUnit archiveUnit"),
    (PLANNERS, "plans:write", "acknowledgeAlert resolveAlert saveScenario adoptScenario deleteScenario"),
    (PLANNERS, "plans:write", "createActionPlan updateActionPlan submitActionPlan startActionPlan closeActionPlan"),
    (PLANNERS, "plans:write", "cancelActionPlan reopenActionPlan evaluateActionPlan requestEvaluation"),
    (PLANNERS, "plans:write", "createActionTask updateActionTask deleteActionTask reorderActionTasks"),
    (PLANNERS, "plans:write", "blockActionPlan unblockActionPlan commentOnPlan"),
    (MANAGERS, "plans:approve", "approveActionPlan returnActionPlan"),
    (PLANNERS, "journeys:write", "createJourney updateJourney archiveJourney restoreJourney copyJourney"),
    (PLANNERS, "journeys:write", "draftJourneyVersion publishJourneyVersion discardJourneyVersion applyBlueprint"),
    (PLANNERS, "journeys:write", "createStage updateStage deleteStage reorderStages"),
    (PLANNERS, "journeys:write", "placeTouchpoint removePlacement reorderPlacements"),
    (PLANNERS, "journeys:write", "createTouchpoint updateTouchpoint archiveTouchpoint restoreTouchpoint"),
    (PLANNERS, "journeys:write", "mapTouchpoint createChannel updateChannel createPersona updatePersona deletePersona"),
    (PLANNERS, "metrics:write", "requestScores requestPredictions requestMonitoring"),
    (MANAGERS, "settings:write", "updateModelSettings setScoringCadence closePeriod"),
    (MANAGERS, "settings:write", "loadDemonstration removeDemonstration"),
    (ANY_ROLE, "metrics:read", "modelSettings demonstration"),
    (ANY_ROLE, "feedback:read", "feedbackReceived"),
    (ANY_ROLE, "jobs:read", "jobProgressed"),
    (ANY_ROLE, "metrics:read", "scoresPublished alertChanged"),
]
OPERATOR: list[tuple[frozenset[str], str, str]] = [
    (ANY_ROLE, ANYONE, "viewer"),
    (ANY_ROLE, ANY_KEY, "rateLimit"),
    (ANY_ROLE, ANY_KEY, "node nodes"),
    (MANAGERS, "settings:write", "tenants tenantState provisioningRuns"),
    (MANAGERS, "settings:write", "createTenant suspendTenant resumeTenant closeTenant enterCompany"),
    (MANAGERS, "settings:write", "setSecondFactorRule"),
    (MANAGERS, "audit:read", "auditEvents"),
]
# What is sent where the least that the types allow would do harm or take long.
SENT: dict[str, str] = {}
_LEAST = {
    "ID": f'"{encode("Unit", uuid7())}"', "String": '"x"', "Int": "1", "Float": "1", "Boolean": "true", "JSON": "{}",
    "Date": '"2026-01-01"', "DateTime": '"2026-01-01T00:00:00Z"', "Decimal": '"1"', "Money": '"1"',
    "Period": '"2026-03"',
}  # fmt: skip


def document(operation: str, name: str, field: GraphQLField) -> str:
    """Return the least that a caller can send to a root field."""
    given = SENT.get(name) or ARGUMENTS.get(name, "").replace("ID", encode("Unit", uuid7())) or _arguments(field)
    return f"{operation} {{ {name}{f'({given})' if given else ''} {{ __typename }} }}"


def _arguments(field: GraphQLField) -> str:
    needed = {name: argument for name, argument in field.args.items() if is_required_argument(argument)}
    return ", ".join(f"{name}: {_least(argument)}" for name, argument in needed.items())


def _least(place: GraphQLArgument | Any) -> str:
    inner = place.type.of_type if is_non_null_type(place.type) else place.type
    value = _value(get_named_type(place.type))
    return f"[{value}]" if is_list_type(inner) else value


def _value(kind: GraphQLNamedType) -> str:
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        needed = {name: field for name, field in kind.fields.items() if is_required_input_field(field)}
        return "{" + ", ".join(f"{name}: {_least(field)}" for name, field in needed.items()) + "}"
    return _LEAST[kind.name]
