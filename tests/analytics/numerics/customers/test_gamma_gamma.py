"""What customers spend at a purchase."""

import numpy as np
import pytest

from analytics.numerics.customers.gamma_gamma import expected_spend, fit_spend, spenders_of

TRUE = (6.0, 4.0, 15.0)


def spending(rng, n, related=0.0):
    """Return purchases and mean spend of n customers of the model."""
    p, q, v = TRUE
    purchases = 1 + rng.poisson(2.0, n)
    scale = rng.gamma(q, 1 / v, n)
    return purchases, rng.gamma(p * purchases, 1 / (scale * purchases)) * (1 + related * purchases)


def test_parameters_are_found():
    fit = fit_spend(spenders_of(*spending(np.random.default_rng(1), 8000)))

    errors = np.sqrt(np.diag(fit.maximum.covariance))
    assert (np.abs(np.log(fit.parameters) - np.log(TRUE)) < 3 * errors).all()
    assert fit.reason == fit.warning == ""


def test_slopes_of_the_likelihood_vanish_at_the_fit():
    purchases, mean = spending(np.random.default_rng(2), 400)
    fit = fit_spend(spenders_of(purchases, mean))
    other = fit_spend(spenders_of(purchases, mean * 100))

    assert other.parameters == pytest.approx((*fit.parameters[:2], 100 * fit.parameters[2]), rel=1e-5)
    assert other.log_likelihood == pytest.approx(fit.log_likelihood - 400 * np.log(100), abs=1e-6)


def test_few_purchases_lean_on_everybody():
    terms = np.log(TRUE)
    everybody = 6.0 * 15.0 / 3.0

    once, often = expected_spend(terms, 1.0, [1, 50], [90.0, 90.0])

    assert everybody < once < often < 90.0


def test_mean_that_does_not_exist_is_infinite_not_negative():
    assert expected_spend(np.log([6.0, 0.8, 15.0]), 1.0, [0], [0.0]).tolist() == [np.inf]


def test_customers_without_money_are_left_out_and_counted():
    people = spenders_of([1, 2, 3, 0], [10.0, 0.0, -5.0, 0.0], [4, 5, 6, 7])

    assert people.dropped == 11
    assert people.customers.tolist() == [4]


def test_spend_that_follows_frequency_is_warned_of():
    fit = fit_spend(spenders_of(*spending(np.random.default_rng(3), 3000, related=0.3)))

    assert fit.correlation > 0.1
    assert "spend more at a time" in fit.warning


@pytest.mark.parametrize(
    ("purchases", "mean", "reason"),
    [
        ([], [], "0 customers with money"),
        ([1] * 29, [5.0] * 29, "29 customers with money on repeat purchases, at least 30"),
        ([1] * 40, [-5.0] * 40, "(40 left out, without money)"),
        ([1] * 40, [5.0] * 40, "spends the same"),
    ],
)
def test_what_cannot_be_fitted_says_why(purchases, mean, reason):
    assert reason in fit_spend(spenders_of(purchases, mean)).reason
