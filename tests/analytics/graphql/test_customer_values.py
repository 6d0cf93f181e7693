"""What customers will buy and are worth, as the API gives it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from analytics.models.score_run import ScoreRun
from analytics.numerics.customers.bgnbd import fit_purchases
from analytics.numerics.customers.gamma_gamma import fit_spend, spenders_of
from analytics.numerics.customers.lifetime import Terms
from analytics.numerics.customers.purchases import cells_of
from analytics.services.customer_values import NOT_BOUGHT
from analytics.services.scoring.customer_models import printed_models
from feedback.services.intake import ingest_records
from tenants.access import Actor
from tenants.models import Tenant
from tests.analytics.numerics.histories import population
from tests.graphql_api import Api, api_of

NOW = datetime(2026, 4, 2, tzinfo=UTC)
VALUES = """query($period: Period!, $first: Int, $after: String, $externalId: String) {
  customerValues(period: $period, first: $first, after: $after, externalId: $externalId) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { customer { externalId } repeats daysSinceLast evidence active { value low high }
      expectedOrders { value low high n status reason method } lifetimeValue { value low high status reason } } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read", "feedback:read")


@pytest.fixture(scope="module")
def models() -> dict[str, object]:
    """Models of other customers; days and major units."""
    rng = np.random.default_rng(1)
    repeats, last, age = population(rng, 400)
    spend = fit_spend(spenders_of(np.arange(1, 101), rng.gamma(8.0, 5.0, 100)))
    return printed_models(fit_purchases(cells_of(repeats, last, age)), spend, Terms(0.4, 12, 30.4375, 0.01))


def add_run(results: dict[str, Any]) -> None:
    drivers = {"window": ["2025-04", "2026-03"]}
    ScoreRun.objects.create(
        period=date(2026, 3, 1), period_end=date(2026, 4, 1), label="2026-03", model_version="1", inputs_hash="i",
        run_hash="r", layout_hash="l", settings_hash="s", mark="m", seed=1, settings_number=0, status="ok",
        has_figures=True, created_at=NOW, results={"drivers": drivers, **results},
    )  # fmt: skip


def add_orders(customers: int) -> None:
    """Customer c0 has bought once, c1 twice and so on; all on the first days of March 2026, and again in May."""
    rows = [
        {"external_id": f"o{c}-{day}", "customer": f"c{c:02}", "occurred_at": f"{when}T12:00:00Z", "amount": "30"}
        for c in range(customers)
        for day, when in enumerate([*(f"2026-03-{1 + 2 * n:02}" for n in range(min(c + 1, 10))), "2026-05-01"])
    ]
    people = [{"external_id": f"c{c:02}"} for c in range(customers)] + [{"external_id": "new"}]
    for kind, records in (("customers", people), ("orders", rows)):
        ingest_records(kind=kind, records=records, received_at=NOW, actor=Actor(kind="key", name="test"))


def test_customers_come_with_what_is_expected_of_them(api: Api, models: dict[str, object]) -> None:
    add_run({"customer_base": {"models": models}})
    add_orders(4)

    found = api.data(VALUES, period="2026-03")["customerValues"]

    nodes = {node["customer"]["externalId"]: node for node in found["nodes"]}
    assert found["totalCount"] == 5
    assert [nodes[f"c{c:02}"]["repeats"] for c in range(4)] == [0, 1, 2, 3]
    assert nodes["c03"]["daysSinceLast"] == 24
    assert nodes["c00"]["evidence"] == "BORROWED"
    assert nodes["c03"]["evidence"] == "OBSERVED"
    orders = nodes["c03"]["expectedOrders"]
    assert 0 < orders["low"] < orders["value"] < orders["high"]
    assert (orders["n"], orders["status"], orders["method"]) == (400, "ok", "BG/NBD")
    assert nodes["c03"]["lifetimeValue"]["value"] > 0
    assert nodes["new"]["lifetimeValue"] == {
        "value": None, "low": None, "high": None, "status": "insufficient", "reason": NOT_BOUGHT,
    }  # fmt: skip


def test_pages_follow_one_another_and_one_customer_can_be_asked_for(api: Api, models: dict[str, object]) -> None:
    add_run({"customer_base": {"models": models}})
    add_orders(4)

    first = api.data(VALUES, period="2026-03", first=3)["customerValues"]
    after = first["pageInfo"]["endCursor"]
    second = api.data(VALUES, period="2026-03", first=3, after=after)["customerValues"]
    one = api.data(VALUES, period="2026-03", externalId="c02")["customerValues"]

    names = [node["customer"]["externalId"] for page in (first, second) for node in page["nodes"]]
    assert sorted(names) == ["c00", "c01", "c02", "c03", "new"]
    assert not second["pageInfo"]["hasNextPage"]
    assert [node["customer"]["externalId"] for node in one["nodes"]] == ["c02"]


def test_periods_without_a_run_have_nobody_and_runs_without_models_say_why(api: Api) -> None:
    add_run({})
    add_orders(1)

    assert api.data(VALUES, period="2026-02")["customerValues"]["nodes"] == []
    nodes = api.data(VALUES, period="2026-03")["customerValues"]["nodes"]
    assert {node["lifetimeValue"]["status"] for node in nodes} == {"insufficient"}
    assert "run `score` again" in nodes[0]["lifetimeValue"]["reason"]


def test_a_list_costs_the_same_for_few_and_for_many(api: Api, models: dict[str, object]) -> None:
    add_run({"customer_base": {"models": models}})
    add_orders(3)
    few = api.queries(VALUES, period="2026-03", first=2)
    add_orders(30)

    assert api.queries(VALUES, period="2026-03", first=30) == few


def test_a_key_without_feedback_is_refused(in_acme: Tenant) -> None:
    assert api_of(in_acme, "metrics:read").code(VALUES, period="2026-03") == "FORBIDDEN"


def test_the_customers_of_a_period_together(api: Api) -> None:
    estimate = {"value": 61.5, "low": 58.0, "high": 65.0, "n": 120, "status": "ok"}
    growth = {"net_revenue_retention": estimate, "earned_growth_rate": estimate}
    add_run({"customer_base": {"buyers": 9, "customer_equity": estimate, "earned_growth": growth}})
    asked = """{ customerBase(period: "2026-03") { period buyers customerEquity { value low } activeCustomers { value }
      netRevenueRetention { value } earnedGrowthRate { n } } none: customerBase(period: "2026-02") { period } }"""

    assert api.data(asked) == {
        "customerBase": {
            "period": "2026-03", "buyers": 9, "customerEquity": {"value": 61.5, "low": 58.0}, "activeCustomers": None,
            "netRevenueRetention": {"value": 61.5}, "earnedGrowthRate": {"n": 120},
        },
        "none": None,
    }  # fmt: skip
