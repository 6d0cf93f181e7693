"""What a point of loyalty is worth without contracts."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.numerics.customers.gamma_gamma import fit_spend, spenders_of
from analytics.numerics.customers.lifetime import Spent
from analytics.numerics.customers.loyalty_lifetime import (
    LEVELS,
    fit_by_loyalty,
    lifetime_by_loyalty,
    spend_slope,
    spread,
)
from analytics.numerics.customers.purchases import Cells
from analytics.numerics.jackknife import jackknife_se
from tests.analytics.numerics.without_contracts import TERMS, World, shop


@pytest.fixture(scope="module")
def sold():
    return shop(1, 3000)


@pytest.fixture(scope="module")
def spend(sold):
    return fit_spend(spenders_of(sold.purchases, sold.mean))


@pytest.fixture(scope="module")
def curve(sold, spend):
    return lifetime_by_loyalty(sold.people, spend, TERMS)


def test_loyal_customers_are_worth_more(curve):
    value = curve(LEVELS[None])

    assert curve.reason == ""
    assert value.shape == (65, 11)
    assert (np.diff(value[0]) > 0).all()


def test_curve_is_anchored_at_the_mean_lifetime_value(sold, curve):
    counts = np.bincount(sold.people.level.astype(int), minlength=11)

    mean = counts @ curve(LEVELS[None])[0] / counts.sum()

    assert mean == pytest.approx(sold.worth.mean(), rel=0.15)


def test_curve_takes_any_shape_of_levels(curve):
    assert curve(np.full((65, 3, 2), 4.2)).shape == (65, 3, 2)
    assert curve([[9.999, 10.0, 10.5]])[0][1:] == pytest.approx([curve([[10.0]])[0, 0]] * 2)


def test_loyalty_that_changes_nothing_is_worth_nothing_within_its_interval():
    flat = shop(2, 3000, World(rate=0.0, stop=0.0, spend=0.0))
    found = lifetime_by_loyalty(flat.people, fit_spend(spenders_of(flat.purchases, flat.mean)), TERMS)

    rise = (found([[8.0]]) - found([[6.0]]))[:, 0]

    assert abs(rise[0]) < 3 * jackknife_se(rise)


def test_bent_links_ask_for_a_parabola_and_straight_ones_do_not(sold):
    bent = shop(3, 6000, World(bend=0.04))

    assert len(fit_by_loyalty(sold.people).maximum.terms) == 6
    assert len(fit_by_loyalty(bent.people).maximum.terms) == 8


def test_spend_that_rises_with_loyalty_is_found():
    slope, error = spend_slope(shop(4, 20_000, World(spend=0.05)).people)

    assert slope == pytest.approx(0.05 / 1.07, abs=4 * error)
    assert 0 < error < 0.01


def test_spread_gives_the_covariance_back_by_the_jackknife():
    rng = np.random.default_rng(1)
    root, moves = rng.normal(size=(8, 8)), rng.normal(size=(8, 5))
    covariance = root @ root.T

    replicates = spread(np.arange(5.0), moves, covariance, 65)

    assert replicates[0].tolist() == list(range(5))
    assert jackknife_se(replicates) ** 2 == pytest.approx(np.diag(moves.T @ covariance @ moves))


def changed(people, **parts):
    return replace(people, **parts)


def only(people, chosen):
    cells = people.cells
    columns = (cells.repeats, cells.recency, cells.age, cells.customers)
    return replace(
        people,
        level=people.level[chosen],
        cells=Cells(*(column[chosen] for column in columns)),
        spent=Spent(people.spent.purchases[chosen], people.spent.mean[chosen]),
        counted=people.counted[chosen],
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda people: only(people, people.cells.repeats == 0), "everyone bought once"),
        (lambda people: only(people, np.arange(3000) < 60), "customers bought again, at least 60"),
        (lambda people: changed(people, level=np.full(3000, 7.0)), "1 levels of loyalty, at least 3"),
        (lambda people: changed(people, counted=np.zeros(3000)), "bought in the window"),
        (lambda people: only(people, np.zeros(3000, dtype=bool)), "no customer has bought"),
    ],
)
def test_what_cannot_carry_a_curve_says_why(sold, spend, change, reason):
    assert reason in lifetime_by_loyalty(change(sold.people), spend, TERMS).reason


def test_no_margin_and_no_spending_model_say_so(sold, spend):
    poor = fit_spend(spenders_of([1], [5.0]))

    assert "no margin" in lifetime_by_loyalty(sold.people, spend, replace(TERMS, margin_rate=0.0)).reason
    assert "customers with money" in lifetime_by_loyalty(sold.people, poor, TERMS).reason
