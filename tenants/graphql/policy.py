"""Who may read and change what: the one table, and nothing is allowed that has no row in it.

A row is a type ("Touchpoint"), which covers its fields, or one field ("Query.touchpoints"), which goes before the type.
Root fields need a row each. The value is the capability that the caller must hold, or one of the two words below.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from tenants.access import Actor, Capability
from tenants.graphql.errors import ApiError, Code


class Open(StrEnum):
    """What needs no capability."""

    ANYONE = "anyone"
    SIGNED_IN = "signed-in"


type Requirement = Capability | Open

ROOTS: Final = frozenset({"Query", "Mutation", "Subscription"})

QUERIES: Mapping[str, Requirement] = {
    "Query.viewer": Open.ANYONE,
    "Query.rateLimit": Open.SIGNED_IN,
    "Query.node": Open.SIGNED_IN,
    "Query.nodes": Open.SIGNED_IN,
    "Query.journeys": Capability.JOURNEYS_READ,
    "Query.touchpoints": Capability.JOURNEYS_READ,
    "Query.personas": Capability.JOURNEYS_READ,
    "Query.units": Capability.JOURNEYS_READ,
    "Query.departments": Capability.JOURNEYS_READ,
    "Query.members": Capability.MEMBERS_READ,
    "Query.apiKeys": Capability.MEMBERS_READ,
    "Query.sessions": Capability.MEMBERS_READ,
    "Query.segments": Capability.FEEDBACK_READ,
    "Query.customers": Capability.FEEDBACK_READ,
    "Query.customer": Capability.FEEDBACK_READ,
    "Query.feedbackItems": Capability.FEEDBACK_READ,
    "Query.orders": Capability.FEEDBACK_READ,
    "Query.importBatches": Capability.JOBS_READ,
    "Query.jobs": Capability.JOBS_READ,
    "Query.actionPlans": Capability.PLANS_READ,
    "Query.experienceReturnScores": Capability.METRICS_READ,
    "Query.scoreTrends": Capability.METRICS_READ,
    "Query.drivers": Capability.METRICS_READ,
    "Query.trace": Capability.METRICS_READ,
    "Query.scenarios": Capability.PLANS_READ,
    "Query.compareScenarios": Capability.PLANS_READ,
    "Query.scoreRuns": Capability.METRICS_READ,
    "Query.planEvaluations": Capability.METRICS_READ,
    "Query.forecastCalibration": Capability.METRICS_READ,
    "Query.predictionRuns": Capability.METRICS_READ,
    "Query.customerPredictions": Capability.FEEDBACK_READ,
    "Query.customerValues": Capability.FEEDBACK_READ,
    "Query.customerBase": Capability.METRICS_READ,
    "Query.controlCharts": Capability.METRICS_READ,
    "Query.alerts": Capability.METRICS_READ,
    "Query.modelSettings": Capability.METRICS_READ,
    "Query.webhookEndpoints": Capability.WEBHOOKS_READ,
    "Query.webhookDeliveries": Capability.WEBHOOKS_READ,
    "Query.webhookEventTypes": Capability.WEBHOOKS_READ,
    "Query.tenants": Capability.SETTINGS_WRITE,
    "Query.tenantState": Capability.SETTINGS_WRITE,
    "Query.provisioningRuns": Capability.SETTINGS_WRITE,
    "Query.auditEvents": Capability.AUDIT_READ,
}

# What people design and decide, by the scope that it takes.
DESIGN: Mapping[Capability, str] = {
    Capability.JOURNEYS_WRITE: (
        "createJourney updateJourney archiveJourney restoreJourney copyJourney applyBlueprint "
        "draftJourneyVersion publishJourneyVersion discardJourneyVersion "
        "createStage updateStage deleteStage reorderStages placeTouchpoint removePlacement reorderPlacements "
        "createTouchpoint updateTouchpoint archiveTouchpoint restoreTouchpoint mapTouchpoint "
        "createChannel updateChannel createPersona updatePersona deletePersona"
    ),
    Capability.PLANS_WRITE: (
        "createActionPlan updateActionPlan submitActionPlan startActionPlan closeActionPlan cancelActionPlan "
        "createActionTask updateActionTask deleteActionTask reorderActionTasks evaluateActionPlan"
    ),
    Capability.PLANS_APPROVE: "approveActionPlan returnActionPlan",
    Capability.METRICS_WRITE: "requestScores requestPredictions requestMonitoring",
    Capability.SETTINGS_WRITE: "closePeriod updateModelSettings setScoringCadence",
}

MUTATIONS: Mapping[str, Requirement] = {
    **dict.fromkeys(
        (f"Mutation.{name}Tenant" for name in ("create", "suspend", "resume", "close")), Capability.SETTINGS_WRITE
    ),
    "Mutation.ingestFeedback": Capability.FEEDBACK_WRITE,
    "Mutation.inviteMember": Capability.MEMBERS_WRITE,
    "Mutation.deactivateMember": Capability.MEMBERS_WRITE,
    "Mutation.reactivateMember": Capability.MEMBERS_WRITE,
    "Mutation.assignRole": Capability.MEMBERS_WRITE,
    "Mutation.removeRole": Capability.MEMBERS_WRITE,
    "Mutation.endSession": Capability.MEMBERS_WRITE,
    "Mutation.endMySessions": Open.SIGNED_IN,
    "Mutation.createApiKey": Capability.MEMBERS_WRITE,
    "Mutation.rotateApiKey": Capability.MEMBERS_WRITE,
    "Mutation.revokeApiKey": Capability.MEMBERS_WRITE,
    "Mutation.createDepartment": Capability.SETTINGS_WRITE,
    "Mutation.updateDepartment": Capability.SETTINGS_WRITE,
    "Mutation.moveDepartment": Capability.SETTINGS_WRITE,
    "Mutation.archiveDepartment": Capability.SETTINGS_WRITE,
    "Mutation.createUnit": Capability.SETTINGS_WRITE,
    "Mutation.updateUnit": Capability.SETTINGS_WRITE,
    "Mutation.moveUnit": Capability.SETTINGS_WRITE,
    "Mutation.archiveUnit": Capability.SETTINGS_WRITE,
    "Mutation.acknowledgeAlert": Capability.PLANS_WRITE,
    "Mutation.resolveAlert": Capability.PLANS_WRITE,
    "Mutation.createWebhookEndpoint": Capability.WEBHOOKS_WRITE,
    "Mutation.updateWebhookEndpoint": Capability.WEBHOOKS_WRITE,
    "Mutation.deleteWebhookEndpoint": Capability.WEBHOOKS_WRITE,
    "Mutation.rotateWebhookSecret": Capability.WEBHOOKS_WRITE,
    "Mutation.testWebhookEndpoint": Capability.WEBHOOKS_WRITE,
    "Mutation.replayWebhookDeliveries": Capability.WEBHOOKS_WRITE,
    "Mutation.saveScenario": Capability.PLANS_WRITE,
    "Mutation.adoptScenario": Capability.PLANS_WRITE,
    "Mutation.deleteScenario": Capability.PLANS_WRITE,
    **{f"Mutation.{name}": scope for scope, names in DESIGN.items() for name in names.split()},
}

TYPES: Mapping[str, Requirement] = {
    "Node": Open.SIGNED_IN,
    "PageInfo": Open.SIGNED_IN,
    "UserError": Open.SIGNED_IN,
    "Viewer": Open.ANYONE,
    "RateLimit": Open.SIGNED_IN,
    "Company": Open.SIGNED_IN,
    "Unit": Capability.JOURNEYS_READ,
    "Department": Capability.JOURNEYS_READ,
    "User": Capability.MEMBERS_READ,
    "Membership": Capability.MEMBERS_READ,
    "SignIn": Capability.MEMBERS_READ,
    "ApiKey": Capability.MEMBERS_READ,
    "MemberPayload": Capability.MEMBERS_WRITE,
    "EndSessionsPayload": Open.SIGNED_IN,
    "ApiKeyPayload": Capability.MEMBERS_WRITE,
    "NewApiKeyPayload": Capability.MEMBERS_WRITE,
    "DepartmentPayload": Capability.SETTINGS_WRITE,
    "UnitPayload": Capability.SETTINGS_WRITE,
    "Job": Capability.JOBS_READ,
    "AuditEvent": Capability.AUDIT_READ,
    "Tenant": Capability.SETTINGS_WRITE,
    "TenantState": Capability.SETTINGS_WRITE,
    "TenantUsage": Capability.SETTINGS_WRITE,
    "TenantPayload": Capability.SETTINGS_WRITE,
    "CreateTenantPayload": Capability.SETTINGS_WRITE,
    "ReadinessCheck": Capability.SETTINGS_WRITE,
    "ProvisioningRun": Capability.SETTINGS_WRITE,
    "ProvisioningStep": Capability.SETTINGS_WRITE,
    "WebhookEndpoint": Capability.WEBHOOKS_READ,
    "WebhookDelivery": Capability.WEBHOOKS_READ,
    "WebhookAttempt": Capability.WEBHOOKS_READ,
    "WebhookEventType": Capability.WEBHOOKS_READ,
    "WebhookEventField": Capability.WEBHOOKS_READ,
    "WebhookEndpointPayload": Capability.WEBHOOKS_WRITE,
    "WebhookSecretPayload": Capability.WEBHOOKS_WRITE,
    "DeleteWebhookEndpointPayload": Capability.WEBHOOKS_WRITE,
    "TestWebhookEndpointPayload": Capability.WEBHOOKS_WRITE,
    "ReplayWebhookDeliveriesPayload": Capability.WEBHOOKS_WRITE,
    "Channel": Capability.JOURNEYS_READ,
    "Touchpoint": Capability.JOURNEYS_READ,
    "Journey": Capability.JOURNEYS_READ,
    "JourneyVersion": Capability.JOURNEYS_READ,
    "Stage": Capability.JOURNEYS_READ,
    "StageTouchpoint": Capability.JOURNEYS_READ,
    "Persona": Capability.JOURNEYS_READ,
    "ActionPlan": Capability.PLANS_READ,
    "PlanUnit": Capability.PLANS_READ,
    "PlanDepartment": Capability.PLANS_READ,
    "ActionTask": Capability.PLANS_READ,
    "Customer": Capability.FEEDBACK_READ,
    "CustomerIdentity": Capability.FEEDBACK_READ,
    "FeedbackItem": Capability.FEEDBACK_READ,
    "Order": Capability.FEEDBACK_READ,
    "Segment": Capability.FEEDBACK_READ,
    "Estimate": Capability.METRICS_READ,
    "ExperienceReturnScore": Capability.METRICS_READ,
    "ScoreTrend": Capability.METRICS_READ,
    "TrendPoint": Capability.METRICS_READ,
    "ScoreRun": Capability.METRICS_READ,
    "ScoreTrace": Capability.METRICS_READ,
    "TracedFigure": Capability.METRICS_READ,
    "TracedCounters": Capability.METRICS_READ,
    "TracedLevel": Capability.METRICS_READ,
    "KanoKind": Capability.METRICS_READ,
    "ChannelConsistency": Capability.METRICS_READ,
    "ChannelMean": Capability.METRICS_READ,
    "ChannelOffset": Capability.METRICS_READ,
    "TouchpointResponse": Capability.METRICS_READ,
    "ValueDimension": Capability.METRICS_READ,
    "Scenario": Capability.PLANS_READ,
    "ScenarioMove": Capability.PLANS_READ,
    "ScenarioComparison": Capability.PLANS_READ,
    "DoubtShare": Capability.PLANS_READ,
    "Guess": Capability.PLANS_READ,
    "SaveScenarioPayload": Capability.PLANS_WRITE,
    "AdoptScenarioPayload": Capability.PLANS_WRITE,
    "DeleteScenarioPayload": Capability.PLANS_WRITE,
    "ValueEvidence": Capability.METRICS_READ,
    "TouchpointDimensions": Capability.METRICS_READ,
    "Drivers": Capability.METRICS_READ,
    "Driver": Capability.METRICS_READ,
    "PlanEvaluation": Capability.METRICS_READ,
    "ForecastCalibration": Capability.METRICS_READ,
    "ForecastOutcome": Capability.METRICS_READ,
    "CausalDiscount": Capability.METRICS_READ,
    "PredictionRun": Capability.METRICS_READ,
    "PredictionWarning": Capability.METRICS_READ,
    "PredictionSign": Capability.METRICS_READ,
    "PredictionDecile": Capability.METRICS_READ,
    "CustomerPrediction": Capability.FEEDBACK_READ,
    "CustomerValue": Capability.FEEDBACK_READ,
    "CustomerBase": Capability.METRICS_READ,
    "PredictionReason": Capability.FEEDBACK_READ,
    "ControlChart": Capability.METRICS_READ,
    "ControlChartPoint": Capability.METRICS_READ,
    "ControlChartBaseline": Capability.METRICS_READ,
    "LevelChange": Capability.METRICS_READ,
    "Alert": Capability.METRICS_READ,
    "AlertReason": Capability.METRICS_READ,
    "AlertPayload": Capability.PLANS_WRITE,
    "JourneyPayload": Capability.JOURNEYS_WRITE,
    "JourneyVersionPayload": Capability.JOURNEYS_WRITE,
    "DeletePayload": Capability.JOURNEYS_WRITE,
    "ApplyBlueprintPayload": Capability.JOURNEYS_WRITE,
    "TouchpointPayload": Capability.JOURNEYS_WRITE,
    "ChannelPayload": Capability.JOURNEYS_WRITE,
    "PersonaPayload": Capability.JOURNEYS_WRITE,
    "MapTouchpointPayload": Capability.JOURNEYS_WRITE,
    "ActionPlanPayload": Capability.PLANS_READ,
    "ActionTaskPayload": Capability.PLANS_WRITE,
    "ActionTasksPayload": Capability.PLANS_WRITE,
    "EvaluateActionPlanPayload": Capability.PLANS_WRITE,
    "JobPayload": Capability.METRICS_WRITE,
    "ClosePeriodPayload": Capability.SETTINGS_WRITE,
    "ModelSettingsPayload": Capability.SETTINGS_WRITE,
    "ModelSettings": Capability.METRICS_READ,
    "CausalPrior": Capability.METRICS_READ,
    "ValueWeights": Capability.METRICS_READ,
    "OwnDimension": Capability.METRICS_READ,
    "EvidenceSetting": Capability.METRICS_READ,
    "ImportBatch": Capability.JOBS_READ,
    "IngestFeedbackPayload": Capability.FEEDBACK_WRITE,
    "RejectedRecord": Capability.FEEDBACK_WRITE,
}

POLICY: Mapping[str, Requirement] = {**QUERIES, **MUTATIONS, **TYPES}


def requirement_of(type_name: str, field_name: str) -> Requirement | None:
    """Return what reading a field takes; None when no row covers it, which means nobody may.

    `__typename` and introspection are open. A connection and its edges need what their nodes need.
    """
    if field_name.startswith("__") or type_name.startswith("__"):
        return Open.ANYONE
    own = POLICY.get(f"{type_name}.{field_name}")
    if own is not None or type_name in ROOTS:
        return own
    return requirement_of_type(type_name)


def requirement_of_type(type_name: str) -> Requirement | None:
    """Return what reading any object of a type takes; None when no row covers it."""
    for ending in ("Connection", "Edge"):
        if type_name.endswith(ending) and type_name not in POLICY:
            return POLICY.get(type_name.removesuffix(ending))
    return POLICY.get(type_name)


def authorise(actor: Actor, coordinates: Iterable[tuple[str, str]]) -> None:
    """Raise unless the actor may read every (type, field) of a document.

    Raises ApiError UNAUTHENTICATED for somebody unknown, FORBIDDEN for somebody who lacks a capability.
    """
    for type_name, field_name in coordinates:
        require(actor, requirement_of(type_name, field_name), what=f"{type_name}.{field_name}")


def require(actor: Actor, needed: Requirement | None, *, what: str) -> None:
    """Raise ApiError unless the actor meets a requirement."""
    if needed == Open.ANYONE:
        return
    if actor.kind == "anonymous":
        message = _("Sign in, or send an API key of this company.")
        raise ApiError(message, code=Code.UNAUTHENTICATED, WWW_Authenticate="Bearer")
    if needed is None:
        raise ApiError(_("%(what)s is open to nobody.") % {"what": what}, code=Code.FORBIDDEN)
    if needed != Open.SIGNED_IN and not actor.may(needed):
        raise ApiError(_("%(what)s needs the scope %(scope)s.") % {"what": what, "scope": needed}, code=Code.FORBIDDEN)
