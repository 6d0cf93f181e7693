"""Judged on customers it has not seen, a forecast says whether it beats a simple rule."""

import numpy as np
import pytest

from analytics.numerics.prediction.columns import Block, Column
from analytics.numerics.prediction.encoding import learn_encoding
from analytics.numerics.prediction.logistic import fit_logit
from analytics.numerics.prediction.rules import best_rule
from analytics.numerics.prediction.trial import trial_in_folds, trial_in_time
from tests.analytics.numerics.prediction.planted import customers

RULES = ("recency_days", "orders")


def test_a_forecast_that_knows_more_is_better_than_the_rule():
    past = (customers(3000, seed=1), customers(3000, seed=2))

    found = trial_in_time(past, customers(4000, seed=3), rules=RULES, seed=1)

    assert (found.verdict, found.rule) == ("better", "recency_days")
    assert found.difference.low > 0
    assert found.auc.value - found.rule_auc.value == pytest.approx(found.difference.value)
    assert found.losses["model"].brier.value < found.losses["rule"].brier.value < found.losses["base_rate"].brier.value
    assert found.deciles[0].lift.value > 1.5


def rule_is_all(n, seed):
    """Customers whose outcome follows one column only; the rest is noise."""
    rng = np.random.default_rng(seed)
    recency = rng.exponential(60.0, n)
    outcome = (rng.random(n) < np.exp(-recency / 50)).astype(float)
    noise = tuple(Column(f"noise{number}", rng.normal(size=n)) for number in range(6))
    return Block((Column("recency_days", recency), *noise), outcome)


def test_a_forecast_without_more_to_know_is_no_better_than_the_rule():
    claims = []
    for seed in range(0, 60, 3):
        blocks = [rule_is_all(600, seed + number) for number in range(3)]
        claims.append(trial_in_time(blocks[:2], blocks[2], rules=("recency_days",), seed=1).verdict)

    assert claims.count("better") <= 3  # nominally one in twenty
    assert claims.count("no_better") >= 10


def test_noise_is_not_sold_as_a_forecast():
    rng = np.random.default_rng(1)
    blocks = []
    for _ in range(3):
        columns = tuple(Column(f"x{place}", rng.normal(size=1000)) for place in range(8))
        blocks.append(Block(columns, (rng.random(1000) < 0.3).astype(float)))

    found = trial_in_time(blocks[:2], blocks[2], rules=(), seed=1)

    assert found.verdict != "better"
    assert abs(found.auc.value - 0.5) < 0.05


def test_a_few_outcomes_are_insufficient_and_say_how_many_are_needed():
    past = customers(120, seed=1)

    found = trial_in_time([past, past], customers(500), rules=RULES, seed=1)

    assert (found.verdict, found.auc.status) == ("insufficient", "insufficient")
    assert found.reason == (f"{past.events} outcomes among 120 customers; at least 100 with and 100 without are needed")
    assert (found.calibration, found.losses, found.deciles) == (None, {}, ())


def test_few_outcomes_to_judge_by_are_insufficient():
    past = [customers(2000, seed=1), customers(2000, seed=2)]

    assert "to judge by" in trial_in_time(past, customers(40), rules=RULES, seed=1).reason


def test_a_short_history_is_split_by_customers():
    found = trial_in_time([customers(3000, seed=1)], customers(3000, seed=2), rules=RULES, seed=1)

    assert found.verdict == "better"
    assert 0.8 <= found.calibration.slope.value <= 1.2


def test_labels_without_dates_are_judged_across_folds():
    found = trial_in_folds(customers(3000), rules=(), seed=1)

    assert (found.n, found.verdict, found.rule) == (3000, "better", "recency_days")
    assert 0.85 <= found.calibration.slope.value <= 1.15


def test_copies_do_not_make_a_forecast_look_good():
    rng = np.random.default_rng(1)
    columns = tuple(Column(f"x{place}", rng.normal(size=400)) for place in range(30))
    noise = Block(columns, (rng.random(400) < 0.5).astype(float)).at(np.repeat(np.arange(400), 5))

    found = trial_in_folds(noise, rules=(), seed=1)

    assert found.auc.value < 0.6


def test_everybody_with_the_same_outcome_is_insufficient():
    block = customers(1000)

    found = trial_in_folds(Block(block.columns, np.ones(1000)), rules=(), seed=1)

    assert found.reason == "1000 outcomes among 1000 customers; at least 100 with and 100 without are needed"


def test_constant_columns_are_insufficient():
    outcome = (np.arange(1000) % 3 == 0).astype(float)

    found = trial_in_folds(Block((Column("same", np.ones(1000)),), outcome), rules=(), seed=1)

    assert (found.verdict, found.reason) == ("insufficient", "nothing that is known tells the customers apart")


def test_the_rule_to_beat_is_the_best_of_those_named():
    block = customers(3000)

    assert best_rule(block, ("orders", "noise")) == 1
    assert best_rule(block, ()) == 0


def test_the_same_customers_give_the_same_figures_to_the_bit():
    past, later = [customers(800, seed=1), customers(800, seed=2)], customers(800, seed=3)

    assert trial_in_time(past, later, rules=RULES, seed=1) == trial_in_time(past, later, rules=RULES, seed=1)


def grown(n, seed, *, days):
    """Customers of a company whose history has `days`; who comes back follows from the time since the last order."""
    rng = np.random.default_rng(seed)
    tenure = rng.random(n) * days
    recency = np.minimum(rng.exponential(60.0, n), tenure)
    orders = 1.0 + rng.poisson(tenure / 30)
    outcome = (rng.random(n) < np.exp(-1 - recency / 50)).astype(float)
    noise = tuple(Column(f"noise{number}", rng.normal(size=n)) for number in range(8))
    columns = (
        Column("recency_days", recency, rhythm=True, ages=True, expected=-1),
        Column("tenure_days", tenure, rhythm=True),
        Column("orders", orders, activity=True, expected=1),
    )
    return Block((*columns, *noise), outcome)


def test_a_history_that_grows_does_not_make_the_forecast_worse_than_the_rule():
    verdicts = []
    for seed in range(0, 40, 4):
        blocks = [grown(2000, seed + number, days=90 * (1 + number)) for number in range(4)]
        verdicts.append(trial_in_time(blocks[:3], blocks[3], rules=RULES, seed=1).verdict)

    assert verdicts.count("worse") <= 1
    assert verdicts.count("better") <= 1


def test_with_a_large_penalty_the_rule_is_left():
    block = customers(2000)

    held = fit_logit(
        learn_encoding(block.columns, bent=True).encode(block.columns), block.outcome, penalty=1e9,
        free=learn_encoding(block.columns, bent=True).straight(0),
    ).terms  # fmt: skip

    assert held[1] < -0.3
    assert np.abs(held[2:]).max() < 1e-4
