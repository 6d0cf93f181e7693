"""Plans whose effect is told unit by unit: roll-outs, units by lot, plans for everybody, one unit."""

import random
from datetime import timedelta

import pytest

from tests.analytics.facts import ingest
from tests.analytics.services.plans.designs import (
    EARLY,
    FIRST,
    LATE,
    ROLL_OUT,
    START,
    UNITS,
    at,
    evaluated,
    rated,
    take_in_units,
)


@pytest.mark.parametrize(("effect", "verdict"), [(1.5, "worked"), (0.0, "no_evidence"), (-1.5, "harmed")])
def test_units_that_start_at_different_times_are_a_roll_out(in_acme, effect, verdict):
    take_in_units(effect=effect, starts=ROLL_OUT)

    found = evaluated(
        in_acme,
        treated_units=[*EARLY, *LATE],
        control_units=UNITS[8:],
        unit_start_dates=dict.fromkeys(LATE, "2026-06-01"),
    )

    assert found.results["design_kind"] == "staggered"
    assert found.verdict == verdict
    assert found.effect_low < 10 * effect < found.effect_high
    true_money = 30 * effect * (4 * 30 + 4 * 59 / 3)
    assert found.results["money"]["low"] < true_money < found.results["money"]["high"]


def test_a_roll_out_with_few_answers_is_seen_in_longer_periods(in_acme):
    take_in_units(effect=2.5, starts=ROLL_OUT, step=12)

    found = evaluated(
        in_acme,
        treated_units=[*EARLY, *LATE],
        control_units=UNITS[8:],
        unit_start_dates=dict.fromkeys(LATE, "2026-06-01"),
    )

    assert found.verdict == "worked"
    assert found.effect_low < 25 < found.effect_high


def test_a_roll_out_is_judged_while_it_runs(in_acme):
    take_in_units(effect=1.5, starts=ROLL_OUT)

    found = evaluated(
        in_acme,
        treated_units=[*EARLY, *LATE],
        control_units=UNITS[8:],
        unit_start_dates=dict.fromkeys(LATE, "2026-06-01"),
        evaluate_to="2026-10-30",
    )

    assert found.verdict == "worked"
    assert found.effect_low < 15 < found.effect_high


def test_units_by_lot_are_compared_after_the_plan(in_acme):
    take_in_units(effect=1.0, starts=dict.fromkeys(UNITS[::2], START))

    found = evaluated(in_acme, design="randomised", treated_units=UNITS[::2], control_units=UNITS[1::2])

    assert found.results["design_kind"] == "randomised"
    assert found.verdict == "worked"
    assert found.effect_low < 10 < found.effect_high


def test_everybody_treated_cannot_tell_and_says_why(in_acme):
    take_in_units(effect=1.5, starts=dict.fromkeys(UNITS, START))

    found = evaluated(in_acme, treated_units=UNITS)

    assert found.verdict == "cannot_tell"
    assert "0 control units" in found.results["reason"]


@pytest.mark.parametrize("treated", [{"treated_units": UNITS}, {"unit_of_effect": "customer"}])
def test_everybody_treated_is_compared_with_touchpoints_left_alone(in_acme, treated):
    take_in_units(effect=1.5, starts=dict.fromkeys(UNITS, START), touchpoints=("queue", "pay"), step=1)

    found = evaluated(in_acme, control_touchpoints=["pay"], **treated)

    assert found.results["design_kind"] == "single_series"
    assert found.verdict == "worked"
    assert found.effect_low < 15 < found.effect_high
    assert found.results["money"]["value"] is None


def test_a_company_without_anything_to_compare_with_cannot_tell(in_acme):
    take_in_units(effect=1.5, starts=dict.fromkeys(UNITS, START))

    found = evaluated(in_acme, unit_of_effect="customer")

    assert found.verdict == "cannot_tell"
    assert "no control series" in found.results["reason"]


def test_one_unit_cannot_tell_unless_the_design_was_chosen_for_it(in_acme):
    take_in_units(effect=2.5, starts={"s00": START}, step=1)

    found = evaluated(in_acme, treated_units=["s00"], control_units=UNITS[1:])

    assert found.verdict == "cannot_tell"
    assert "one unit's luck" in found.results["reason"]


def test_one_unit_as_a_series_is_compared_with_the_others(in_acme):
    take_in_units(effect=2.5, starts={"s00": START}, step=1)

    found = evaluated(in_acme, design="single_series", treated_units=["s00"], control_units=UNITS[1:])

    assert found.verdict == "worked"
    assert found.effect_low < 25 < found.effect_high
    assert found.results["money"]["low"] < 75 * 90 < found.results["money"]["high"]


def test_repurchase_by_unit_counts_orders_that_are_followed_by_another(in_acme):
    rng = random.Random(4)
    orders = []
    for unit in UNITS:
        for number in range(160):
            who, on = f"{unit}-{number}", FIRST + timedelta(days=number % 140)
            chance = 0.4 + 0.3 * (unit in EARLY + LATE and on >= START)
            orders.append({"external_id": who, "customer": who, "occurred_at": at(on), "unit": unit, "amount": 50})
            if rng.random() < chance:
                again = at(on + timedelta(days=9))
                orders.append(
                    {"external_id": f"{who}+", "customer": who, "occurred_at": again, "unit": unit, "amount": 50}
                )
    ingest("orders", orders)
    ingest("feedback", [rated("f", START, 5)])

    found = evaluated(in_acme, metric="repurchase", treated_units=[*EARLY, *LATE], control_units=UNITS[8:])

    assert found.verdict == "worked"
    assert found.effect == pytest.approx(0.15, abs=0.1)  # half of the orders are the second ones, which end there


def test_retention_is_not_told_by_unit(in_acme):
    take_in_units()

    found = evaluated(in_acme, metric="retention", treated_units=EARLY, control_units=UNITS[8:])

    assert found.verdict == "cannot_tell"
    assert "customer by customer" in found.results["reason"]
