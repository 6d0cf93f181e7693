"""The penalised logit against a general optimiser, and on input without an ordinary solution."""

import numpy as np
import pytest
from scipy import optimize

from analytics.numerics.prediction.logistic import fit_logit


def data(n=400, k=5, seed=2):
    rng = np.random.default_rng(seed)
    design = rng.normal(size=(n, k))
    odds = 0.3 + design @ np.array([1.0, -0.5, 0.0, 0.2, 2.0])[:k]
    return design, (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(float)


@pytest.mark.parametrize("penalty", [0.01, 1.0, 100.0])
def test_terms_are_those_of_a_general_optimiser(penalty):
    design, outcome = data()

    def loss(terms):
        odds = terms[0] + design @ terms[1:]
        return np.logaddexp(0, odds).sum() - outcome @ odds + penalty / 2 * (terms[1:] ** 2).sum()

    expected = optimize.minimize(loss, np.zeros(6), method="BFGS", options={"gtol": 1e-9}).x

    assert fit_logit(design, outcome, penalty=penalty).terms == pytest.approx(expected, abs=1e-5)


def test_the_block_size_does_not_matter(monkeypatch):
    design, outcome = data()
    whole = fit_logit(design, outcome, penalty=1.0).terms

    monkeypatch.setattr("analytics.numerics.prediction.logistic.ROWS_AT_ONCE", 7)

    assert fit_logit(design, outcome, penalty=1.0).terms == pytest.approx(whole, abs=1e-9)


def test_standard_errors_cover_the_truth_nine_times_in_ten():
    inside = 0
    for seed in range(100):
        design, outcome = data(300, 2, seed)
        found = fit_logit(design, outcome, penalty=1e-3)
        inside += abs(found.terms[1] - 1.0) < 1.645 * np.sqrt(found.covariance[1, 1])

    assert 82 <= inside <= 97


@pytest.mark.parametrize(
    "design",
    [
        np.linspace(-1, 1, 40)[:, None],  # separates perfectly
        np.column_stack([np.linspace(-1, 1, 40)] * 3),  # repeats itself
        np.zeros((40, 2)),  # constant
        np.random.default_rng(1).normal(size=(40, 60)),  # more columns than customers
        np.zeros((40, 0)),
    ],
    ids=["separation", "repetition", "constant", "wide", "none"],
)
def test_hard_designs_have_finite_terms(design):
    outcome = (np.arange(40) >= 20).astype(float)

    found = fit_logit(design, outcome, penalty=1.0)

    assert np.isfinite(found.terms).all()
    assert np.isfinite(found.deviation(design)).all()
    assert (np.abs(found.predictor(design)) < 30).all()


def test_the_same_outcome_for_all_stays_finite():
    found = fit_logit(np.zeros((20, 1)), np.ones(20), penalty=1.0)

    assert np.isfinite(found.terms).all()
    assert found.predictor(np.zeros((1, 1)))[0] > 5
