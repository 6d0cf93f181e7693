import numpy as np
import pytest

from analytics.numerics.bootstrap import bucket_weights, resampled
from analytics.numerics.jackknife import jackknife_se, leave_one_out


def test_every_draw_takes_as_many_buckets_as_hold_anything():
    weights = bucket_weights([5, 0, 3, 9, 0, 1], seed=2, draws=200)

    assert weights.shape == (200, 6)
    assert set(weights.sum(axis=1)) == {4}
    assert not weights[:, [1, 4]].any()


def test_the_same_seed_draws_the_same_and_another_one_does_not():
    counts = np.ones(64)

    assert (bucket_weights(counts, seed=5) == bucket_weights(counts, seed=5)).all()
    assert (bucket_weights(counts, seed=5) != bucket_weights(counts, seed=6)).any()


def test_totals_of_draws_are_exact_integers_after_the_whole_sample():
    sums = np.arange(24, dtype=np.int64).reshape(4, 3, 2) + 2**52

    totals = resampled(sums, [[1, 1, 1, 1], [0, 3, 0, 1]])

    assert totals.dtype == np.int64
    assert (totals[0] == totals[1]).all()
    assert (totals[2] == 3 * sums[1] + sums[3]).all()


def test_spread_of_draws_equals_the_jackknife_error_of_a_mean():
    rng = np.random.default_rng(4)
    sums = np.column_stack([rng.normal(50, 6, size=64), np.full(64, 10.0)])
    drawn = resampled(sums, bucket_weights(sums[:, 1], seed=1, draws=4000))[1:]

    totals = leave_one_out(sums)
    assert (drawn[:, 0] / drawn[:, 1]).std() == pytest.approx(
        float(jackknife_se(totals[:, 0] / totals[:, 1])), rel=0.05
    )


@pytest.mark.parametrize("counts", [[], [0, 0], [0, 7, 0]])
def test_fewer_than_two_filled_buckets_have_nothing_to_draw(counts):
    with pytest.raises(ValueError, match="nothing to draw"):
        bucket_weights(counts, seed=1)
