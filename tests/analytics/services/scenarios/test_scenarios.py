"""Scenarios are asked, kept, compared, and become plans; what was not observed is refused."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from analytics.models.scenario import Scenario
from analytics.models.score_run import ScoreRun
from analytics.selectors import UnscoredPeriod
from analytics.services.scenarios.adopt import adopt_scenario
from analytics.services.scenarios.documents import ScenarioRefused
from analytics.services.scenarios.keep import (
    UnknownScenario,
    compare_scenarios,
    forget_scenario,
    keep_scenario,
    printed_scenario,
    scenario_of,
)
from analytics.services.scoring.score import score_company
from analytics.services.whatif import Question, forecast_touchpoint
from journeys.models import ActionPlan
from journeys.services.plan_documents import PlanRefused
from tests.analytics.chain_facts import SHOPS
from tests.analytics.facts import ingest, small_company

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TERMS = {
    "baseline_from": "2026-01-01",
    "start_date": "2026-12-01",
    "evaluate_to": "2027-03-01",
    "treated_units": list(SHOPS[:2]),
}


def keep(company, code="faster", **document):
    asked = {"title": "Faster", "period": "2026-06", "moves": [{"touchpoint": "queue", "uplift": 0.5}], **document}
    return keep_scenario(company=company, document={"code": code, **asked}, now=NOW)


def money(scenario, name="delta_equity"):
    return scenario.results[name]["value"]


def test_one_touchpoint_alone_is_what_whatif_says(company):
    alone = forecast_touchpoint(
        company=company, period=date(2026, 6, 1), question=Question(touchpoint="queue", uplift=0.5)
    )

    scenario = keep(company)

    assert money(scenario) == pytest.approx(alone.delta_equity.value, rel=0.1)
    assert scenario.status == "ok"


def test_touchpoints_together_bring_their_parts(company):
    both = keep(company, moves=[{"touchpoint": "queue", "uplift": 0.5}, {"touchpoint": "pay", "uplift": 0.5}])

    parts = {code: part["value"] for code, part in both.results["touchpoints"].items()}
    assert set(parts) == {"queue", "pay"}
    assert money(both) == pytest.approx(sum(parts.values()), rel=0.1)
    assert parts["queue"] > parts["pay"]
    assert sum(both.results["doubt"].values()) == pytest.approx(1)


def test_asked_again_it_gives_the_same_bytes_and_replaces_itself(company):
    first = printed_scenario(keep(company))

    again = printed_scenario(keep(company))

    assert again == first
    assert Scenario.objects.count() == 1
    assert money(keep(company, moves=[{"touchpoint": "queue", "uplift": 0.2}])) < first["delta_equity"]["value"]


def test_without_a_period_the_newest_with_figures_answers(company):
    newest = ScoreRun.objects.filter(is_current=True, has_figures=True, period_kind="month").order_by("period").last()

    assert keep(company, period=None).period == newest.period


def test_a_share_and_a_ramp_bring_less_at_once(company):
    whole = money(keep(company))

    half = money(keep(company, "half", moves=[{"touchpoint": "queue", "uplift": 0.5, "share": 0.5}]))
    slow = money(keep(company, "slow", ramp_months=6))

    assert half == pytest.approx(whole / 2)
    assert 0 < slow < whole


def test_two_scenarios_of_one_run_are_compared_draw_by_draw(company):
    keep(company, "small", moves=[{"touchpoint": "queue", "uplift": 0.3}])
    keep(company, "large", moves=[{"touchpoint": "queue", "uplift": 0.6}])

    (pair,) = compare_scenarios(["large", "small"])

    assert pair["p_first_better"] > 0.95
    assert pair["npv_difference"]["low"] > 0
    assert (pair["first"], pair["second"], pair["status"]) == ("large", "small", "ok")


def test_scenarios_of_different_months_cannot_be_compared_and_say_why(company):
    keep(company, "june")
    keep(company, "may", period="2026-05")

    (pair,) = compare_scenarios(["june", "may"])

    assert pair["status"] == "insufficient"
    assert "different runs" in pair["reason"]


def test_a_scenario_becomes_plans_with_their_share_of_the_cost_and_is_kept_as_decided(company):
    guess = {"low": 0.2, "mode": 0.4, "high": 0.5}
    moves = [{"touchpoint": "queue", "uplift": 0.5}, {"touchpoint": "pay", "uplift": guess}]
    scenario = keep(company, moves=moves, cost=900)

    plans = {plan.touchpoint.code: plan for plan in adopt_scenario(company=company, code="faster", terms=TERMS)}

    assert plans["queue"].expected_uplift == pytest.approx(5.0)
    assert plans["pay"].expected_uplift == pytest.approx(4.0)
    assert sum(plan.cost_minor for plan in plans.values()) == pytest.approx(90_000, abs=1)
    assert plans["queue"].cost_minor > plans["pay"].cost_minor
    assert scenario_of("faster").plans == ["faster-queue", "faster-pay"]
    with pytest.raises(ScenarioRefused, match="became the plans faster-queue, faster-pay"):
        keep(company)
    with pytest.raises(ScenarioRefused, match="is kept with them"):
        forget_scenario("faster")
    assert scenario.plans == []


def test_wrong_terms_make_no_plan_at_all(company):
    keep(company)

    with pytest.raises(PlanRefused, match="baseline_from must be before start_date"), transaction.atomic():
        adopt_scenario(company=company, code="faster", terms={**TERMS, "baseline_from": "2026-12-24"})

    assert scenario_of("faster").plans == []
    assert not ActionPlan.objects.filter(code__startswith="faster").exists()


def test_a_scenario_can_be_forgotten(company):
    keep(company)

    forget_scenario("faster")

    with pytest.raises(UnknownScenario, match="unknown scenario 'faster'"):
        scenario_of("faster")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"moves": []}, "moves must name 1 to 20 touchpoints"),
        ({"moves": [{"touchpoint": "roof", "uplift": 1}]}, "unknown touchpoint 'roof'; known are: dine, pay, queue"),
        ({"moves": [{"touchpoint": "queue", "uplift": 9}]}, "an uplift of 9 at queue: .* outside the observed range"),
        ({"moves": [{"touchpoint": "queue", "uplift": {"low": 1, "mode": 0, "high": 2}}]}, "low <= mode <= high"),
        ({"moves": [{"touchpoint": "queue", "uplift": {"low": 0, "mode": 1, "high": 9}}]}, "an uplift of 9 at queue"),
        ({"moves": [{"touchpoint": "queue", "uplift": 1}] * 2}, "names a touchpoint twice"),
        ({"moves": [{"touchpoint": "queue", "uplift": 1, "share": 0}]}, "share of queue must be above 0"),
        ({"moves": [{"touchpoint": "queue"}]}, "missing required field `uplift`"),
        ({"cost": -1}, "cost must be a number from 0"),
        ({"cost": float("nan")}, "cost must be a number from 0"),
        ({"period": "2026-13"}, "is not a month"),
        ({"ramp_months": -1}, "ramp_months must be 0 to 120"),
        ({"half_life_months": 0}, "half_life_months must be"),
        ({"title": " "}, "title must have"),
        ({"colour": "red"}, "unknown field"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_not_kept(company, changes, message):
    with pytest.raises(ScenarioRefused, match=message):
        keep(company, **changes)

    assert not Scenario.objects.exists()


def test_a_month_without_a_run_is_refused(company):
    with pytest.raises(UnscoredPeriod, match="2031-01 has not been scored"):
        keep(company, period="2031-01")


def test_too_few_data_give_words_instead_of_figures(live_company):
    for kind, records in small_company(customers=4).items():
        ingest(kind, records)
    score_company(company=live_company, now=NOW)

    scenario = keep(live_company, period="2026-06")

    assert scenario.status == "insufficient"
    assert scenario.reason.startswith("queue: ")
    assert scenario.results == {}
    with pytest.raises(ScenarioRefused, match="has no figures to decide on"):
        adopt_scenario(company=live_company, code="faster", terms=TERMS)
