"""How scores changed between two periods: what was shown in both, with an interval."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from tenants.models import Tenant
from tests.analytics.graphql.test_queries import ESTIMATE, add_run
from tests.graphql_api import Api, api_of

CHANGES = """query($scope: ScopeKind!, $period: Period!, $since: Period!, $codes: [String!]) {
  scoreChanges(scope: $scope, period: $period, since: $since, codes: $codes) { totalCount nodes {
    code value { value low high n status reason method } returnIndex { value status reason }
    returnPerPoint { value n status reason } nps { value } } } }"""
SPAN = {"period": "2026-03", "since": "2026-02"}
LATER = {"value": 66.5, "low": 62.5, "high": 70.5, "n": 80, "status": "ok"}


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read")


def changes(api: Api, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.data(CHANGES, **{"scope": "COMPANY"} | SPAN | asked)["scoreChanges"]["nodes"]
    return found


def put(run: ScoreRun, **figures: Any) -> None:
    score = ScopeScore.objects.get(run=run, kind="company")
    score.figures |= figures
    score.save()


def test_a_change_is_the_later_figure_minus_the_earlier_with_an_interval(api: Api) -> None:
    add_run(2)
    put(add_run(3), value=LATER)

    (found,) = changes(api)

    value = found["value"]
    assert found["code"] == ""
    assert (value["value"], value["n"], value["status"]) == (LATER["value"] - ESTIMATE["value"], 200, "ok")
    assert value["low"] == pytest.approx(5.0 - (4.0**2 + 3.5**2) ** 0.5)
    assert value["high"] == pytest.approx(5.0 + (4.0**2 + 3.5**2) ** 0.5)
    assert "MOVER" in value["method"]
    assert found["returnPerPoint"] == {"value": None, "n": 3, "status": "insufficient", "reason": "3 answers"}
    assert found["nps"] is None


def test_indices_of_two_references_are_not_compared(api: Api) -> None:
    put(add_run(2), return_index={**ESTIMATE, "reference": "2025-01"})
    put(add_run(3), return_index={**LATER, "reference": "2026-01"})

    (found,) = changes(api)

    assert found["returnIndex"]["value"] is None
    assert found["returnIndex"]["reason"] == "the two periods are measured against different reference periods"


def test_indices_of_one_reference_are(api: Api) -> None:
    put(add_run(2), return_index={**ESTIMATE, "reference": "2026-01"})
    put(add_run(3), return_index={**LATER, "reference": "2026-01"})

    assert changes(api)[0]["returnIndex"] == {"value": 5.0, "status": "ok", "reason": None}


def test_scopes_come_by_code_and_only_those_that_both_periods_know(api: Api) -> None:
    add_run(2, touchpoints=2)
    add_run(3, touchpoints=3)

    assert [one["code"] for one in changes(api, scope="TOUCHPOINT")] == ["t00", "t01"]
    assert [one["code"] for one in changes(api, scope="TOUCHPOINT", codes=["t01", "t02"])] == ["t01"]


def test_a_period_that_was_not_scored_has_no_changes(api: Api) -> None:
    add_run(3)

    assert changes(api) == []


def test_periods_of_two_kinds_are_refused_in_words(api: Api) -> None:
    error = api.error(CHANGES, scope="COMPANY", period="2026-03", since="2026-W05")

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "must be a period of the same kind as `period`" in error["message"]


def test_it_costs_the_same_queries_however_many_scopes(api: Api) -> None:
    for month in (2, 3):
        add_run(month, touchpoints=5)

    one = api.queries(CHANGES, scope="TOUCHPOINT", **SPAN, codes=["t00"])

    assert api.queries(CHANGES, scope="TOUCHPOINT", **SPAN) == one
