"""What each root field of the API takes: the capability that the caller must hold, or one of two words."""

from collections.abc import Mapping
from enum import StrEnum

from tenants.access import Capability


class Open(StrEnum):
    """What needs no capability."""

    ANYONE = "anyone"
    SIGNED_IN = "signed-in"


type Requirement = Capability | Open

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
    "Query.directoryImport": Capability.MEMBERS_READ,
    "Query.sessions": Capability.MEMBERS_READ,
    "Query.segments": Capability.FEEDBACK_READ,
    "Query.customers": Capability.FEEDBACK_READ,
    "Query.customer": Capability.FEEDBACK_READ,
    "Query.feedbackItems": Capability.FEEDBACK_READ,
    "Query.orders": Capability.FEEDBACK_READ,
    **dict.fromkeys(("Query.case", "Query.cases", "Query.caseRules", "Query.workingHours"), Capability.CASES_READ),
    **dict.fromkeys(("Query.caseFigures", "Query.caseReturns"), Capability.CASES_READ),
    "Query.caseRuleBacktest": Capability.SETTINGS_WRITE,  # it tells of texts, which not everybody may read
    "Query.importBatches": Capability.JOBS_READ,
    "Query.jobs": Capability.JOBS_READ,
    "Query.actionPlans": Capability.PLANS_READ,
    "Query.experienceReturnScores": Capability.METRICS_READ,
    "Query.scoreTrends": Capability.METRICS_READ,
    "Query.drivers": Capability.METRICS_READ,
    "Query.driverMatrix": Capability.METRICS_READ,
    "Query.trace": Capability.METRICS_READ,
    "Query.scoreChanges": Capability.METRICS_READ,
    "Query.annotations": Capability.METRICS_READ,
    "Query.scenarios": Capability.PLANS_READ,
    "Query.scenarioForecast": Capability.PLANS_READ,
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
    "Query.demonstration": Capability.METRICS_READ,
    "Query.ssoProvider": Capability.MEMBERS_READ,
    "Query.tenants": Capability.SETTINGS_WRITE,
    "Query.tenantState": Capability.SETTINGS_WRITE,
    "Query.provisioningRuns": Capability.SETTINGS_WRITE,
    "Query.auditEvents": Capability.AUDIT_READ,
    "Query.planHistory": Capability.AUDIT_READ,
    "Query.identityPolicy": Capability.FEEDBACK_READ,
    "Query.mergeConflicts": Capability.FEEDBACK_READ,
    "Query.samePerson": Capability.FEEDBACK_READ,
    "Query.retentionRules": Capability.PRIVACY_READ,
    "Query.erasureReceipts": Capability.PRIVACY_READ,
}

SUBSCRIPTIONS: Mapping[str, Requirement] = {
    "Subscription.feedbackReceived": Capability.FEEDBACK_READ,
    "Subscription.jobProgressed": Capability.JOBS_READ,
    "Subscription.scoresPublished": Capability.METRICS_READ,
    "Subscription.caseOpened": Capability.CASES_READ,
    "Subscription.caseChanged": Capability.CASES_READ,
    "Subscription.alertChanged": Capability.METRICS_READ,
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
        "createActionTask updateActionTask deleteActionTask reorderActionTasks evaluateActionPlan "
        "reopenActionPlan requestEvaluation blockActionPlan unblockActionPlan commentOnPlan"
    ),
    Capability.PLANS_APPROVE: "approveActionPlan returnActionPlan",
    Capability.CASES_WRITE: (
        "openCase assignCase assignCases changeCaseState commentOnCase setCaseRootCause resolveCase reopenCase "
        "updateCase"
    ),
    Capability.METRICS_WRITE: "requestScores requestPredictions requestMonitoring",
    Capability.SETTINGS_WRITE: (
        "closePeriod updateModelSettings setScoringCadence loadDemonstration removeDemonstration "
        "createCaseRule updateCaseRule enableCaseRule disableCaseRule applyCaseRule setWorkingHours"
    ),
}

MUTATIONS: Mapping[str, Requirement] = {
    **dict.fromkeys(
        (f"Mutation.{name}Tenant" for name in ("create", "suspend", "resume", "close")), Capability.SETTINGS_WRITE
    ),
    "Mutation.ingestFeedback": Capability.FEEDBACK_WRITE,
    "Mutation.recordConsent": Capability.CUSTOMERS_WRITE,
    "Mutation.mergeCustomers": Capability.CUSTOMERS_WRITE,
    "Mutation.undoCustomerMerge": Capability.CUSTOMERS_WRITE,
    "Mutation.decideMergeConflict": Capability.CUSTOMERS_WRITE,
    "Mutation.setIdentityPolicy": Capability.SETTINGS_WRITE,
    "Mutation.setSecondFactorRule": Capability.SETTINGS_WRITE,
    "Mutation.setRetention": Capability.PRIVACY_WRITE,
    "Mutation.requestSubjectAccess": Capability.PRIVACY_WRITE,
    "Mutation.requestErasure": Capability.PRIVACY_WRITE,
    "Mutation.ingestOrders": Capability.ORDERS_WRITE,
    "Mutation.ingestCustomers": Capability.CUSTOMERS_WRITE,
    "Mutation.ingestInteractions": Capability.INTERACTIONS_WRITE,
    "Mutation.createExport": Capability.FEEDBACK_READ,
    "Mutation.undoImport": Capability.JOBS_WRITE,
    "Mutation.cancelJob": Capability.JOBS_WRITE,
    "Mutation.inviteMember": Capability.MEMBERS_WRITE,
    "Mutation.deactivateMember": Capability.MEMBERS_WRITE,
    "Mutation.reactivateMember": Capability.MEMBERS_WRITE,
    "Mutation.assignRole": Capability.MEMBERS_WRITE,
    "Mutation.removeRole": Capability.MEMBERS_WRITE,
    "Mutation.maskMember": Capability.MEMBERS_WRITE,
    "Mutation.importDirectory": Capability.SETTINGS_WRITE,
    "Mutation.endSession": Capability.MEMBERS_WRITE,
    "Mutation.endMySessions": Open.SIGNED_IN,
    "Mutation.setSsoProvider": Capability.MEMBERS_WRITE,
    "Mutation.removeSsoProvider": Capability.MEMBERS_WRITE,
    "Mutation.resetSecondFactor": Capability.MEMBERS_WRITE,
    "Mutation.createApiKey": Capability.MEMBERS_WRITE,
    "Mutation.rotateApiKey": Capability.MEMBERS_WRITE,
    "Mutation.revokeApiKey": Capability.MEMBERS_WRITE,
    "Mutation.enterCompany": Capability.SETTINGS_WRITE,
    "Mutation.setOperatorAccess": Capability.MEMBERS_WRITE,
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
