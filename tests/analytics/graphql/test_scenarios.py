"""Scenarios through the API: asked, listed, compared, turned into plans; wrong input is told, never a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from analytics.models.scenario import Scenario
from tenants.models import Tenant
from tests.analytics.chain_facts import SHOPS
from tests.graphql_api import HOSTILE, Api, api_of

SAVE = """mutation($input: SaveScenarioInput!) { saveScenario(input: $input) {
  userErrors { code field message }
  scenario {
    id code status period runHash createdBy deltaEquity { value low high n } npv { value } roi { value } pNpvPositive
    moves { touchpoint share uplift { low mode high } gain { value } } doubt { source share } plans } } }"""
ADOPT = """mutation($input: AdoptScenarioInput!) { adoptScenario(input: $input) {
  userErrors { code message } plans { code state expectedUplift touchpoint { code } } } }"""
DELETE = "mutation($code: String!) { deleteScenario(code: $code) { deletedCode userErrors { code message } } }"
COMPARE = """query($codes: [String!]!) { compareScenarios(codes: $codes) {
  first second pFirstBetter reason npvDifference { value low high } } }"""
TERMS = {
    "code": "faster", "baselineFrom": "2026-01-01", "startDate": "2026-12-01", "evaluateTo": "2027-03-01",
    "treatedUnits": list(SHOPS[:1]),
}  # fmt: skip


def sure(value: float) -> dict[str, float]:
    return {"low": value, "mode": value, "high": value}


def asked(code: str = "faster", uplift: float = 0.5, **changes: Any) -> dict[str, Any]:
    move = {"touchpoint": "queue", "uplift": sure(uplift)}
    return {"code": code, "title": "Faster", "period": "2026-06", "moves": [move], "cost": sure(100), **changes}


@pytest.fixture
def api(in_scored: Tenant) -> Iterator[Api]:
    """A caller of the scored company; what the test keeps is rolled back."""
    with transaction.atomic():
        yield api_of(in_scored, "plans:read", "plans:write", "metrics:read", "journeys:read")
        transaction.set_rollback(True)


def save(api: Api, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = api.data(SAVE, input=asked(**changes))["saveScenario"]
    return found


def test_a_scenario_is_answered_with_money_and_what_the_doubt_is_made_of(api: Api) -> None:
    payload = save(api)

    scenario = payload["scenario"]
    assert payload["userErrors"] == []
    assert scenario["deltaEquity"]["low"] < scenario["deltaEquity"]["value"] < scenario["deltaEquity"]["high"]
    assert scenario["npv"]["value"] == pytest.approx(scenario["deltaEquity"]["value"] - 100)
    assert [move["touchpoint"] for move in scenario["moves"]] == ["queue"]
    assert scenario["moves"][0]["gain"]["value"] == pytest.approx(scenario["deltaEquity"]["value"])
    shares = [one["share"] for one in scenario["doubt"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)


def test_scenarios_are_listed_the_newest_first_and_fetched_by_id(api: Api) -> None:
    first = save(api, code="one")["scenario"]["id"]
    save(api, code="two")

    listed = api.data("{ scenarios { totalCount nodes { code } } }")["scenarios"]

    assert listed == {"totalCount": 2, "nodes": [{"code": "two"}, {"code": "one"}]}
    again = api.data("query($id: ID!) { node(id: $id) { ... on Scenario { code } } }", id=first)
    assert again == {"node": {"code": "one"}}


def test_listing_thirty_takes_as_many_questions_as_listing_three(api: Api) -> None:
    query = "{ scenarios(first: 50) { nodes { code moves { touchpoint } npv { value } doubt { share } plans } } }"
    for number in range(3):
        save(api, code=f"s{number}")
    few = api.queries(query)
    model = Scenario.objects.values().first()
    assert model is not None
    Scenario.objects.bulk_create(
        Scenario(**{name: value for name, value in model.items() if name != "id"} | {"code": f"c{number}"})
        for number in range(30)
    )

    assert api.queries(query) == few


def test_two_scenarios_are_compared(api: Api) -> None:
    save(api, code="small", uplift=0.2)
    save(api, code="large", uplift=0.6)

    (pair,) = api.data(COMPARE, codes=["large", "small"])["compareScenarios"]

    assert pair["pFirstBetter"] > 0.95
    assert pair["npvDifference"]["low"] > 0
    assert pair["reason"] is None
    assert "unknown scenario 'nowhere'" in api.error(COMPARE, codes=["large", "nowhere"])["message"]


def test_a_scenario_becomes_draft_plans_with_its_uplift_as_target(api: Api) -> None:
    save(api)

    payload = api.data(ADOPT, input=TERMS)["adoptScenario"]

    assert payload["userErrors"] == []
    (plan,) = payload["plans"]
    assert (plan["code"], plan["state"], plan["touchpoint"]["code"]) == ("faster", "DRAFT", "queue")
    assert plan["expectedUplift"] == pytest.approx(5.0)
    refused = api.data(DELETE, code="faster")["deleteScenario"]
    assert refused["deletedCode"] is None
    assert refused["userErrors"][0]["code"] == "SCENARIO_REFUSED"


def test_wrong_input_is_told_in_the_payload(api: Api) -> None:
    outside = save(api, uplift=9)
    assert outside["scenario"] is None
    assert outside["userErrors"][0]["code"] == "SCENARIO_REFUSED"
    assert "outside the observed range" in outside["userErrors"][0]["message"]

    unscored = save(api, period="2031-01")
    assert unscored["userErrors"][0]["code"] == "UNSCORED_PERIOD"

    unknown = api.data(ADOPT, input={**TERMS, "code": "nowhere"})["adoptScenario"]
    assert unknown["userErrors"] == [{"code": "UNKNOWN_SCENARIO", "message": "unknown scenario 'nowhere'"}]
    assert not Scenario.objects.exists()


def test_a_scenario_that_did_not_become_plans_can_be_forgotten(api: Api) -> None:
    save(api)

    assert api.data(DELETE, code="faster")["deleteScenario"] == {"deletedCode": "faster", "userErrors": []}
    assert not Scenario.objects.exists()


def status(api: Api, query: str, variables: dict[str, Any]) -> int:
    return api.send(json.dumps({"query": query, "variables": variables}).encode()).status_code


@pytest.mark.parametrize("field", ["code", "title", "moves", "period", "cost", "rampMonths", "halfLifeMonths"])
def test_no_value_of_a_field_makes_a_fault(api: Api, field: str) -> None:
    for value in HOSTILE:
        assert status(api, SAVE, {"input": {**asked(), field: value}}) < 500, value


def test_no_code_makes_a_fault(api: Api) -> None:
    for value in HOSTILE:
        for document, variables in (
            (DELETE, {"code": value}),
            (COMPARE, {"codes": [value, "a"]}),
            (ADOPT, {"input": {**TERMS, "code": value}}),
        ):
            assert status(api, document, variables) < 500, value


def test_reading_plans_does_not_allow_changing_scenarios(in_scored: Tenant) -> None:
    reader = api_of(in_scored, "plans:read", "metrics:read")

    assert reader.code(SAVE, input=asked()) == "FORBIDDEN"
    assert reader.code(DELETE, code="faster") == "FORBIDDEN"
