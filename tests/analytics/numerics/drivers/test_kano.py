import numpy as np
import pytest

from analytics.numerics.drivers.kano import Kind, penalty_reward
from analytics.numerics.jackknife import leave_one_out

POINTS = np.arange(11.0)
CURVES = {
    "basic": lambda v: np.minimum(v, 6.0) - 6.0,
    "performance": lambda v: 0.5 * (v - 6.0),
    "excitement": lambda v: np.maximum(v, 7.0) - 7.0,
    "indifferent": lambda v: 0.01 * (v - 6.0),
}


def joint(curve, n=64_000, groups=64, seed=1, noise=1.0, mean=6.5):
    rng = np.random.default_rng(seed)
    scores = np.clip(np.round(rng.normal(mean, 2.3, size=n)), 0, 10).astype(int)
    loyalty = np.clip(np.round(6 + curve(scores) + noise * rng.normal(size=n)), 0, 10).astype(int)
    table = np.zeros((groups, 11, 11))
    np.add.at(table, (np.arange(n) % groups, scores, loyalty), 1)
    return leave_one_out(table)


@pytest.mark.parametrize("kind", CURVES)
def test_each_shape_of_curve_is_found_with_enough_answers(kind):
    found = penalty_reward(joint(CURVES[kind]), POINTS, POINTS)

    assert (found.kind, found.likely, found.reason) == (kind, kind, "")


def test_a_straight_line_is_no_basic_factor_although_the_dissatisfied_are_further_away():
    found = penalty_reward(joint(CURVES["performance"], mean=8.5, noise=0.5), POINTS, POINTS)

    bare = (-found.penalty.value - found.reward.value) / found.swing.value
    assert bare > 0.1  # the differences alone would call it basic
    assert found.kind == Kind.PERFORMANCE


def test_penalty_and_reward_are_differences_of_mean_loyalty():
    table = joint(CURVES["basic"])
    means = (table[0] @ POINTS).reshape(11)
    people = table[0].sum(axis=1)
    low, between, high = (means[part].sum() / people[part].sum() for part in (slice(0, 5), slice(5, 9), slice(9, 11)))

    found = penalty_reward(table, POINTS, POINTS)

    assert found.penalty.value == pytest.approx(low - between)
    assert found.reward.value == pytest.approx(high - between)
    assert found.swing.value == pytest.approx(high - low)


def test_few_answers_cannot_tell_and_say_what_is_likely():
    bent = joint(lambda v: np.where(v < 6, 0.6, 0.4) * (v - 6), n=1280, noise=3.0)

    found = penalty_reward(bent, POINTS, POINTS)

    assert found.kind == Kind.CANNOT_TELL
    assert found.likely != Kind.CANNOT_TELL
    assert "border between two kinds" in found.reason
    assert found.asymmetry.low < found.asymmetry.high


def test_no_surely_rising_loyalty_has_no_asymmetry():
    found = penalty_reward(joint(lambda v: 0.0 * v, n=640, noise=4.0), POINTS, POINTS)

    assert (found.kind, found.asymmetry.value) == (Kind.CANNOT_TELL, None)
    assert "does not surely rise" in found.reason


def test_better_scores_with_lower_loyalty_are_not_called_a_kind():
    found = penalty_reward(joint(lambda v: -0.5 * (v - 6)), POINTS, POINTS)

    assert found.kind == Kind.CANNOT_TELL
    assert found.swing.high < 0


def test_five_stars_have_three_groups_too():
    stars = np.linspace(0, 10, 5)
    table = joint(CURVES["performance"])
    coarse = np.stack([table[:, rows].sum(axis=1) for rows in ([0, 1], [2, 3], [4, 5, 6], [7, 8], [9, 10])], axis=1)

    found = penalty_reward(coarse, stars, POINTS)

    assert found.swing.value > 2


def test_everybody_at_the_ceiling_is_refused():
    table = np.zeros((65, 11, 11))
    table[:, 10, 10] = 640

    found = penalty_reward(table, POINTS, POINTS)

    assert (found.kind, found.penalty.status) == (Kind.CANNOT_TELL, "insufficient")
    assert found.reason.startswith("0 dissatisfied, 0 between, 640 delighted")


def test_nobody_and_one_group_of_customers_are_refused():
    nobody = penalty_reward(np.zeros((65, 11, 11)), POINTS, POINTS)
    alone = penalty_reward(joint(CURVES["basic"])[:1], POINTS, POINTS)

    assert nobody.kind == alone.kind == Kind.CANNOT_TELL
    assert "one group of customers" in alone.reason


def test_interval_of_the_asymmetry_holds_the_truth_about_as_often_as_it_says():
    truth = penalty_reward(joint(CURVES["basic"], n=1_000_000, seed=99, noise=2.0), POINTS, POINTS).asymmetry.value

    held = []
    for seed in range(60):
        found = penalty_reward(joint(CURVES["basic"], n=3200, seed=seed, noise=2.0), POINTS, POINTS).asymmetry
        held.append(found.low <= truth <= found.high)

    assert 0.78 <= np.mean(held) <= 0.99
