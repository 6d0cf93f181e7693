"""Predictions as the API gives them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analytics.models.prediction import CustomerPrediction, PredictionRun
from feedback.models import Customer
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of

NOW = datetime(2026, 4, 2, tzinfo=UTC)
ESTIMATE = {"value": 0.81, "low": 0.79, "high": 0.83, "n": 900, "status": "ok"}
WARNING = {"code": "unexpected_sign", "column": "refunds", "text": "reported as found", "figures": {}}
SIGN = {
    "column": "refunds", "found": 1, "expected": -1, "alone": ESTIMATE, "held": ESTIMATE, "control": "orders",
    "correlation": 0.6, "change": "explained",
}  # fmt: skip
RESULTS: dict[str, Any] = {
    "n": 900, "events": 120, "design": "in time", "rule": "recency_days", "auc": ESTIMATE, "rule_auc": ESTIMATE,
    "difference": ESTIMATE, "calibration": {"slope": ESTIMATE, "intercept": ESTIMATE},
    "losses": {"model": {"brier": ESTIMATE, "mae": ESTIMATE}, "rule": {"brier": ESTIMATE}},
    "warnings": [WARNING], "signs": [SIGN], "lift": [{"decile": 1, "share": ESTIMATE, "lift": ESTIMATE}],
}  # fmt: skip
REASONS = [
    {"code": "recency_days", "value": 120.0, "effect": -0.8},
    {"code": "attr.city", "value": None, "effect": 0.1},
]
RUNS = """query($period: Period, $target: String) {
  predictionRuns(period: $period, target: $target, first: 50) { nodes {
  id period target horizonMonths status verdict customers events rule design auc { value low high n } ruleAuc { value }
  difference { value } calibrationSlope { value } brier { value } ruleBrier { value } meanAbsoluteError { value }
  warnings { nodes { code column text } } signs { nodes { column found expected change control held { value } } }
  lift { nodes { decile lift { value } } } } } }"""
CUSTOMERS = """query($target: String, $first: Int, $after: String) {
  customerPredictions(period: "2026-03", target: $target, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { customer { externalId } probability { value low high n } risk { value low high }
      reasons { code value effect text } run { period verdict } } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read", "feedback:read")


def add_run(month: int = 3, *, customers: int = 0, **changes: Any) -> PredictionRun:
    """A prediction of a month of 2026; customer c0 is the safest."""
    values = {
        "period": date(2026, month, 1), "target": "repurchase", "horizon_months": 3, "model_version": "1",
        "inputs_hash": "i", "run_hash": "r", "settings_number": 0, "status": "ok", "verdict": "better",
        "customers": customers, "results": RESULTS, "created_at": NOW,
    }  # fmt: skip
    run: PredictionRun = PredictionRun.objects.create(**values | changes)
    for number in range(customers):
        name = f"{run.pk}-{number}"
        customer = Customer.objects.create(external_id=name, bucket=0, xid=1, batch_id=uuid7(), received_at=NOW)
        chance = round(0.9 - number / 100, 6)
        CustomerPrediction.objects.create(
            run=run, customer=customer, risk=round(1 - chance, 6), probability=chance, low=chance - 0.05,
            high=chance + 0.05, reasons=REASONS,
        )  # fmt: skip
    return run


def test_a_run_says_what_it_is_worth_and_what_to_doubt(api: Api) -> None:
    add_run(customers=2)

    (run,) = api.data(RUNS, period="2026-03")["predictionRuns"]["nodes"]

    assert (run["period"], run["target"], run["verdict"], run["status"]) == ("2026-03", "repurchase", "BETTER", "OK")
    assert (run["customers"], run["events"], run["rule"], run["horizonMonths"]) == (2, 120, "recency_days", 3)
    assert run["auc"] == {"value": 0.81, "low": 0.79, "high": 0.83, "n": 900}
    assert run["calibrationSlope"] == run["difference"] == run["ruleBrier"] == {"value": 0.81}
    assert run["warnings"]["nodes"] == [{name: WARNING[name] for name in ("code", "column", "text")}]
    assert run["signs"]["nodes"][0]["held"] == {"value": 0.81}
    assert run["lift"]["nodes"] == [{"decile": 1, "lift": {"value": 0.81}}]


def test_a_run_without_figures_has_none(api: Api) -> None:
    add_run(status="insufficient", verdict="insufficient", results={"calibration": None})

    (run,) = api.data(RUNS)["predictionRuns"]["nodes"]

    assert (run["auc"], run["calibrationSlope"], run["brier"], run["rule"]) == (None, None, None, "")
    assert run["warnings"]["nodes"] == []


def test_only_runs_that_are_shown_are_listed_the_latest_month_first(api: Api) -> None:
    add_run(2)
    add_run(3)
    add_run(3, is_current=False)
    add_run(3, target="attr:churn")

    found = api.data(RUNS, target="repurchase")["predictionRuns"]["nodes"]

    assert [run["period"] for run in found] == ["2026-03", "2026-02"]


def test_customers_come_by_risk_with_their_reasons(api: Api) -> None:
    add_run(customers=3)

    found = api.data(CUSTOMERS)["customerPredictions"]

    riskiest = found["nodes"][0]
    assert found["totalCount"] == 3
    assert riskiest["probability"] == {"value": 0.88, "low": 0.83, "high": 0.93, "n": 900}
    assert riskiest["risk"]["value"] == pytest.approx(0.12)
    assert riskiest["risk"]["low"] == pytest.approx(0.07)
    assert riskiest["reasons"] == [
        {
            "code": "recency_days", "value": "120", "effect": -0.8,
            "text": "days since the last order: 120 lowers the probability",
        },
        {"code": "attr.city", "value": None, "effect": 0.1, "text": "city: not known raises the probability"},
    ]  # fmt: skip
    assert riskiest["run"] == {"period": "2026-03", "verdict": "BETTER"}


def test_customers_are_paged_by_risk(api: Api) -> None:
    run = add_run(customers=7)
    met: list[str] = []
    info: dict[str, Any] = {"endCursor": None, "hasNextPage": True}
    while info["hasNextPage"]:
        page = api.data(CUSTOMERS, first=3, after=info["endCursor"])["customerPredictions"]
        met += [node["customer"]["externalId"] for node in page["nodes"]]
        info = page["pageInfo"]

    assert met == [f"{run.pk}-{number}" for number in (6, 5, 4, 3, 2, 1, 0)]


def test_the_risk_of_a_label_is_its_probability(api: Api) -> None:
    run = add_run(customers=1, target="attr:churn")
    CustomerPrediction.objects.filter(run=run).update(risk=0.9)

    (node,) = api.data(CUSTOMERS, target="attr:churn")["customerPredictions"]["nodes"]

    assert node["risk"] == {name: node["probability"][name] for name in ("value", "low", "high")}


def test_customers_of_a_run_that_is_not_shown_are_not_listed(api: Api) -> None:
    add_run(customers=2, is_current=False)

    assert api.data(CUSTOMERS)["customerPredictions"]["nodes"] == []


def test_a_period_that_is_no_month_is_bad_input(api: Api) -> None:
    assert api.code(RUNS, period="2026-Q1") == "BAD_USER_INPUT"


def test_customers_need_the_right_to_read_facts(in_acme: Tenant) -> None:
    add_run(customers=1)

    assert api_of(in_acme, "metrics:read").code(CUSTOMERS) == "FORBIDDEN"


@pytest.mark.parametrize("query", [RUNS, CUSTOMERS], ids=["runs", "customers"])
def test_a_longer_list_costs_the_same(api: Api, query: str) -> None:
    add_run(customers=3)
    few = api.queries(query)
    add_run(3, customers=20, target="attr:churn")
    CustomerPrediction.objects.update(run=PredictionRun.objects.get(target="repurchase"))
    for month in range(4, 12):
        add_run(month)

    assert api.queries(query) == few
