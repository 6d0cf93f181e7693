import numpy as np
import pytest

from analytics.numerics.drivers.ranks import rank_estimates
from analytics.numerics.jackknife import leave_one_out


def replicates(truth, noise, seed, groups=64):
    rng = np.random.default_rng(seed)
    return (
        leave_one_out(truth + noise * rng.normal(size=(groups, len(truth))))
        / np.r_[groups, np.full(groups, groups - 1)][:, None]
    )


def test_well_separated_columns_have_certain_ranks():
    ranks = rank_estimates(replicates(np.array([0.1, 0.5, 0.3]), 0.01, 1), [True] * 3, 100)

    assert [(one.value, one.low, one.high) for one in ranks] == [(3, 3, 3), (1, 1, 1), (2, 2, 2)]


def test_equal_columns_may_have_any_rank():
    ranks = rank_estimates(replicates(np.full(4, 0.2), 0.05, 2), [True] * 4, 100)

    assert all(one.low <= 2 and one.high >= 3 for one in ranks)


def test_interval_holds_the_true_rank_nearly_always():
    truth = np.array([0.30, 0.28, 0.22, 0.10])
    held = [
        one.low <= rank <= one.high
        for seed in range(200)
        for rank, one in enumerate(rank_estimates(replicates(truth, 0.12, seed), [True] * 4, 100), 1)
    ]

    assert np.mean(held) >= 0.9


def test_columns_without_importance_take_no_rank():
    ranks = rank_estimates(replicates(np.array([0.1, 0.9, 0.3]), 0.01, 3), [True, False, True], 100)

    assert [one.value for one in ranks] == [2, None, 1]
    assert ranks[1].reason


@pytest.mark.parametrize("groups", [0, 1])
def test_one_group_of_customers_has_no_ranks(groups):
    ranks = rank_estimates(replicates(np.array([0.1, 0.9]), 0.01, 4), [True, True], 9, effective_groups=groups)

    assert {one.status for one in ranks} == {"insufficient"}
