"""Scores, drivers, evaluations and segments as the API gives them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from analytics.services.settings import change_settings
from feedback.models import Customer
from journeys.models import ActionPlan, Touchpoint
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of
from tests.journeys.graphql.rows import add_plans

NOW = datetime(2026, 4, 2, tzinfo=UTC)
ESTIMATE = {"value": 61.5, "low": 58.0, "high": 65.0, "n": 120, "status": "ok"}
NOTHING = {"value": None, "low": None, "high": None, "n": 3, "status": "insufficient", "reason": "3 answers"}
SCORES = """query($scope: ScopeKind!, $period: Period, $codes: [String!]) {
  experienceReturnScores(scope: $scope, period: $period, codes: $codes, first: 50) { totalCount edges { cursor node {
    id kind code n status evidence period value { value low high n status reason method } nps { value }
    returnPerPoint { value status reason } importance { value } touchpoint { code nameEn }
    run { period modelVersion inputsHash status } } } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read", "journeys:read", "plans:read", "feedback:read")


def add_run(month: int, *, touchpoints: int = 0, **changes: Any) -> ScoreRun:
    """A run of a month of 2026 with the company's score and some touchpoints'."""
    printed = [
        {"code": f"t{number:02}", "importance": ESTIMATE, "slope": ESTIMATE, "reach": ESTIMATE, "value": ESTIMATE}
        for number in range(touchpoints)
    ]
    drivers = {"outcome": "loyalty", "method": "johnson", "n": 950, "r2": ESTIMATE}
    values = {
        "period": date(2026, month, 1), "period_end": date(2026, month + 1, 1), "label": f"2026-{month:02}",
        "model_version": "1", "inputs_hash": f"in-{month}-{uuid7()}", "run_hash": "r",
        "layout_hash": "l", "settings_hash": "s", "mark": "m", "seed": 1, "settings_number": 0, "status": "ok",
        "results": {"drivers": drivers, "touchpoints": printed}, "has_figures": True, "created_at": NOW,
    }  # fmt: skip
    run = ScoreRun.objects.create(**values | changes)
    for kind, code in [("company", ""), *(("touchpoint", row["code"]) for row in printed)]:
        figures = {"value": ESTIMATE, "return_per_point": NOTHING, "kind": kind, "code": code}
        ScopeScore.objects.create(
            run=run, kind=kind, code=code, n=120, status="ok", evidence="observed", figures=figures
        )
    return run


def test_a_score_carries_interval_n_reason_and_where_it_comes_from(api: Api) -> None:
    Touchpoint.objects.create(code="t00", name_en="Waiting")
    run = add_run(3, touchpoints=1)

    (edge,) = api.data(SCORES, scope="TOUCHPOINT", period="2026-03")["experienceReturnScores"]["edges"]

    node = edge["node"]
    assert node["value"] == {**ESTIMATE, "reason": None, "method": None}
    assert node["returnPerPoint"] == {"value": None, "status": "insufficient", "reason": "3 answers"}
    assert node["nps"] is None
    assert node["touchpoint"] == {"code": "t00", "nameEn": "Waiting"}
    assert (node["period"], node["run"]["inputsHash"], node["evidence"]) == ("2026-03", run.inputs_hash, "OBSERVED")


def test_scores_of_all_months_come_in_order_and_only_from_runs_that_are_shown(api: Api) -> None:
    add_run(2)
    add_run(1)
    add_run(1, is_current=False)

    edges = api.data(SCORES, scope="COMPANY")["experienceReturnScores"]["edges"]

    assert [edge["node"]["period"] for edge in edges] == ["2026-01", "2026-02"]


def test_scores_are_paged_by_month_and_code(api: Api) -> None:
    for month in (1, 2):
        add_run(month, touchpoints=3)
    query = """query($after: String) { experienceReturnScores(scope: TOUCHPOINT, first: 2, after: $after) {
      nodes { period code } pageInfo { endCursor hasNextPage } } }"""
    met: list[tuple[str, str]] = []
    info: dict[str, Any] = {"endCursor": None, "hasNextPage": True}
    while info["hasNextPage"]:
        page = api.data(query, after=info["endCursor"])["experienceReturnScores"]
        met += [(node["period"], node["code"]) for node in page["nodes"]]
        info = page["pageInfo"]

    assert met == [(f"2026-0{month}", f"t0{number}") for month in (1, 2) for number in range(3)]


def test_codes_narrow_the_scores(api: Api) -> None:
    add_run(3, touchpoints=3)

    edges = api.data(SCORES, scope="TOUCHPOINT", codes=["t01"])["experienceReturnScores"]["edges"]

    assert [edge["node"]["code"] for edge in edges] == ["t01"]


@pytest.mark.parametrize(
    "period",
    ["2026-13", "2026-00", "2026-02-30", "2026-W54", "2026-Q5", "FY2026", "1899-12", "2201-01", "", "x", 202601],
)
def test_a_text_that_names_no_period_is_bad_input(api: Api, period: object) -> None:
    assert api.code(SCORES, scope="COMPANY", period=period) == "BAD_USER_INPUT"


def test_drivers_of_a_month(api: Api) -> None:
    add_run(3, touchpoints=3)
    query = """query($p: Period!, $first: Int, $after: String, $last: Int) { drivers(period: $p) {
      period outcome method n r2 { value n } touchpoints(first: $first, after: $after, last: $last) { totalCount
        nodes { code importance { value low high } slope { value } }
        pageInfo { hasNextPage hasPreviousPage endCursor } } } }"""

    found = api.data(query, p="2026-03", first=2)["drivers"]

    assert (found["period"], found["outcome"], found["method"], found["n"]) == ("2026-03", "loyalty", "johnson", 950)
    page = found["touchpoints"]
    assert [node["code"] for node in page["nodes"]] == ["t00", "t01"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    rest = api.data(query, p="2026-03", first=2, after=page["pageInfo"]["endCursor"])["drivers"]["touchpoints"]
    assert [node["code"] for node in rest["nodes"]] == ["t02"]
    assert [n["code"] for n in api.data(query, p="2026-03", last=2)["drivers"]["touchpoints"]["nodes"]] == [
        "t01",
        "t02",
    ]
    assert api.data(query, p="2026-04", first=2) == {"drivers": None}


RUNS = """{ scoreRuns(first: 20) { nodes { id period status isCurrent runHash
  scores(first: 2) { totalCount nodes { kind code } } } } }"""
EVALUATIONS = """query($plan: String) { planEvaluations(plan: $plan, first: 50) { nodes { number verdict design
  effect { value low high n } money { value } forecast { value } placeboP plan { code touchpoint { code } } } } }"""


def test_runs_come_with_their_scores_the_latest_month_first(api: Api) -> None:
    add_run(1)
    add_run(2, touchpoints=3)

    newest, oldest = api.data(RUNS)["scoreRuns"]["nodes"]

    assert (newest["period"], oldest["period"]) == ("2026-02", "2026-01")
    assert newest["scores"] == {
        "totalCount": 4,
        "nodes": [{"kind": "COMPANY", "code": ""}, {"kind": "TOUCHPOINT", "code": "t00"}],
    }


def add_evaluation(code: str) -> None:
    add_plans([code])
    results = {"effect": ESTIMATE, "money": NOTHING, "placebo_p": 0.4, "forecast": None}
    PlanEvaluation.objects.create(
        plan=ActionPlan.objects.get(code=code), number=1, model_version="1", inputs_hash=code, design="did",
        verdict="worked", results=results, created_at=NOW,
    )  # fmt: skip


def test_evaluations_of_a_plan(api: Api) -> None:
    add_evaluation("a")
    add_evaluation("b")

    (found,) = api.data(EVALUATIONS, plan="a")["planEvaluations"]["nodes"]

    assert (found["verdict"], found["placeboP"], found["plan"]["code"]) == ("WORKED", 0.4, "a")
    assert found["effect"] == {"value": 61.5, "low": 58.0, "high": 65.0, "n": 120}
    assert (found["money"]["value"], found["forecast"]) == (None, None)


def test_segments_are_the_values_of_the_attribute_that_the_settings_name(api: Api, in_acme: Tenant) -> None:
    for number, (segment, tier) in enumerate([("vip", "x"), ("new", "x"), ("vip", "y"), (None, None)]):
        attributes = {} if segment is None else {"segment": segment, "tier": tier}
        Customer.objects.create(
            external_id=str(number), bucket=0, attributes=attributes, xid=1, batch_id=uuid7(), received_at=NOW
        )
    query = """query($first: Int, $after: String) { segments(first: $first, after: $after) {
      totalCount nodes { code customers } pageInfo { endCursor } } }"""

    found = api.data(query)["segments"]
    assert found["totalCount"] == 2
    assert found["nodes"] == [{"code": "new", "customers": 1}, {"code": "vip", "customers": 2}]
    first = api.data(query, first=1)["segments"]["pageInfo"]["endCursor"]
    assert api.data(query, after=first)["segments"]["nodes"] == [{"code": "vip", "customers": 2}]

    change_settings(company=in_acme, changes={"segment_attribute": "tier"}, at=NOW)
    assert [node["code"] for node in api.data(query)["segments"]["nodes"]] == ["x", "y"]


@pytest.mark.parametrize(
    ("query", "variables"),
    [(SCORES, {"scope": "TOUCHPOINT"}), (RUNS, {}), (EVALUATIONS, {})],
    ids=["scores", "runs", "evaluations"],
)
def test_a_longer_list_costs_the_same(api: Api, query: str, variables: dict[str, Any]) -> None:
    add_run(1, touchpoints=3)
    add_evaluation("a")
    add_evaluation("b")
    few = api.queries(query, **variables)
    for month in range(2, 10):
        add_run(month, touchpoints=3)
    for number in range(20):
        add_evaluation(f"p{number}")

    assert api.queries(query, **variables) == few


def test_a_period_without_an_index_has_no_split(api: Api) -> None:
    add_run(3)

    assert api.data('{ drivers(period: "2026-03") { returnIndex { reference } } }')["drivers"] == {"returnIndex": None}


def test_a_touchpoint_gives_its_dimensions_with_evidence_and_reliability(api: Api) -> None:
    run = add_run(3, touchpoints=1)
    piece = {"code": "smile", "source": "answer", "dimension": "emotional", "share": 1.0, "value": ESTIMATE}
    figures = {
        "value": ESTIMATE, "dimensions": {"emotional": ESTIMATE, "price": NOTHING}, "pieces": [piece],
        "reliability": {"emotional": ESTIMATE}, "expectation_gap": NOTHING, "beyond_expectation": ESTIMATE,
    }  # fmt: skip
    run.scopes.filter(kind="touchpoint").update(figures=figures)
    query = """query($p: Period) { experienceReturnScores(scope: TOUCHPOINT, period: $p) { nodes {
      expectationGap { status } beyondExpectation { value } dimensions { code value { value } reliability { value }
      evidence { code source share value { value } } } } } }"""

    (node,) = api.data(query, p="2026-03")["experienceReturnScores"]["nodes"]

    emotional, price = node["dimensions"]
    assert (emotional["code"], emotional["reliability"]["value"]) == ("emotional", ESTIMATE["value"])
    assert emotional["evidence"] == [
        {"code": "smile", "source": "answer", "share": 1.0, "value": {"value": ESTIMATE["value"]}}
    ]
    assert (price["code"], price["value"]["value"], price["reliability"], price["evidence"]) == (
        "price", None, None, [],
    )  # fmt: skip
    assert (node["expectationGap"]["status"], node["beyondExpectation"]["value"]) == ("insufficient", 61.5)
