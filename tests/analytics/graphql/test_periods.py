"""Periods of every kind in the API, by the labels that people write."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.models.fiscal import Calendar
from analytics.services.settings import change_settings
from tenants.models import Tenant
from tests.analytics.graphql.test_queries import NOW, add_run
from tests.graphql_api import Api, api_of

SCORES = """query($period: Period, $kind: PeriodKind) {
  experienceReturnScores(scope: COMPANY, period: $period, periodKind: $kind) {
    nodes { period periodKind periodStart periodEnd run { period periodKind periodStart periodEnd } } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read")


def add(label: str, calendar: Calendar | None = None) -> None:
    """A run of the period with a label."""
    found = (calendar or Calendar()).parse(label)
    add_run(1, period=found.start, period_end=found.end, period_kind=str(found.kind), label=label)


def labels(api: Api, **asked: Any) -> list[str]:
    return [node["period"] for node in api.data(SCORES, **asked)["experienceReturnScores"]["nodes"]]


@pytest.mark.parametrize("label", ["2026-01-05", "2026-W02", "2026-01", "2026-Q1", "2026"])
def test_a_label_names_the_period_whatever_its_kind(api: Api, label: str) -> None:
    for other in ("2026-01-05", "2026-W02", "2026-01", "2026-Q1", "2026"):
        add(other)

    assert labels(api, period=label) == [label]


def test_a_score_tells_its_kind_and_days(api: Api) -> None:
    add("2026-W02")

    (node,) = api.data(SCORES, period="2026-W02")["experienceReturnScores"]["nodes"]

    told = {"period": "2026-W02", "periodKind": "WEEK", "periodStart": "2026-01-05", "periodEnd": "2026-01-12"}
    assert node == {**told, "run": told}


def test_without_a_period_months_are_listed_or_the_kind_asked_for(api: Api) -> None:
    for label in ("2026-W02", "2026-W03", "2026-01", "2026-Q1"):
        add(label)

    assert labels(api) == ["2026-01"]
    assert labels(api, kind="WEEK") == ["2026-W02", "2026-W03"]


def test_quarters_are_those_of_the_companys_fiscal_year(api: Api, in_acme: Tenant) -> None:
    change_settings(company=in_acme, changes={"fiscal_year_start": 4}, at=NOW)
    add("FY2026-Q1", Calendar(year_start=4))

    assert labels(api, period="FY2026-Q1") == ["FY2026-Q1"]
    found = api.error(SCORES, period="2026-Q1")
    assert found["message"] == "The company's fiscal year starts in April: write FY2026-Q1."
    assert found["extensions"]["code"] == "BAD_USER_INPUT"


def test_what_cannot_be_read_is_refused_in_words(api: Api) -> None:
    assert "2026-01-05, 2026-W02, 2026-01, 2026-Q1" in api.error(SCORES, period="May")["message"]
    assert "'2026-W54' does not exist: Invalid week: 54" in api.error(SCORES, period="2026-W54")["message"]


def test_runs_can_be_narrowed_by_kind_and_period(api: Api) -> None:
    for label in ("2026-W02", "2026-01", "2026-02"):
        add(label)
    query = "query($f: ScoreRunFilter) { scoreRuns(filter: $f) { nodes { period } } }"

    def found(**narrow: object) -> list[str]:
        return [node["period"] for node in api.data(query, f=narrow)["scoreRuns"]["nodes"]]

    assert found(periodKind="WEEK") == ["2026-W02"]
    assert found(period="2026-02") == ["2026-02"]
    assert sorted(found()) == ["2026-01", "2026-02", "2026-W02"]


def test_drivers_of_a_week_are_found_by_its_label(api: Api) -> None:
    add("2026-W02")

    assert api.data('{ drivers(period: "2026-W02") { period } }')["drivers"] == {"period": "2026-W02"}
    assert api.data('{ drivers(period: "2026-01-05") { period } }')["drivers"] is None
