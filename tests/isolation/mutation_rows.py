"""What each change of a design is asked as another company: a new mutation needs a row here or in test_changes.py.

A text such as "@Journey" stands for the id of acme's journey in one run, and for an id that never was in the other.
Codes are those of acme's rows.
"""

from __future__ import annotations

from typing import Any

DAYS = {"baselineFrom": "2026-01-01", "startDate": "2026-02-01", "evaluateTo": "2026-03-01"}
DRAFT = {"versionId": "@JourneyVersion"}
STAGE = DRAFT | {"stageId": "@Stage"}
# Those that name a thing of acme, by id or by code: globex knows no such thing.
UNKNOWN: dict[str, dict[str, Any]] = {
    "updateJourney": {"id": "@Journey", "nameEn": "theirs"},
    "archiveJourney": {"id": "@Journey"},
    "restoreJourney": {"id": "@Journey"},
    "copyJourney": DRAFT | {"code": "copied"},
    "draftJourneyVersion": {"journeyId": "@Journey", "copyOf": "@JourneyVersion"},
    "publishJourneyVersion": DRAFT,
    "discardJourneyVersion": DRAFT,
    "createStage": DRAFT | {"code": "s9"},
    "updateStage": STAGE | {"nameEn": "theirs"},
    "deleteStage": STAGE,
    "reorderStages": DRAFT | {"stageIds": ["@Stage"]},
    "placeTouchpoint": STAGE | {"touchpoint": "j1-1-1"},
    "removePlacement": DRAFT | {"placementId": "@StageTouchpoint"},
    "reorderPlacements": STAGE | {"placementIds": ["@StageTouchpoint"]},
    "createJourney": {"code": "mine", "parent": "j1"},
    "createTouchpoint": {"code": "mine", "channel": "channel-j1-1-1"},
    "updateTouchpoint": {"id": "@Touchpoint", "nameEn": "theirs"},
    "archiveTouchpoint": {"id": "@Touchpoint"},
    "restoreTouchpoint": {"id": "@Touchpoint"},
    "mapTouchpoint": {"id": "@Touchpoint", "target": "j1-1-1"},
    "updateChannel": {"id": "@Channel", "nameEn": "theirs"},
    "updatePersona": {"id": "@Persona", "nameEn": "theirs"},
    "deletePersona": {"id": "@Persona"},
    "createActionPlan": {"code": "mine", "title": "mine", "metric": "NPS", "touchpoint": "plan-p1", **DAYS},
    "updateActionPlan": {"id": "@ActionPlan", "title": "theirs"},
    "submitActionPlan": {"id": "@ActionPlan"},
    "returnActionPlan": {"id": "@ActionPlan"},
    "approveActionPlan": {"id": "@ActionPlan"},
    "startActionPlan": {"id": "@ActionPlan"},
    "closeActionPlan": {"id": "@ActionPlan"},
    "cancelActionPlan": {"id": "@ActionPlan"},
    "reopenActionPlan": {"id": "@ActionPlan", "state": "DRAFT"},
    "evaluateActionPlan": {"id": "@ActionPlan"},
    "requestEvaluation": {"id": "@ActionPlan"},
    "blockActionPlan": {"id": "@ActionPlan", "reason": "theirs"},
    "unblockActionPlan": {"id": "@ActionPlan"},
    "commentOnPlan": {"planId": "@ActionPlan", "text": "theirs"},
    "createActionTask": {"planId": "@ActionPlan", "title": "theirs"},
    "updateActionTask": {"id": "@ActionTask", "progress": 100},
    "deleteActionTask": {"id": "@ActionTask"},
    "reorderActionTasks": {"planId": "@ActionPlan", "taskIds": ["@ActionTask"]},
    "closePeriod": {"period": "2026-03"},
    "recordConsent": {"customer": "c1", "purpose": "newsletter", "isGiven": True},
    "mergeCustomers": {"externalId": "c1", "otherExternalId": "c1"},
    "undoCustomerMerge": {"id": "@CustomerMerge"},
    "decideMergeConflict": {"id": "@MergeConflict", "decision": "KEEP_APART"},
    "cancelJob": {"id": "@Job"},
    "openCase": {"feedbackItemId": "@FeedbackItem"},
    "assignCase": {"id": "@Case"},
    "assignCases": {"ids": ["@Case"]},
    "changeCaseState": {"id": "@Case", "state": "CLOSED"},
    "commentOnCase": {"id": "@Case", "text": "theirs"},
    "setCaseRootCause": {"id": "@Case", "rootCause": "PRICE"},
    "resolveCase": {"id": "@Case", "note": "theirs"},
    "reopenCase": {"id": "@Case", "reason": "theirs"},
    "updateCase": {"id": "@Case", "severity": "HIGH"},
    "updateCaseRule": {"id": "@CaseRule", "name": "theirs"},
    "enableCaseRule": {"id": "@CaseRule"},
    "disableCaseRule": {"id": "@CaseRule"},
    "applyCaseRule": {"id": "@CaseRule", "from": "2026-05-01T00:00:00Z", "to": "2026-06-01T00:00:00Z"},
    "undoImport": {"id": "@ImportBatch"},
}
# Those that name nothing of acme; where they take a code it is one that acme has too.
OWN: dict[str, dict[str, Any]] = {
    "applyBlueprint": {"industry": "HOTEL"},
    "createChannel": {"code": "channel-j1-1-1"},
    "createPersona": {"code": "family"},
    "requestScores": {"first": "2026-03", "last": "2026-03"},
    "requestPredictions": {"period": "2026-03"},
    "requestMonitoring": {},
    "updateModelSettings": {"changes": {"minimumN": 7}},
    "setScoringCadence": {"cadence": "WEEKLY"},
    "setRetention": {"kind": "TEXTS", "days": 30},
    "setIdentityPolicy": {"rules": [{"kinds": ["PHONE"]}]},
    "requestSubjectAccess": {"identifiers": ["c1", "13800000000"]},
    "createExport": {"kind": "CHANGES"},
    "createCaseRule": {"name": "r1", "conditions": {"hasText": True}},
    "setWorkingHours": {"week": {"mon": ["10:00-11:00"]}},
    "requestErasure": {"identifiers": ["c1", "13800000000"], "reason": "asked"},
}


def filled(value: Any, ids: dict[str, str]) -> Any:
    """Return an input with ids in the place of the texts that stand for them."""
    if isinstance(value, dict):
        return {name: filled(one, ids) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, ids) for one in value]
    return ids[value[1:]] if isinstance(value, str) and value.startswith("@") else value
