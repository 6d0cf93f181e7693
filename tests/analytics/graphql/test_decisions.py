"""Approval and evaluation of plans through the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import ANY

import pytest
from django.db import transaction

from analytics.models.plan_evaluation import PlanEvaluation
from journeys.models import ActionPlan
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import decode_as, encode
from tenants.jobs.services import run_job
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.analytics.chain_facts import SHOPS
from tests.graphql_api import Api, api_of
from tests.mutating import done, refusals

APPROVED = "actionPlan { state approvedAt revision baseline forecast }"
JUDGED = "planEvaluation { id number verdict reason effect { value n status } plan { code } }"
SHAPE = """designKind plainEffect { value } placebo { status }
    course { firstDay endDay isAfter treated { value n status reason } control { value n } }"""
COURSE = f"planEvaluation {{ {SHAPE} }}"
GIVEN: dict[str, Any] = {
    "code": "care", "title": "Care", "metric": "VALUE", "touchpoint": "queue", "treatedUnits": [SHOPS[0]],
    "controlUnits": [SHOPS[1]], "baselineFrom": "2026-01-01", "startDate": "2026-04-01", "evaluateTo": "2026-07-01",
    "expectedUplift": 5.0, "cost": "100",
}  # fmt: skip


@pytest.fixture
def api(in_scored: Tenant) -> Iterator[Api]:
    """Somebody who writes and approves plans of the scored company; what the test does is taken back."""
    with transaction.atomic():
        yield api_of(in_scored, "plans:read", "plans:write", "plans:approve", "metrics:read", "jobs:read")
        transaction.set_rollback(True)


def written(api: Api, **changes: Any) -> str:
    """Write a plan and return its id."""
    return str(done(api, "createActionPlan", "actionPlan { id }", **{**GIVEN, **changes})["id"])


def test_approval_freezes_baseline_arms_and_forecast(api: Api) -> None:
    plan = written(api)

    found = done(api, "approveActionPlan", APPROVED, id=plan, revision=1)

    assert (found["state"], found["revision"]) == ("APPROVED", 2)
    assert found["approvedAt"].startswith("2026-03-31T16:00:00")  # as of its start, in Shanghai
    assert found["baseline"]["terms"]["treated_units"] == [SHOPS[0]]
    assert found["forecast"]["backdated"] is True
    assert found["forecast"]["period"] == "2026-03"
    event = AuditEvent.objects.get(action="plan.approved")
    assert (event.before["state"], event.after["state"]) == ("draft", "approved")
    assert refusals(api, "updateActionPlan", id=plan, title="x") == [("PLAN_NOT_DRAFT", "input.id")]
    assert refusals(api, "approveActionPlan", id=plan) == [("PLAN_REFUSED", "input")]


def test_a_plan_that_starts_later_is_approved_now(api: Api) -> None:
    plan = written(api, startDate="2198-01-01", evaluateTo="2199-01-01")

    found = done(api, "approveActionPlan", APPROVED, id=plan)

    assert found["forecast"]["backdated"] is False
    assert refusals(api, "evaluateActionPlan", id=plan) == [("PLAN_REFUSED", "input")]


def test_an_evaluation_is_kept_and_the_same_one_is_given_again(api: Api) -> None:
    plan = written(api)
    done(api, "approveActionPlan", APPROVED, id=plan)

    first = done(api, "evaluateActionPlan", JUDGED, id=plan)

    assert (first["number"], first["plan"]) == (1, {"code": "care"})
    assert first["verdict"] in {"WORKED", "NO_EVIDENCE", "HARMED", "CANNOT_TELL"}
    assert first["reason"]
    assert done(api, "evaluateActionPlan", JUDGED, id=plan) == first
    assert PlanEvaluation.objects.count() == 1
    assert AuditEvent.objects.filter(action="plan.evaluated").count() == 1


def test_a_judgement_is_asked_for_as_a_job_once(api: Api) -> None:
    plan = written(api)
    assert refusals(api, "requestEvaluation", id=plan) == [("PLAN_REFUSED", "input")]
    done(api, "approveActionPlan", APPROVED, id=plan)

    asked = [done(api, "requestEvaluation", "job { id kind state }", id=plan) for _ in range(2)]
    job = run_job(job_id=decode_as(asked[0]["id"], "Job"))

    assert asked[0] == asked[1]
    assert AuditEvent.objects.filter(action="evaluation.requested").count() == 1
    assert (asked[0]["kind"], asked[0]["state"]) == ("evaluate", "QUEUED")
    assert job is not None
    assert (job.state, job.result) == ("done", {"plan": "care", "number": 1, "verdict": ANY})


def test_an_evaluation_shows_how_both_arms_went(api: Api) -> None:
    plan = written(api)
    done(api, "approveActionPlan", APPROVED, id=plan)

    found = done(api, "evaluateActionPlan", COURSE, id=plan)
    (again,) = api.data(f"{{ planEvaluations(latestOnly: true) {{ nodes {{ {SHAPE} }} }} }}")["planEvaluations"][
        "nodes"
    ]

    assert found == again
    assert found["designKind"] == "DID"
    days = [(one["firstDay"], one["endDay"]) for one in found["course"]]
    assert (days[0][0], days[-1][1]) == ("2026-01-01", "2026-07-01")
    assert [end for _, end in days[:-1]] == [first for first, _ in days[1:]]
    assert [one["isAfter"] for one in found["course"]] == [one["firstDay"] >= "2026-04-01" for one in found["course"]]
    assert {one["treated"]["reason"] for one in found["course"]} == {"units with answers: 1, at least 2 are needed"}


def test_what_cannot_be_approved_or_judged_stays(api: Api) -> None:
    plan = written(api)
    nowhere = written(api, code="nowhere", treatedUnits=[])
    unknown = encode("ActionPlan", uuid7())

    assert refusals(api, "approveActionPlan", id=plan, revision=4) == [("CONFLICT", "input.revision")]
    assert refusals(api, "approveActionPlan", id=unknown) == [("UNKNOWN_ACTION_PLAN", "input.id")]
    assert refusals(api, "approveActionPlan", id=nowhere) == [("PLAN_REFUSED", "input")]
    assert refusals(api, "evaluateActionPlan", id=plan) == [("PLAN_REFUSED", "input")]
    assert refusals(api, "evaluateActionPlan", id=unknown) == [("UNKNOWN_ACTION_PLAN", "input.id")]
    assert set(ActionPlan.objects.values_list("state", flat=True)) == {"draft"}
