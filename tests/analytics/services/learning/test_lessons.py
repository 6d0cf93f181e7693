"""Evaluated plans correct the causal discount, and only those whose forecast was made before they began."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.services.learning.chart import calibration, printed_calibration
from analytics.services.learning.discount import learned_discount
from analytics.services.plans.approval import approve
from analytics.services.settings import settings_of
from analytics.services.whatif import Question, forecast_touchpoint
from journeys.models import ActionPlan, Touchpoint
from journeys.services.plans import import_plan
from tests.analytics.chain_facts import SHOPS

START, END = date(2026, 5, 1), date(2027, 5, 1)
BEFORE, LATER = datetime(2026, 4, 20, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
PRESENT = sum(1.01**-month for month in range(1, 13))  # a gain of this much accrues to 12 over the year


def about(value, error, n=300):
    width = 1.644854 * error
    return {"value": value, "low": value - width, "high": value + width, "n": n, "status": "ok"}


def plan_with(
    code, *, gain, came, approved=BEFORE, verdict="worked", effect=10.0, created=LATER, forecast=True, **more
):
    """Store a plan whose link promised `gain` a year for ten points of value, and the evaluation that found `came`."""
    touchpoint, _ = Touchpoint.objects.get_or_create(code="queue")
    frozen = {
        "gain": about(gain * PRESENT / 12, 0.05 * gain * PRESENT / 12),
        "uplift_points": 1.0,
        "horizon_months": 12,
    }
    frozen |= {"delta_equity": about(0.5 * gain * PRESENT / 12, 0.2 * gain), "discount_rate_monthly": 0.01, **more}
    plan = ActionPlan.objects.create(
        code=code, title=code, touchpoint=touchpoint, metric="value", currency="CNY", state="approved",
        baseline_from=date(2026, 1, 1), start_date=START, evaluate_to=END, approved_at=approved,
        baseline={}, forecast=frozen if forecast else {"status": "insufficient", "reason": "nothing was scored"},
    )  # fmt: skip
    PlanEvaluation.objects.create(
        plan=plan, number=1, model_version="1", inputs_hash=code, design="did", verdict=verdict, created_at=created,
        results={"money": came, "effect": about(effect, 1.0)},
    )  # fmt: skip
    return plan


def history(kappa, *, plans=20, seed=1):
    rng = random.Random(seed)
    for number in range(plans):
        gain = rng.uniform(1000, 4000)
        plan_with(f"p{number:02d}", gain=gain, came=about(kappa * gain + rng.gauss(0, 150), 150))


def test_before_any_plan_the_prior_stands(in_acme):
    found = learned_discount(settings_of(company=in_acme))

    assert found.kappa == (0.5, 0.25)
    assert found.plans == ()


def test_a_history_of_plans_brings_the_discount_to_the_truth(in_acme):
    history(0.3)

    found = learned_discount(settings_of(company=in_acme))

    assert found.discount.kappa.low < 0.3 < found.discount.kappa.high
    assert found.discount.kappa.value == pytest.approx(0.3, abs=0.05)
    assert len(found.plans) == found.discount.kappa.n == 20


def test_the_same_history_gives_the_same_version(in_acme):
    history(0.3)
    settings = settings_of(company=in_acme)
    first = learned_discount(settings)

    assert learned_discount(settings) == first
    plan_with("another", gain=1000.0, came=about(300.0, 50.0))
    assert learned_discount(settings).version != first.version


def test_forecasts_of_the_past_know_only_evaluations_of_the_past(in_acme):
    history(0.3)
    settings = settings_of(company=in_acme)

    assert learned_discount(settings, as_of=LATER - timedelta(days=1)).plans == ()
    assert len(learned_discount(settings, as_of=LATER).plans) == 20


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"approved": datetime(2026, 5, 2, tzinfo=UTC)}, "made after the plan had begun"),
        ({"forecast": False}, "no forecast of money"),
        ({"uplift_points": 0.0}, "no forecast of money"),
        ({"verdict": "cannot_tell"}, "cannot tell what the plan did"),
        ({"came": {**about(0, 1), "value": None, "reason": "no orders"}}, "no orders"),
    ],
)
def test_what_says_nothing_about_forecasts_does_not_count(in_acme, change, reason):
    plan_with("odd", **{"gain": 1000.0, "came": about(900.0, 50.0), **change})

    found = calibration(settings_of(company=in_acme))

    assert found.learned.plans == ()
    assert found.learned.kappa == (0.5, 0.25)
    assert reason in found.lessons[0].reason
    assert printed_calibration(found)["plans"][0]["inside"] is None


def test_a_plan_that_moved_the_metric_half_as_far_is_held_to_half_the_money(in_acme):
    plan_with("half", gain=2000.0, came=about(300.0, 20.0), effect=5.0)

    assert learned_discount(settings_of(company=in_acme)).discount.from_plans.value == pytest.approx(0.3, abs=0.01)


def test_only_the_newest_evaluation_of_a_plan_counts(in_acme):
    plan = plan_with("again", gain=1000.0, came=about(900.0, 50.0))
    PlanEvaluation.objects.create(
        plan=plan, number=2, model_version="1", inputs_hash="newer", design="did", verdict="worked", created_at=LATER,
        results={"money": about(200.0, 50.0), "effect": about(10.0, 1.0)},
    )  # fmt: skip

    found = calibration(settings_of(company=in_acme))

    assert [lesson.evaluation for lesson in found.lessons] == [2]
    assert found.learned.discount.from_plans.value == pytest.approx(0.2, abs=0.01)


def test_the_chart_sets_frozen_forecasts_against_outcomes_over_the_same_span(in_acme):
    plan_with("good", gain=1000.0, came=about(480.0, 100.0))
    plan_with("bad", gain=1000.0, came=about(-900.0, 50.0))
    plan_with("late", gain=1000.0, came=about(500.0, 50.0), backdated=True)

    printed = printed_calibration(calibration(settings_of(company=in_acme)))

    assert {plan["plan"]: plan["inside"] for plan in printed["plans"]} == {"bad": False, "good": True, "late": True}
    assert printed["plans"][1]["forecast"]["value"] == pytest.approx(500.0, rel=0.001)
    assert printed["plans"][2]["backdated"] is True
    assert printed["inside"]["n"] == printed["slope"]["n"] == 3
    assert printed["causal_discount"]["plans"] == ["bad", "good", "late"]


def test_what_if_uses_the_learned_discount(in_scored):
    question = Question(touchpoint="queue", uplift=1.0, cost=1000.0)
    period = date(2026, 6, 1)
    with transaction.atomic():
        before = forecast_touchpoint(company=in_scored, period=period, question=question)
        history(0.2)
        after = forecast_touchpoint(company=in_scored, period=period, question=question)
        past = forecast_touchpoint(company=in_scored, period=period, question=question, as_of=BEFORE)
        transaction.set_rollback(True)

    assert after.causal_discount.value == pytest.approx(0.2, abs=0.05)
    assert after.delta_equity.value < 0.6 * before.delta_equity.value
    assert after.gain == before.gain
    assert past == before


def test_approval_freezes_the_gain_and_the_version_of_the_discount(in_scored):
    document = {
        "code": "care", "title": "Care", "touchpoint": "queue", "metric": "value", "treated_units": SHOPS[:2],
        "control_units": SHOPS[2:], "baseline_from": "2026-03-01", "start_date": "2026-08-01",
        "evaluate_to": "2026-10-01", "expected_uplift": 10.0, "cost": 100,
    }  # fmt: skip
    with transaction.atomic():
        import_plan(document)
        frozen = approve(company=in_scored, code="care", as_of=datetime(2026, 7, 20, tzinfo=UTC)).forecast
        transaction.set_rollback(True)

    assert frozen["gain"]["value"] > frozen["delta_equity"]["value"] > 0
    assert frozen["causal_discount_version"] == learned_discount(settings_of(company=in_scored)).version
    assert frozen["backdated"] is False
