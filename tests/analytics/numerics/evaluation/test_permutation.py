"""Permutation tests."""

import numpy as np
import pytest

from analytics.numerics.evaluation.permutation import permutation_p


def p_value(change, arm, nuisance=None, seed=1):
    units = len(change)
    columns = np.ones((units, 1)) if nuisance is None else np.column_stack([np.ones(units), nuisance])
    return permutation_p(np.asarray(change, dtype=float), np.arange(units) < arm, columns, np.ones(units), seed=seed)


def test_all_deals_of_few_units_are_counted():
    assert p_value([9, 8, 7, 6, 1, 2, 3, 2.5, 1.5, 0.5], 4) == pytest.approx(1 / 210)


def test_too_few_units_cannot_be_significant():
    assert p_value([9, 8, 1, 2], 2) is None


def test_equal_changes_are_no_evidence():
    assert p_value([1.0] * 12, 6) == 1.0


@pytest.mark.parametrize("nuisance", [False, True])
def test_p_values_without_effect_are_uniform(nuisance):
    rng = np.random.default_rng(3)
    found = [p_value(rng.normal(size=14), 5, rng.normal(size=14) if nuisance else None, seed=i) for i in range(150)]

    assert np.mean(np.array(found) <= 0.1) == pytest.approx(0.1, abs=0.075)


def test_treatment_that_is_the_level_itself_cannot_be_tested():
    assert p_value(np.arange(12.0), 6, np.arange(12) < 6) is None
