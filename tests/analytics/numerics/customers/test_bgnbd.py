"""Fits of the model of customers without contracts."""

import numpy as np
import pytest

from analytics.numerics.customers.bgnbd import fit_purchases
from analytics.numerics.customers.likelihood import NO_MAXIMUM
from analytics.numerics.customers.purchases import cells_of, expected_purchases
from tests.analytics.numerics.histories import population, simulate

TRUE = np.log([1.0, 10.0, 1.0, 3.0])


def logs(fit):
    found = fit.rates()
    return np.log([found.r, found.alpha, found.a, found.b])


def test_parameters_are_found_and_their_intervals_hold_the_truth():
    held = []
    for seed in range(12):
        cells = cells_of(*population(np.random.default_rng(seed), 3000))
        fit = fit_purchases(cells)
        held.append(np.abs(logs(fit) - TRUE) < 1.645 * np.sqrt(np.diag(fit.maximum.covariance)))

    assert fit.reason == fit.note == ""
    assert 0.75 <= np.mean(held) <= 1.0


def test_unit_of_time_does_not_matter():
    repeats, last, age = population(np.random.default_rng(1), 800)
    days, weeks = fit_purchases(cells_of(repeats, last, age)), fit_purchases(cells_of(repeats, last / 7, age / 7))

    assert days.rates().alpha == pytest.approx(7 * weeks.rates().alpha, rel=1e-5)
    assert days.log_likelihood == pytest.approx(weeks.log_likelihood - repeats.sum() * np.log(7), abs=1e-6)


def test_counted_histories_fit_as_rows_do():
    repeats, last, age = (np.floor(part) for part in population(np.random.default_rng(2), 500))
    rows = np.ones(len(age))
    apart = fit_purchases(cells_of(repeats, last, age))
    twice = fit_purchases(cells_of(repeats, last, age, customers=2 * rows))

    assert logs(twice) == pytest.approx(logs(apart), abs=1e-6)
    assert twice.customers == 2 * apart.customers
    assert np.sqrt(np.diag(twice.maximum.covariance)) == pytest.approx(
        np.sqrt(np.diag(apart.maximum.covariance) / 2), rel=0.05
    )


def test_loyalty_that_moves_the_rate_is_found():
    rng = np.random.default_rng(3)
    level = rng.integers(0, 11, 6000)
    age = rng.uniform(10, 100, 6000)
    rate = np.maximum(rng.gamma(1.0, 0.1, 6000) * np.exp(0.15 * (level - 5)), 1e-9)
    repeats, last = simulate(rng, rate, rng.beta(1.0, 3.0, 6000), age)
    covariate = (level - 5) / 5

    cells = cells_of(repeats, last, age)  # one row a customer would lose the level, so cells carry it
    fit = fit_purchases(type(cells)(repeats, last, age, np.ones(6000)), covariate)

    error = np.sqrt(fit.maximum.covariance[4, 4])
    assert fit.maximum.terms[4] == pytest.approx(-0.75, abs=3 * error)
    assert error < 0.1
    assert np.abs(fit.maximum.terms[5]) < 4 * np.sqrt(fit.maximum.covariance[5, 5])


@pytest.mark.parametrize(
    ("histories", "reason"),
    [
        (([], [], []), "no customer has bought yet"),
        (([0, 0], [0, 0], [10, 20]), "everyone bought once"),
        (([0, 0], [0, 0], [0, 0]), "has been observed for any time"),
        (([1, 0], [5, 0], [10, 20]), "1 customers bought again, at least 30 are needed"),
        (([1], [15], [10]), "contradicts itself"),
        (([0], [5], [10]), "contradicts itself"),
        (([1], [-1], [10]), "negative"),
        (([1], [np.nan], [10]), "negative"),
    ],
)
def test_what_cannot_be_fitted_says_why(histories, reason):
    fit = fit_purchases(cells_of(*histories))

    assert reason in fit.reason


@pytest.mark.parametrize(
    ("rate", "stop", "note"),
    [
        (np.full(3000, 0.1), np.full(3000, 0.2), "how often"),
        (np.full(3000, 0.05), np.zeros(3000), "how often"),
        (np.random.default_rng(5).gamma(1.0, 0.1, 3000), np.zeros(3000), "when they stop"),
    ],
)
def test_customers_who_are_all_alike_give_finite_figures_and_a_note(rate, stop, note):
    rng = np.random.default_rng(4)
    age = rng.uniform(10, 100, 3000)
    cells = cells_of(*simulate(rng, rate, stop, age), age)

    fit = fit_purchases(cells)

    assert fit.reason in ("", NO_MAXIMUM)
    assert note in fit.note
    assert np.isfinite(expected_purchases(fit.rates(), cells, 30.0)).all()
    assert np.isfinite(fit.maximum.covariance).all()
