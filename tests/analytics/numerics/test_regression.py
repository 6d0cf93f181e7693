"""Grouped regressions."""

import numpy as np
import pytest

from analytics.numerics.regression import grouped_logit, grouped_poisson, isotonic, weighted_least_squares

LEVELS = np.arange(11.0)
DESIGN = np.column_stack([np.ones(11), LEVELS])


def test_exact_rates_give_back_their_logit():
    n = np.full((2, 11), 1000.0)
    rate = 1 / (1 + np.exp(2 - 0.3 * LEVELS))

    assert grouped_logit(DESIGN, n, n * rate) == pytest.approx(np.array([[-2.0, 0.3]] * 2), abs=1e-9)


def test_exact_counts_give_back_their_log_line():
    n = np.full((1, 11), 500.0)

    assert grouped_poisson(DESIGN, n, n * np.exp(-4 + 0.2 * LEVELS))[0] == pytest.approx([-4.0, 0.2], abs=1e-9)


def test_a_separated_logit_stays_finite():
    n = np.full((1, 11), 20.0)

    terms = grouped_logit(DESIGN, n, n * (LEVELS > 5))

    assert np.isfinite(terms).all()
    assert terms[0, 1] > 0


@pytest.mark.parametrize("regression", [grouped_logit, grouped_poisson, weighted_least_squares])
def test_empty_tables_stay_finite(regression):
    assert np.isfinite(regression(DESIGN, np.zeros((3, 11)), np.zeros((3, 11)))).all()


def test_weighted_lines_ignore_levels_without_weight():
    weights = np.where(LEVELS == 4, 0.0, 1.0)[None]

    terms = weighted_least_squares(DESIGN, weights, np.where(LEVELS == 4, 99.0, 3 + 2 * LEVELS)[None])

    assert terms[0] == pytest.approx([3.0, 2.0], abs=1e-9)


def test_isotonic_fits_never_fall():
    assert (np.diff(isotonic(np.ones(6), [3.0, 1.0, 2.0, 5.0, 4.0, 6.0])) >= 0).all()
