"""A plan that worked is found to have worked, one that did nothing is not, and what was approved stays as it was."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.services.plans.approval import approve, import_and_date
from analytics.services.plans.evaluation import evaluate_plan
from journeys.services.codes import ensure_touchpoints
from journeys.services.plan_documents import PlanRefused
from tenants.members.services.units import ensure_units
from tests.analytics.facts import ingest

NOW = datetime(2026, 11, 1, tzinfo=UTC)
START = date(2026, 5, 1)
UNITS = [f"s{number:02d}" for number in range(16)]
TREATED = UNITS[:8]
ORDER_DAYS_AFTER = 30


def answers(*, effect, seed=1):
    """Return daily ratings of the queue and orders in 16 shops; treated ones gain `effect` points from the start."""
    rng = random.Random(seed)
    feedback, orders = [], []
    for unit in UNITS:
        level = rng.gauss(6, 0.4)
        for day in range(0, 180, 3):
            on = date(2026, 2, 1) + timedelta(days=day)
            gain = effect if unit in TREATED and on >= START else 0
            key = f"{unit}-{day}"
            row = {"external_id": key, "unit": unit, "occurred_at": f"{on}T12:00:00+08:00"}
            score = max(0, min(10, round(level + gain + rng.gauss(0, 1.2))))
            feedback.append({**row, "touchpoint": "queue", "rating": score + 1, "rating_max": 11})
            orders.append(
                {**row, "amount": 100 + 30 * gain + rng.randint(-10, 10), "margin": 40 + 12 * gain + rng.randint(-5, 5)}
            )
    return feedback, orders


def document(**changes):
    """Return a plan as people write it."""
    plan = {
        "code": "queue-care",
        "title": "Look after those who wait",
        "touchpoint": "queue",
        "metric": "value",
        "unit_of_effect": "unit",
        "treated_units": TREATED,
        "control_units": UNITS[8:],
        "baseline_from": "2026-02-01",
        "start_date": str(START),
        "evaluate_to": "2026-07-31",
        "expected_uplift": 10.0,
        "cost": 1000,
    }
    return {**plan, **changes}


def take_in(effect):
    feedback, orders = answers(effect=effect)
    ingest("feedback", feedback)
    ingest("orders", orders)


def evaluated(company, **changes):
    import_and_date(company=company, document=document(**changes), now=NOW)
    return evaluate_plan(company=company, code="queue-care", now=NOW)


def test_planted_effect_is_found_in_the_metric_and_in_money(in_acme):
    take_in(effect=1.5)

    found = evaluated(in_acme)

    assert found.verdict == "worked"
    assert found.effect_low < 15 < found.effect_high
    assert found.effect == pytest.approx(15, abs=4)
    true_money = 18 * len(TREATED) * ORDER_DAYS_AFTER
    assert found.results["money"]["low"] < true_money < found.results["money"]["high"]
    assert found.results["placebo_p"] > 0.05
    assert found.results["design"] == "difference-in-differences by unit"


def test_without_an_effect_nothing_is_said_to_have_worked(in_acme):
    take_in(effect=0)

    found = evaluated(in_acme)

    assert found.verdict == "no_evidence"
    assert found.effect_low < 0 < found.effect_high


def test_harm_is_called_harm(in_acme):
    take_in(effect=-1.5)

    assert evaluated(in_acme).verdict == "harmed"


def test_plan_without_controls_is_compared_with_all_other_units(in_acme):
    take_in(effect=1.5)

    found = evaluated(in_acme, control_units=[])

    assert found.design.endswith("compared with all other units")
    assert found.verdict == "worked"


@pytest.mark.parametrize("metric", ["repurchase", "nps"])
def test_metric_that_was_not_measured_by_unit_cannot_tell(in_acme, metric):
    take_in(effect=1.5)

    found = evaluated(in_acme, metric=metric)

    assert found.verdict == "cannot_tell"
    assert found.effect is None
    assert found.results["effect"]["reason"]


def test_one_treated_unit_cannot_tell(in_acme):
    take_in(effect=1.5)

    assert evaluated(in_acme, treated_units=TREATED[:1]).verdict == "cannot_tell"


def test_evaluating_again_gives_the_same_version_until_facts_come(in_acme):
    take_in(effect=1.5)
    first = evaluated(in_acme)

    assert evaluate_plan(company=in_acme, code="queue-care", now=NOW).pk == first.pk
    late = {"external_id": "late", "unit": "s00", "occurred_at": "2026-06-01T12:00:00+08:00", "touchpoint": "queue"}
    ingest("feedback", [{**late, "rating": 1, "rating_max": 11}])
    assert evaluate_plan(company=in_acme, code="queue-care", now=NOW).number == 2
    assert PlanEvaluation.objects.count() == 2


def test_a_plan_whose_start_is_past_is_approved_as_of_its_start(in_acme):
    take_in(effect=1.5)

    plan = import_and_date(company=in_acme, document=document(), now=NOW)

    assert plan.approved_at == datetime(2026, 4, 30, 16, tzinfo=UTC)
    assert plan.baseline["treated"]["mean"] == pytest.approx(60, abs=6)
    assert plan.forecast["reason"] == "no period before the approval has been scored"
    assert import_and_date(company=in_acme, document=document(), now=NOW).approved_at == plan.approved_at


def test_a_plan_that_has_not_begun_waits_for_approval(in_acme):
    ensure_units(UNITS)
    ensure_touchpoints(["queue"])
    before = datetime(2026, 3, 1, tzinfo=UTC)

    plan = import_and_date(company=in_acme, document=document(), now=before)

    assert plan.state == "draft"
    with pytest.raises(PlanRefused, match="not approved"):
        evaluate_plan(company=in_acme, code="queue-care", now=before)
    assert approve(company=in_acme, code="queue-care", as_of=before).state == "approved"
    with pytest.raises(PlanRefused, match="nothing to evaluate yet"):
        evaluate_plan(company=in_acme, code="queue-care", now=before)
    with pytest.raises(PlanRefused, match="only a draft or a proposal"):
        approve(company=in_acme, code="queue-care", as_of=before)


def test_unknown_plan_is_refused(in_acme):
    with pytest.raises(PlanRefused, match="unknown plan 'nope'"):
        evaluate_plan(company=in_acme, code="nope", now=NOW)
