"""Story 1 through GraphQL: from a blueprint to a plan that is found to have worked, on facts with a planted effect.

Facts come in by mutation, orders at the door for tills; long work is done as a worker does it, by the id of its job.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from strawberry.utils.str_converters import to_camel_case

from tenants.access import Capability, company_context
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import decode
from tenants.jobs.services import run_job
from tenants.models import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.chain_facts import chain_company
from tests.graphql_api import Api, key_of
from tests.mutating import change, done

pytestmark = pytest.mark.slow

SHOPS = [f"shop{number:02d}" for number in range(12)]
TREATED, CONTROL = SHOPS[:6], SHOPS[6:]
START, GAIN = "2026-05-01", 2
DAYS = {"baselineFrom": "2026-01-01", "startDate": START, "evaluateTo": "2026-07-01"}
MAP = """{ journeys(first: 1) { nodes { id publishedVersion { number stages(first: 20) { nodes { code
  placements(first: 20) { nodes { touchpoint { code isMomentOfTruth } } } } } } } } }"""
SCORES = """query($p: Period!) {
  drivers(period: $p) { touchpoints(first: 10) { nodes { code importance { value low high n } } } }
  experienceReturnScores(scope: TOUCHPOINT, period: $p) { nodes { code value { value low high n } } } }"""


def planted(seed: int = 3) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """Return answers and orders of twelve shops, and by how much value, 0 to 100, rose where the plan was carried out.

    From the start on, whoever waited in a treated shop tells of two points more than they would have.
    """
    facts = chain_company(seed=seed, customers=110)
    raised: list[float] = []
    for row in facts["feedback"]:
        row["unit"] = SHOPS[int(row["customer"][1:]) % len(SHOPS)]
        if row.get("touchpoint") == "queue" and row["unit"] in TREATED and row["occurred_at"] >= START:
            before = (row["emotional"], row["functional"])
            row["emotional"], row["functional"] = (min(score + GAIN, 10) for score in before)
            raised.append((row["emotional"] + row["functional"] - sum(before)) / 2)
    for row in facts["orders"]:
        row["unit"] = SHOPS[int(row["customer"][1:]) % len(SHOPS)]
    random.Random(seed).shuffle(facts["feedback"])
    return facts["feedback"], facts["orders"], 10 * sum(raised) / len(raised)


@pytest.fixture(scope="module")
def chain(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company that has nothing yet."""
    with django_db_blocker.unblock():
        made = create_company(slug="story", name="Story", currency="CNY", timezone="Asia/Shanghai", locale="zh-hans")
        yield made.company
        delete_company(company=made.company)


def work(chain: Tenant, job: dict[str, Any]) -> None:
    """Do a job as a worker would."""
    with company_context(chain):
        found = run_job(job_id=decode(job["id"]).key)
    assert found is not None
    assert found.state == "done", found.error


def send_facts(api: Api, feedback: list[dict[str, Any]], orders: list[dict[str, Any]]) -> None:
    """Send answers by the thousand, and orders as a till does."""
    send = """mutation($i: IngestBatchInput!) { ingestFeedback(input: $i) { accepted rejected { message } } }"""
    records = [{to_camel_case(name): value for name, value in row.items()} for row in feedback]
    for place in range(0, len(records), 1000):
        answer = api.data(send, i={"records": records[place : place + 1000]})["ingestFeedback"]
        assert answer["rejected"] == []
    headers = {"Authorization": f"Bearer {api.token}"}
    answer = (
        Client()
        .post("/collect/v1/orders", orders, content_type="application/json", HTTP_HOST=api.host, headers=headers)
        .json()
    )
    assert (answer["accepted"], answer["rejected"]) == (len(orders), [])


