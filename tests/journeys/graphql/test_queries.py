"""Journeys, touchpoints, personas and plans as the API gives them, at a cost that does not grow with their number."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.models import ActionPlan, ActionTask, Channel, Journey, PlanUnit, Touchpoint
from journeys.services.blueprints import apply_blueprint
from journeys.services.plans import import_plan
from tenants.members.models import Department, Unit, User
from tenants.models import Tenant
from tests.graphql_api import Api, api_of
from tests.journeys.graphql.rows import add_journeys, add_plans, add_touchpoints

JOURNEY = """{ journeys(first: 5) { totalCount nodes { code nameZh kind status parent { code }
  versions(first: 2) { nodes { number state publishedAt } }
  publishedVersion { number stages(first: 20) { nodes { code nameZh position
    placements(first: 20) { nodes { position expectedEmotion
      touchpoint { code mode isMomentOfTruth channel { code kind } owner { code } } } } } } } } } }"""
TOUCHPOINTS = """{ touchpoints(first: 100) { totalCount edges { cursor node { id code nameEn weight
  channel { code } owner { code parent { code } } } } } }"""
PLANS = """{ actionPlans(first: 50) { totalCount nodes { id code title state metric unitOfEffect cost budget currency
  baselineFrom startDate evaluateTo expectedUplift baseline forecast touchpoint { code } owner { email }
  leadDepartment { code } units(first: 3) { totalCount nodes { arm unit { code } } }
  departments(first: 3) { nodes { role department { code } } }
  tasks(first: 3) { nodes { title progress cost dueDate assignee { email } dependsOn { title } } } } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "journeys:read", "plans:read", "members:read")


def test_the_blueprints_journey_is_drawn_with_one_query(api: Api, in_acme: Tenant) -> None:
    apply_blueprint(company=in_acme, industry="dining", locale="zh-hans")

    (journey,) = api.data(JOURNEY)["journeys"]["nodes"]

    version = journey["publishedVersion"]
    assert (journey["code"], journey["kind"], version["number"]) == ("dining", "AS_IS", 1)
    stages = version["stages"]["nodes"]
    assert [stage["position"] for stage in stages] == list(range(1, len(stages) + 1))
    queue = next(p for stage in stages for p in stage["placements"]["nodes"] if p["touchpoint"]["code"] == "queue")
    assert queue["touchpoint"]["isMomentOfTruth"] is True
    assert queue["touchpoint"]["channel"] == {"code": "dining_room", "kind": "IN_PERSON"}


@pytest.mark.parametrize(
    ("filter", "codes"),
    [
        ({"codes": ["queue", "pay", "nope"]}, ["pay", "queue"]),
        ({"channel": "app"}, ["order"]),
        ({"isMapped": False}, ["bare"]),
        ({"isMomentOfTruth": True}, ["queue"]),
        ({"isMomentOfTruth": True, "channel": "app"}, []),
        ({}, ["bare", "order", "pay", "queue"]),
    ],
)
def test_touchpoints_are_narrowed(api: Api, filter: dict[str, Any], codes: list[str]) -> None:
    app = Channel.objects.create(code="app")
    Touchpoint.objects.create(code="queue", is_moment_of_truth=True)
    Touchpoint.objects.create(code="order", channel=app)
    Touchpoint.objects.create(code="pay")
    Touchpoint.objects.create(code="bare", is_mapped=False)
    query = "query($f: TouchpointFilter) { touchpoints(filter: $f) { totalCount nodes { code } } }"

    found = api.data(query, f=filter)["touchpoints"]

    assert [node["code"] for node in found["nodes"]] == codes
    assert found["totalCount"] == len(codes)


def test_a_plan_shows_money_in_major_units_and_its_arms(api: Api) -> None:
    Touchpoint.objects.create(code="queue")
    Unit.objects.bulk_create(Unit(code=code) for code in ("r1", "r2"))
    User.objects.create(email="li@acme.example")
    import_plan(
        {
            "code": "p1", "title": "等位关怀", "touchpoint": "queue", "metric": "value", "treated_units": ["r1"],
            "control_units": ["r2"], "baseline_from": "2025-12-01", "start_date": "2026-03-01",
            "evaluate_to": "2026-06-01", "cost": "300000.5", "currency": "CNY",
            "tasks": [
                {"title": "Stools", "cost": 12, "assignee": "li@acme.example"}, {"title": "Train", "after": "Stools"},
            ],
        }
    )  # fmt: skip

    (plan,) = api.data(PLANS)["actionPlans"]["nodes"]

    assert (plan["cost"], plan["budget"], plan["currency"], plan["state"]) == ("300000.50", None, "CNY", "DRAFT")
    assert [(row["arm"], row["unit"]["code"]) for row in plan["units"]["nodes"]] == [
        ("TREATED", "r1"),
        ("CONTROL", "r2"),
    ]
    stools, train = plan["tasks"]["nodes"]
    assert (stools["cost"], stools["assignee"]) == ("12.00", {"email": "li@acme.example"})
    assert (train["cost"], train["dependsOn"]) == (None, {"title": "Stools"})


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ("", ["a", "b", "c"]),
        ("(order: NEWEST)", ["b", "a", "c"]),
        ('(filter: {codes: ["b"]})', ["b"]),
        ("(filter: {state: DONE})", []),
    ],
)
def test_plans_are_ordered_and_narrowed(api: Api, arguments: str, codes: list[str]) -> None:
    add_plans(["c", "a", "b"])

    found = api.data(f"{{ actionPlans{arguments} {{ nodes {{ code }} }} }}")["actionPlans"]

    assert [node["code"] for node in found["nodes"]] == codes


@pytest.mark.parametrize(
    ("query", "add"),
    [(TOUCHPOINTS, add_touchpoints), (PLANS, add_plans), ("{ personas { nodes { code storyZh } } }", None)],
    ids=["touchpoints", "action plans", "personas"],
)
def test_a_list_of_30_costs_what_a_list_of_3_costs(api: Api, query: str, add: Any) -> None:
    if add is None:
        assert api.data(query) == {"personas": {"nodes": []}}
        return
    add([f"x{number}" for number in range(3)])
    few = api.queries(query)
    add([f"y{number}" for number in range(27)])

    assert api.queries(query) == few
    assert few <= 15


def test_journeys_with_their_stages_cost_the_same_for_2_and_for_5(api: Api) -> None:
    add_journeys(["a", "b"])
    few = api.queries(JOURNEY)
    add_journeys(["c", "d", "e"])

    assert api.queries(JOURNEY) == few
    assert len(api.data(JOURNEY)["journeys"]["nodes"]) == 5


def test_a_total_is_counted_only_when_asked(api: Api) -> None:
    add_touchpoints(["a"])

    assert api.queries("{ touchpoints { totalCount nodes { code } } }") == 1 + api.queries(
        "{ touchpoints { nodes { code } } }"
    )


def test_people_are_shown_only_to_those_who_may_see_people(in_acme: Tenant) -> None:
    api = api_of(in_acme, "plans:read")

    assert api.code("{ actionPlans { nodes { owner { email } } } }") == "FORBIDDEN"
    assert api.data("{ actionPlans { nodes { code } } }") == {"actionPlans": {"nodes": []}}


def test_fixtures_are_what_they_say(in_acme: Tenant) -> None:
    add_plans(["p"])
    add_journeys(["j"])

    assert (ActionPlan.objects.count(), PlanUnit.objects.count(), ActionTask.objects.count()) == (1, 2, 2)
    assert (Journey.objects.count(), Department.objects.count()) == (1, 5)
