import numpy as np
import pytest

from analytics.numerics.drivers.multiplicity import holm, jackknife_p_value
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out


def test_adjusted_values_equal_the_textbook():
    assert holm([0.01, 0.02, 0.03, 0.04]) == pytest.approx((0.04, 0.06, 0.06, 0.06))


def test_order_is_kept_and_nothing_exceeds_one():
    assert holm([0.9, 0.001, 0.6]) == pytest.approx((1.0, 0.003, 1.0))


def test_untested_figures_do_not_count():
    assert holm([0.02, None, 0.03, None]) == (0.04, None, 0.04, None)
    assert holm([None]) == (None,)
    assert holm([]) == ()


def test_false_findings_among_twenty_stay_within_the_level():
    rng = np.random.default_rng(8)

    wrong = [any(p <= 0.05 for p in holm(rng.random(20).tolist())) for _ in range(2000)]

    assert np.mean(wrong) == pytest.approx(0.05, abs=0.015)


def test_what_is_no_probability_is_a_mistake():
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.5, 1.2])
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([float("nan")])


def test_p_value_is_the_level_at_which_the_interval_just_reaches_the_expected_value():
    rng = np.random.default_rng(3)
    theta = leave_one_out(rng.normal(1.0, 8.0, size=64))

    p = jackknife_p_value(theta, expected=20.0)

    found = jackknife_estimate(theta, 64, confidence=1 - p)
    assert min(abs(found.low - 20.0), abs(found.high - 20.0)) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("replicates", "groups", "p"),
    [
        ([1.0, 1.0, 1.0], None, 0.0),
        ([0.0, 0.0, 0.0], None, 1.0),
        ([1.0, 2.0], None, None),
        ([1.0, np.nan, 1.0], None, None),
        ([1.0, 1.0, 2.0], 1, None),
    ],
)
def test_without_spread_or_groups_nothing_is_pretended(replicates, groups, p):
    assert jackknife_p_value(replicates, effective_groups=groups) == p
