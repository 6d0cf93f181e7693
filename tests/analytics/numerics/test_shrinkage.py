"""Empirical Bayes shrinkage."""

import numpy as np
import pytest

from analytics.numerics.shrinkage import james_stein, paule_mandel, share_variance, shrink


def test_values_lie_between_their_own_mean_and_the_common_one():
    y, v = np.array([2.0, 5.0, 7.0, 9.0]), np.array([4.0, 0.5, 1.0, 2.0])

    found = shrink(y, v)

    assert ((found.values - found.m) * (y - found.m) >= 0).all()
    assert (np.abs(found.values - found.m) <= np.abs(y - found.m)).all()
    assert np.argsort(found.b).tolist() == np.argsort(v).tolist()


def test_cells_that_differ_by_chance_alone_get_one_mean():
    found = shrink([5.0, 5.1, 4.9], [1.0, 1.0, 1.0])

    assert found.tau2 == 0.0
    assert found.values == pytest.approx([5.0, 5.0, 5.0])


def test_cells_without_answers_take_the_common_mean():
    found = shrink([4.0, 8.0, np.nan], [0.1, 0.1, np.inf])

    assert found.values[2] == pytest.approx(found.m)
    assert np.isfinite(found.variances).all()


def test_shifting_and_scaling_cells_shifts_and_scales_the_result():
    y, v = np.array([2.0, 5.0, 7.0, 9.0, 4.0]), np.array([1.0, 0.5, 1.0, 2.0, 1.0])

    plain, moved = shrink(y, v), shrink(10 * y + 3, 100 * v)

    assert moved.values == pytest.approx(10 * plain.values + 3)
    assert moved.variances == pytest.approx(100 * plain.variances)


def test_one_cell_is_its_own_mean():
    assert shrink([6.0], [0.5]).values.tolist() == [6.0]


def test_cells_with_variance_zero_are_believed():
    found = shrink([3.0, 5.0, 9.0], [0.0, 1.0, 1.0])

    assert found.values[0] == pytest.approx(3.0, abs=1e-6)
    assert np.isfinite(found.values).all()


def test_nothing_known_is_refused():
    with pytest.raises(ValueError, match="no cell"):
        shrink([np.nan], [np.inf])


def test_shrinking_beats_raw_means_and_the_grand_mean():
    rng = np.random.default_rng(8)
    truth = 7 + 0.6 * rng.normal(size=200)
    n = rng.integers(2, 30, size=200)
    y = truth + 2.0 * rng.normal(size=200) / np.sqrt(n)

    error = {
        "raw": ((y - truth) ** 2).mean(),
        "grand": ((y.mean() - truth) ** 2).mean(),
        "shrunk": ((shrink(y, 4.0 / n).values - truth) ** 2).mean(),
    }

    assert min(error, key=error.__getitem__) == "shrunk"


def test_posterior_variances_cover_the_truth():
    rng = np.random.default_rng(9)
    truth = 7 + 0.6 * rng.normal(size=400)
    n = rng.integers(2, 30, size=400)
    found = shrink(truth + 2.0 * rng.normal(size=400) / np.sqrt(n), 4.0 / n)

    inside = np.abs(found.values - truth) <= 1.645 * np.sqrt(found.variances)

    assert 0.86 <= inside.mean() <= 0.94


def test_tau2_solves_its_equation():
    y, v = np.array([1.0, 4.0, 2.5, 9.0]), np.array([0.5, 1.0, 0.2, 2.0])
    tau2 = paule_mandel(y, v)
    weights = 1 / (v + tau2)

    m = (weights @ y) / weights.sum()

    assert weights @ (y - m) ** 2 == pytest.approx(3.0)


def test_james_stein_needs_four_means():
    with pytest.raises(ValueError, match="four"):
        james_stein([1.0, 2.0, 3.0])


def test_equal_means_stay():
    assert james_stein([2.0] * 5).tolist() == [2.0] * 5


def test_shares_of_0_and_1_have_a_variance():
    assert (share_variance([0, 5], [5, 5]) > 0).all()
    assert np.isinf(share_variance([0], [0])).all()
