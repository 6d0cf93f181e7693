"""Johnson and LMG weights."""

import numpy as np
import pytest

from analytics.numerics.drivers.importance import johnson_weights, lmg, variance_inflation


def random_correlations(p, seed=2):
    rng = np.random.default_rng(seed)
    matrix = np.corrcoef(rng.normal(size=(p + 1, 60)) + rng.normal(size=60))
    return matrix[:-1, :-1], matrix[:-1, -1]


@pytest.mark.parametrize("weights", [johnson_weights, lmg])
@pytest.mark.parametrize("p", [1, 2, 5, 9])
def test_weights_are_positive_and_add_up_to_r2(weights, p):
    columns, outcome = random_correlations(p)

    found = weights(columns, outcome)

    assert (found >= 0).all()
    assert found.sum() == pytest.approx(outcome @ np.linalg.solve(columns, outcome), rel=1e-10)


@pytest.mark.parametrize("weights", [johnson_weights, lmg])
def test_the_sign_of_a_column_does_not_matter(weights):
    columns, outcome = random_correlations(4)
    flip = np.diag([1.0, -1.0, 1.0, 1.0])

    assert weights(flip @ columns @ flip, flip @ outcome) == pytest.approx(weights(columns, outcome), abs=1e-12)


def test_a_stack_gives_what_each_matrix_gives():
    parts = [random_correlations(5, seed) for seed in range(4)]

    stacked = johnson_weights(np.stack([c for c, _ in parts]), np.stack([r for _, r in parts]))

    assert stacked == pytest.approx(np.stack([johnson_weights(c, r) for c, r in parts]), abs=1e-12)


def test_fourteen_columns_are_exact_and_fifteen_refused():
    assert lmg(*random_correlations(14)).shape == (14,)
    with pytest.raises(ValueError, match="too many"):
        lmg(*random_correlations(15))


def test_lmg_refuses_perfect_collinearity():
    with pytest.raises(ValueError, match="collinear"):
        lmg([[1.0, 1.0], [1.0, 1.0]], [0.5, 0.5])


def test_inflation_is_none_for_columns_that_others_reproduce():
    columns = np.array([[1.0, 1.0, 0.3], [1.0, 1.0, 0.3], [0.3, 0.3, 1.0]])

    assert variance_inflation(columns)[:2] == (None, None)
    assert variance_inflation(columns)[2] is not None
