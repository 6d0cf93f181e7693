"""Intervals from group totals."""

import numpy as np
import pytest

from analytics.numerics.jackknife import (
    bucket_draws,
    jackknife_covariance,
    jackknife_estimate,
    jackknife_se,
    leave_one_out,
    non_empty_groups,
)


def test_leaving_out_keeps_integers_exact():
    groups = np.array([[2**53 + 1, 1], [5, 2]], dtype=np.int64)

    assert leave_one_out(groups).tolist() == [[2**53 + 6, 3], [5, 2], [2**53 + 1, 1]]


def test_the_error_of_a_mean_of_equal_groups_is_the_textbook_one():
    means = np.array([1.0, 4.0, 2.0, 8.0, 5.0])
    totals = leave_one_out(means)
    replicates = totals / np.array([5, 4, 4, 4, 4, 4])

    assert jackknife_se(replicates) == pytest.approx(means.std(ddof=1) / np.sqrt(5), rel=1e-12)


def test_empty_groups_change_nothing():
    replicates = np.array([2.0, 1.5, 2.2, 2.6])
    padded = np.concatenate([replicates, [2.0, 2.0]])

    assert jackknife_estimate(padded, 9, effective_groups=3) == jackknife_estimate(replicates, 9)


@pytest.mark.parametrize("groups", [0, 1])
def test_one_group_is_not_enough_for_an_interval(groups):
    found = jackknife_estimate([2.0, 2.0, 1.0], 9, effective_groups=groups)

    assert (found.value, found.status) == (None, "insufficient")


def test_a_broken_replicate_gives_a_reason_instead_of_a_number():
    assert jackknife_estimate([2.0, np.nan, 1.0], 9).status == "insufficient"


def test_bounds_clip_the_interval():
    found = jackknife_estimate([99.0, 90.0, 100.0, 95.0], 9, bounds=(-100.0, 100.0))

    assert found.high == 100.0


def test_non_empty_groups_are_counted():
    assert non_empty_groups([0, 3, 0, 1]) == 2


def test_bucket_draws_have_the_jackknife_error():
    rng = np.random.default_rng(4)
    groups = rng.normal(size=64)
    replicates = leave_one_out(groups) / np.array([64] + [63] * 64)

    draws = bucket_draws(replicates, 4000, rng)

    assert draws.mean() == pytest.approx(replicates[0], abs=4 * draws.std() / 60)
    assert draws.std() == pytest.approx(float(jackknife_se(replicates)), rel=0.05)


def test_coverage_of_a_mean_is_nominal():
    rng = np.random.default_rng(11)
    rows = rng.gamma(2.0, size=(400, 640))
    sums = leave_one_out(rows.reshape(400, 64, 10).sum(axis=2).T) / np.array([640] + [630] * 64)[:, None]

    found = [jackknife_estimate(column, 640) for column in sums.T]

    assert 0.86 <= np.mean([e.low <= 2.0 <= e.high for e in found]) <= 0.94


def test_covariance_has_the_squared_errors_on_its_diagonal_and_knows_what_goes_together():
    rng = np.random.default_rng(5)
    one = rng.normal(size=(64, 1))
    theta = leave_one_out(np.hstack([one, 3 * one, rng.normal(size=(64, 1))]))

    covariance = jackknife_covariance(theta, effective_groups=64)

    assert np.sqrt(np.diag(covariance)) == pytest.approx(jackknife_se(theta))
    assert covariance[0, 1] == pytest.approx(3 * covariance[0, 0])
    assert np.isnan(jackknife_covariance(theta[:2])).all()


@pytest.mark.parametrize(("value", "low", "high"), [(10.0, 9.67, 10.0), (0.0, 0.0, 0.33), (5.0, 4.84, 5.16)])
def test_answers_that_all_agree_have_an_interval_within_their_scale(value, low, high):
    found = jackknife_estimate(np.full(65, value), 80, bounds=(0.0, 10.0))

    assert (found.value, found.status) == (value, "ok")
    assert (found.low, found.high) == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))
    assert jackknife_estimate(np.full(65, value), 8000, bounds=(0.0, 10.0)).low >= found.low


def test_a_quantity_without_bounds_may_be_certain():
    assert jackknife_estimate(np.full(65, 2.0), 80).low == 2.0
