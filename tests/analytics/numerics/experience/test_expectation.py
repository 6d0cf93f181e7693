import numpy as np
import pytest

from analytics.numerics.experience.expectation import expectation_gap
from analytics.numerics.experience.scales import wilson
from analytics.numerics.jackknife import leave_one_out

POINTS = np.arange(11.0)


def table(pairs, groups=32):
    joint = np.zeros((groups, 11, 11))
    for index, (perceived, expected) in enumerate(pairs):
        joint[index % groups, perceived, expected] += 1
    return leave_one_out(joint)


def spread_pairs(n=640, seed=1):
    rng = np.random.default_rng(seed)
    return np.column_stack([rng.integers(4, 11, size=n), rng.integers(5, 10, size=n)])


def test_gap_is_the_mean_of_perceived_minus_expected():
    pairs = spread_pairs()

    found = expectation_gap(table(pairs), POINTS, POINTS)

    differences = pairs[:, 0] - pairs[:, 1]
    assert found.gap.value == pytest.approx(differences.mean())
    assert found.gap.high - found.gap.low == pytest.approx(2 * 1.6955 * differences.std() / np.sqrt(640), rel=0.3)
    assert found.gap.n == 640


def test_shares_add_up_and_have_wilsons_interval_when_everybody_answers_once():
    pairs = spread_pairs()
    differences = pairs[:, 0] - pairs[:, 1]

    found = expectation_gap(table(pairs), POINTS, POINTS)

    assert found.beyond.value == pytest.approx((differences > 0).mean())
    assert found.beyond.value + found.met.value + found.below.value == pytest.approx(1.0)
    plain = wilson(int((differences > 0).sum()), 640)
    assert found.beyond.low == pytest.approx(plain.low, abs=0.02)
    assert found.beyond.high >= plain.high - 1e-9


def test_repeated_answers_widen_the_shares():
    rng = np.random.default_rng(2)
    moods = rng.integers(0, 2, size=32)
    pairs = [(9 if moods[index % 32] else 4, 6) for index in range(640)]

    found = expectation_gap(table(pairs), POINTS, POINTS)

    alone = wilson(found.beyond.value * 640, 640)
    assert found.beyond.high - found.beyond.low > 3 * (alone.high - alone.low)
    assert found.beyond.n == 640


def test_everybody_delighted_still_has_an_interval():
    found = expectation_gap(table([(10, 5)] * 64), POINTS, POINTS)

    assert (found.beyond.value, found.beyond.high) == pytest.approx((1.0, 1.0))
    assert found.beyond.low < 0.97
    assert found.below.value == 0.0


def test_few_pairs_are_refused():
    found = expectation_gap(table([(8, 6)] * 9), POINTS, POINTS)

    assert {one.status for one in (found.gap, found.beyond, found.met, found.below)} == {"insufficient"}
    assert found.gap.reason.startswith("9 customers")


def test_nobody_and_one_group_of_customers_are_refused():
    nobody = expectation_gap(np.zeros((33, 11, 11)), POINTS, POINTS)
    alone = expectation_gap(table(spread_pairs(), groups=1), POINTS, POINTS)

    assert nobody.gap.value is alone.gap.value is alone.beyond.value is None
    assert "one group" in alone.beyond.reason
