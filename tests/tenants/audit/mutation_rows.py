"""Which event each mutation leaves: a new mutation needs a row here, or it does not ship.

A row says the action, what is sent (by default what the rows of the isolation tests send), and what is done before so
that it succeeds. "@Unit" stands for the id of acme's unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.analytics.graphql import test_decisions, test_demonstration, test_requests
from tests.flow import test_story_of_a_manager
from tests.isolation.mutation_rows import DRAFT, OWN, STAGE, UNKNOWN
from tests.journeys.graphql import test_journey_mutations
from tests.tenants.graphql import test_members
from tests.tenants.views.sso import test_connecting


@dataclass(frozen=True)
class Row:
    """What a mutation is sent, and the action that its event must have. `state` names how the rows are made ready."""

    action: str
    given: dict[str, Any] | None = None
    before: tuple[tuple[str, dict[str, Any]], ...] = field(default=())
    state: str = ""


SUBMIT = ("submitActionPlan", {"id": "@ActionPlan"})
BLOCK = ("blockActionPlan", {"id": "@ActionPlan", "reason": "theirs"})
HOOK_ID = {"id": "@WebhookEndpoint"}
HOOK = {"name": "new", "url": "https://hooks.example/new"}
PLACES = STAGE | {"placementIds": ["@Place2", "@Place1"]}
LOOSE = {"id": "@Loose"}
SECOND = {"id": "@Second"}
FACT_OF_ANY = {"externalId": "x1", "occurredAt": "2026-05-01T10:00:00Z"}
FACT = FACT_OF_ANY | {"nps": 1}
AUDITED: dict[str, Row] = {
    "createJourney": Row("journey.created", {"code": "mine"}),
    "updateJourney": Row("journey.updated"),
    "archiveJourney": Row("journey.archived"),
    "restoreJourney": Row("journey.restored", None, (("archiveJourney", {"id": "@Journey"}),)),
    "copyJourney": Row("journey.created"),
    "draftJourneyVersion": Row("journey_version.drafted"),
    "publishJourneyVersion": Row("journey_version.published", state="draft"),
    "createStage": Row("stage.created", state="draft"),
    "updateStage": Row("stage.updated", state="draft"),
    "deleteStage": Row("stage.deleted", state="draft"),
    "reorderStages": Row("stage.reordered", DRAFT | {"stageIds": ["@Stage2", "@Stage1"]}, state="draft"),
    "placeTouchpoint": Row("placement.set", state="draft"),
    "removePlacement": Row("placement.removed", state="draft"),
    "reorderPlacements": Row("placement.reordered", PLACES, state="draft"),
    "createTouchpoint": Row("touchpoint.created"),
    "updateTouchpoint": Row("touchpoint.updated"),
    "archiveTouchpoint": Row("touchpoint.archived", LOOSE),
    "restoreTouchpoint": Row("touchpoint.restored", LOOSE, (("archiveTouchpoint", LOOSE),)),
    "mapTouchpoint": Row("touchpoint.mapped", {"id": "@Loose", "target": "j1-1-1"}),
    "createChannel": Row("channel.created", {"code": "kiosk"}),
    "updateChannel": Row("channel.updated"),
    "createPersona": Row("persona.created", {"code": "couple"}),
    "updatePersona": Row("persona.updated"),
    "deletePersona": Row("persona.deleted"),
    "createActionPlan": Row("plan.created"),
    "updateActionPlan": Row("plan.updated"),
    "submitActionPlan": Row("plan.submitted"),
    "returnActionPlan": Row("plan.returned", None, (SUBMIT,)),
    "approveActionPlan": Row("plan.approved", None, (SUBMIT,)),
    "startActionPlan": Row("plan.started", state="approved"),
    "closeActionPlan": Row("plan.closed", state="approved"),
    "cancelActionPlan": Row("plan.cancelled"),
    "reopenActionPlan": Row("plan.reopened", None, (SUBMIT,)),
    "blockActionPlan": Row("plan.blocked"),
    "unblockActionPlan": Row("plan.unblocked", None, (BLOCK,)),
    "commentOnPlan": Row("plan.commented"),
    "createActionTask": Row("task.created"),
    "updateActionTask": Row("task.completed"),
    "deleteActionTask": Row("task.deleted"),
    "reorderActionTasks": Row("task.reordered", {"planId": "@ActionPlan", "taskIds": ["@Task2", "@Task1"]}),
    "ingestFeedback": Row("import.finished", {"records": [FACT]}),
    "ingestOrders": Row("import.finished", {"records": [FACT_OF_ANY | {"amount": "5"}]}),
    "ingestCustomers": Row("import.finished", {"records": [{"externalId": "x1"}]}),
    "ingestInteractions": Row("import.finished", {"records": [FACT_OF_ANY]}),
    "cancelJob": Row("job.cancelled"),
    "undoImport": Row("import.undo_requested"),
    "requestScores": Row("scores.requested"),
    "requestPredictions": Row("predictions.requested"),
    "requestMonitoring": Row("monitoring.requested"),
    "updateModelSettings": Row("settings.updated"),
    "setScoringCadence": Row("schedule.updated"),
    "recordConsent": Row("consent.recorded"),
    "mergeCustomers": Row(
        "customer.merged",
        {"externalId": "c1", "otherExternalId": "c2"},
        (("ingestCustomers", {"records": [{"externalId": "c2"}]}),),
    ),
    "openCase": Row("case.opened"),
    "assignCase": Row("case.assigned", {"id": "@Case", "note": "yours"}),
    "assignCases": Row("case.assigned", {"ids": ["@Case"], "owner": "ann@acme.example"}),
    "changeCaseState": Row("case.closed"),
    "commentOnCase": Row("case.commented"),
    "setCaseRootCause": Row("case.changed"),
    "resolveCase": Row("case.resolved"),
    "reopenCase": Row("case.reopened", None, (("changeCaseState", {"id": "@Case", "state": "CLOSED"}),)),
    "updateCase": Row("case.changed"),
    "createCaseRule": Row("case_rule.created", {"name": "new", "conditions": {"hasText": True}}),
    "updateCaseRule": Row("case_rule.updated"),
    "enableCaseRule": Row("case_rule.enabled"),
    "disableCaseRule": Row("case_rule.disabled", None, (("enableCaseRule", {"id": "@CaseRule"}),)),
    "applyCaseRule": Row("case_rule.applied"),
    "setWorkingHours": Row("working_hours.updated"),
    "undoCustomerMerge": Row("customer.merge_undone"),
    "decideMergeConflict": Row("merge_conflict.decided"),
    "setIdentityPolicy": Row("identity_policy.updated"),
    "setRetention": Row("retention.updated"),
    "requestSubjectAccess": Row("access.requested"),
    "createExport": Row("export.requested"),
    "requestErasure": Row("erasure.requested"),
    "deleteScenario": Row("scenario.deleted", {"code": "idea"}),
    "acknowledgeAlert": Row("alert.acknowledged", {"id": "@Alert"}),
    "resolveAlert": Row("alert.resolved", {"id": "@Alert"}),
    "inviteMember": Row("member.invited", {"email": "new@example.com", "role": "viewer"}),
    "deactivateMember": Row("member.deactivated", SECOND),
    "reactivateMember": Row("member.reactivated", SECOND, (("deactivateMember", SECOND),)),
    "assignRole": Row("role.assigned", SECOND | {"role": "analyst"}),
    "removeRole": Row("role.removed", SECOND | {"role": "viewer"}),
    "maskMember": Row("member.masks_changed", SECOND | {"masks": ["contacts"]}),
    "importDirectory": Row(
        "directory.requested", {"kind": "UNITS", "fileName": "u.csv", "content": "Y29kZQp4Cg=="}
    ),
    "endSession": Row("session.ended", {"id": "@SignIn"}),
    "resetSecondFactor": Row("second_factor.reset", SECOND),
    "createApiKey": Row("api_key.created", {"name": "new", "scopes": ["feedback:read"]}),
    "rotateApiKey": Row("api_key.rotated", {"id": "@ApiKey"}),
    "revokeApiKey": Row("api_key.revoked", {"id": "@ApiKey"}),
    "setOperatorAccess": Row("operator_access.changed", {"isAllowed": False}),
    "setSecondFactorRule": Row("second_factor_rule.changed", {"isRequired": True}),
    "createDepartment": Row("department.created", {"code": "new"}),
    "updateDepartment": Row("department.updated", {"id": "@Department", "revision": 1, "nameEn": "New"}),
    "moveDepartment": Row("department.moved", {"id": "@Department", "revision": 1, "parent": "@OtherDepartment"}),
    "archiveDepartment": Row("department.archived", {"id": "@OtherDepartment", "revision": 1}),
    "createUnit": Row("unit.created", {"code": "new"}),
    "updateUnit": Row("unit.updated", {"id": "@Unit", "revision": 1, "name": "New"}),
    "moveUnit": Row("unit.moved", {"id": "@Unit", "revision": 1, "parent": "@OtherUnit"}),
    "archiveUnit": Row("unit.archived", {"id": "@OtherUnit", "revision": 1}),
    "createWebhookEndpoint": Row("webhook_endpoint.created", HOOK),
    "updateWebhookEndpoint": Row("webhook_endpoint.changed", {"id": "@WebhookEndpoint", "version": 1, "name": "other"}),
    "deleteWebhookEndpoint": Row("webhook_endpoint.deleted", HOOK_ID),
    "rotateWebhookSecret": Row("webhook_endpoint.secret_rotated", HOOK_ID),
    "testWebhookEndpoint": Row("webhook_endpoint.tested", HOOK_ID),
    "replayWebhookDeliveries": Row("webhook_endpoint.replayed", HOOK_ID | {"since": "2026-01-01T00:00:00Z"}),
}  # fmt: skip
# Those that need a company with scores, or without journeys, or a person: the action, and the test that calls them.
SHOWN_IN: dict[str, tuple[str, Callable[..., object]]] = {
    "applyBlueprint": ("blueprint.applied", test_story_of_a_manager.test_a_plan_goes_from_a_blueprint_to_a_verdict),
    "saveScenario": ("scenario.saved", test_story_of_a_manager.test_a_plan_goes_from_a_blueprint_to_a_verdict),
    "adoptScenario": ("scenario.adopted", test_story_of_a_manager.test_a_plan_goes_from_a_blueprint_to_a_verdict),
    "evaluateActionPlan": (
        "plan.evaluated", test_decisions.test_an_evaluation_is_kept_and_the_same_one_is_given_again,
    ),
    "requestEvaluation": ("evaluation.requested", test_decisions.test_a_judgement_is_asked_for_as_a_job_once),
    "closePeriod": ("period.closed", test_requests.test_a_period_is_closed_once_and_for_all),
    "discardJourneyVersion": (
        "journey_version.discarded", test_journey_mutations.test_a_journey_has_one_draft_which_can_be_thrown_away,
    ),
    "setSsoProvider": ("sso.set", test_connecting.test_an_owner_sets_it_and_nobody_reads_the_secret),
    "loadDemonstration": ("demonstration.load_requested", test_demonstration.test_example_data_are_asked_for_once),
    "removeDemonstration": (
        "demonstration.removal_requested", test_demonstration.test_example_data_go_when_the_company_is_typed,
    ),
    "removeSsoProvider": ("sso.removed", test_connecting.test_it_is_removed),
    "endMySessions": ("session.ended", test_members.test_a_person_sees_sessions_and_ends_their_own_others),
}  # fmt: skip


def given_to(name: str) -> dict[str, Any]:
    """Return what a mutation is sent."""
    own = AUDITED[name].given
    return own if own is not None else (UNKNOWN | OWN).get(name, {})