def test_a_plan_goes_from_a_blueprint_to_a_verdict(chain: Tenant, django_db_blocker: DjangoDbBlocker) -> None:
    feedback, orders, truth = planted()
    with django_db_blocker.unblock():
        api = Api(chain, token=key_of(chain, tuple(Capability)))
        (journey,) = done(api, "applyBlueprint", "journeys { id }", industry="DINING")
        (shown,) = api.data(MAP)["journeys"]["nodes"]
        places = [
            place for stage in shown["publishedVersion"]["stages"]["nodes"] for place in stage["placements"]["nodes"]
        ]
        queue = next(place["touchpoint"] for place in places if place["touchpoint"]["code"] == "queue")
        assert queue["isMomentOfTruth"] is True

        for row in feedback[:200]:  # the till names the queue in words of its own
            if row.get("touchpoint") == "queue":
                row["touchpoint"] = "waiting"
        send_facts(api, feedback, orders)
        (bare,) = api.data("{ touchpoints(filter: {isMapped: false}) { nodes { id code } } }")["touchpoints"]["nodes"]
        assert bare["code"] == "waiting"
        mapped = change(
            api, "mapTouchpoint", "touchpoint { mergedInto { code } } job { id }", id=bare["id"], target="queue"
        )
        assert mapped["touchpoint"] == {"mergedInto": {"code": "queue"}}
        work(chain, mapped["job"])
        work(chain, done(api, "requestScores", "job { id state }", first="2026-04", last="2026-04"))

        found = api.data(SCORES, p="2026-04")
        drivers = {one["code"]: one["importance"]["value"] for one in found["drivers"]["touchpoints"]["nodes"]}
        assert max(drivers, key=lambda code: drivers[code]) == "queue"
        assert {one["code"] for one in found["experienceReturnScores"]["nodes"]} == {"queue", "dine", "pay"}

        plan = _plan_of_a_scenario(api)
        approved = done(api, "approveActionPlan", "actionPlan { state baseline forecast }", id=plan)
        assert approved["state"] == "APPROVED"
        assert approved["baseline"]["terms"]["treated_units"] == TREATED
        assert approved["forecast"]["delta_equity"]["value"] > 0
        done(api, "startActionPlan", "actionPlan { state }", id=plan)
        work(chain, api.data("mutation { requestMonitoring { job { id } } }")["requestMonitoring"]["job"])
        assert api.data('{ controlCharts(touchpoints: ["queue"], toDay: "2026-06-20") { totalCount } }')

        done(api, "closeActionPlan", "actionPlan { state }", id=plan, note="stools and fruit help")
        judged = done(
            api, "evaluateActionPlan",
            "planEvaluation { verdict effect { value low high } money { value } forecast { value } }", id=plan,
        )  # fmt: skip
        assert judged["verdict"] == "WORKED"
        assert judged["effect"]["low"] < truth < judged["effect"]["high"]
        learned = api.data("{ forecastCalibration { plans { nodes { code forecast { value } outcome { value } } } } }")
        assert [one["code"] for one in learned["forecastCalibration"]["plans"]["nodes"]] == ["care"]

        draft = done(api, "draftJourneyVersion", "journeyVersion { id number }", journeyId=journey["id"])
        second = done(api, "publishJourneyVersion", "journeyVersion { number state }", versionId=draft["id"])
        assert second == {"number": 2, "state": "PUBLISHED"}
        with company_context(chain):
            told = set(AuditEvent.objects.values_list("action", flat=True))
        assert {"blueprint.applied", "scenario.saved", "scenario.adopted"} <= told


def _plan_of_a_scenario(api: Api) -> str:
    """Ask what two points at the queue would bring, make it a plan with tasks, and propose it; return its id."""
    sure = {"low": GAIN, "mode": GAIN, "high": GAIN}
    cost = {"low": 900, "mode": 1000, "high": 1200}
    move = {"touchpoint": "queue", "uplift": sure}
    asked = done(
        api, "saveScenario", "scenario { status npv { value } deltaEquity { value low high } }",
        code="care", title="等位关怀", period="2026-04", moves=[move], cost=cost,
    )  # fmt: skip
    assert asked["deltaEquity"]["value"] > 0
    (plan,) = done(
        api, "adoptScenario", "plans { id state expectedUplift }", code="care", **DAYS, treatedUnits=TREATED,
        controlUnits=CONTROL,
    )  # fmt: skip
    assert (plan["state"], plan["expectedUplift"]) == ("DRAFT", 20.0)
    done(
        api, "updateActionPlan", "actionPlan { revision }", id=plan["id"], problem="Guests leave the queue.", revision=1
    )
    tasks = [
        done(api, "createActionTask", "actionTask { id }", planId=plan["id"], title=title)["id"]
        for title in ("Buy stools", "Cut fruit")
    ]
    done(api, "reorderActionTasks", "actionPlan { id }", planId=plan["id"], taskIds=tasks[::-1])
    done(api, "updateActionTask", "actionTask { progress }", id=tasks[0], progress=100)
    done(api, "submitActionPlan", "actionPlan { state }", id=plan["id"])
    return str(plan["id"])
