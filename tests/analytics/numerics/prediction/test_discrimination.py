"""Areas under the ROC curve and their intervals."""

import numpy as np
import pytest

from analytics.numerics.prediction.discrimination import area, area_difference, area_estimate


def brute(score, outcome):
    """Return the area and DeLong's variance from every pair of customers."""
    ones, zeros = score[outcome == 1], score[outcome == 0]
    wins = (ones[:, None] > zeros) + 0.5 * (ones[:, None] == zeros)
    variance = wins.mean(axis=1).var(ddof=1) / len(ones) + wins.mean(axis=0).var(ddof=1) / len(zeros)
    return wins.mean(), variance


def test_area_and_variance_are_those_of_all_pairs():
    rng = np.random.default_rng(3)
    outcome = (rng.random(200) < 0.3).astype(float)
    score = np.round(rng.normal(size=200) + outcome, 1)  # with ties

    found = area_estimate(score, outcome)

    value, variance = brute(score, outcome)
    assert found.value == pytest.approx(value) == pytest.approx(area(score, outcome))
    assert (found.high - found.low) / 2 == pytest.approx(1.644854 * np.sqrt(variance), rel=1e-6)


def test_nine_of_ten_intervals_hold_the_area():
    inside = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        outcome = np.r_[np.ones(60), np.zeros(140)]
        found = area_estimate(rng.normal(size=200) + outcome, outcome)
        inside += found.low <= 0.76025 <= found.high  # Phi(1 / sqrt 2)

    assert 0.85 <= inside / 300 <= 0.95


def test_nine_of_ten_intervals_hold_no_difference_where_there_is_none():
    inside = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        outcome, shared = np.r_[np.ones(60), np.zeros(140)], rng.normal(size=200)
        scores = [shared + outcome + rng.normal(size=200) for _ in range(2)]
        found = area_difference(*scores, outcome)
        inside += found.low <= 0 <= found.high

    assert 0.85 <= inside / 300 <= 0.95


def test_a_score_against_itself_differs_by_nothing():
    outcome = np.array([0.0, 1, 0, 1, 1])
    score = np.arange(5.0)

    found = area_difference(score, score, outcome)

    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


def test_a_perfect_score_on_few_customers_keeps_an_interval():
    outcome = np.r_[np.ones(5), np.zeros(50)]

    found = area_estimate(outcome, outcome)

    assert found.value == 1.0
    assert found.low < 0.7


@pytest.mark.parametrize("outcome", [np.zeros(9), np.ones(9), np.zeros(0)])
def test_one_outcome_for_all_is_insufficient(outcome):
    assert area_estimate(np.arange(float(len(outcome))), outcome).status == "insufficient"
    assert area_difference(outcome, outcome, outcome).reason.startswith("all customers had the same outcome")
    assert area(outcome, outcome) == 0.5
