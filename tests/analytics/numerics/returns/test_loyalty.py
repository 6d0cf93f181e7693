"""Curves of behaviour over loyalty."""

import numpy as np
import pytest

from analytics.numerics.returns.loyalty import fit_loyalty

LEVELS = np.arange(11.0)


def table(n, rate, money=50.0, referrals=0.0, replicates=3):
    n = np.broadcast_to(np.asarray(n, dtype=float), (replicates, 11))
    back = n * rate
    return n, back, back * money, n * referrals


def test_curves_give_back_the_world_they_came_from():
    rate = 1 / (1 + np.exp(1.6 - 0.34 * LEVELS))

    curve = fit_loyalty(*table(1000, rate, 60 + 4 * LEVELS, np.exp(-4 + 0.2 * LEVELS)))

    assert curve.reason == ""
    assert curve.repurchase(LEVELS[None])[0] == pytest.approx(rate, abs=1e-9)
    assert curve.money(LEVELS[None])[2] == pytest.approx(60 + 4 * LEVELS, rel=1e-9)
    assert curve.referrals(LEVELS[None])[1] == pytest.approx(np.exp(-4 + 0.2 * LEVELS), rel=1e-9)
    assert curve.repurchase_isotonic == pytest.approx(rate)
    assert curve.lack_of_fit_p == pytest.approx(1.0)


def test_a_bent_curve_is_followed():
    rate = 1 / (1 + np.exp(1.0 - 0.1 * LEVELS - 0.03 * LEVELS**2))

    curve = fit_loyalty(*table(1000, rate))

    assert curve.repurchase(LEVELS[None])[0] == pytest.approx(rate, abs=1e-9)


def test_behaviour_that_sets_in_late_and_levels_off_is_followed():
    rate = 0.15 + 0.6 / (1 + np.exp(-1.6 * (LEVELS - 7)))

    plenty, few = fit_loyalty(*table(2000, rate)), fit_loyalty(*table(20, rate))

    assert plenty.repurchase(LEVELS[None])[0] == pytest.approx(rate, abs=0.03)
    assert few.repurchase_terms.shape[1] == 3


def test_a_curve_that_does_not_fit_says_so():
    rate = np.where(LEVELS % 2 == 0, 0.3, 0.6)

    assert fit_loyalty(*table(1000, rate)).lack_of_fit_p < 0.001


@pytest.mark.parametrize(("n", "terms"), [(20, 3), (5, 2), (3, 1)])
def test_thin_tables_get_stiffer_curves(n, terms):
    curve = fit_loyalty(*table(n, 0.2 + 0.05 * LEVELS))

    assert curve.repurchase_terms.shape[1] == terms


def test_a_pooled_curve_is_the_common_rate():
    n = np.where(LEVELS == 7, 40.0, 0.0)

    curve = fit_loyalty(*table(n, 0.25))

    assert curve.repurchase(LEVELS[None])[0] == pytest.approx(np.full(11, 0.25))


def test_money_never_turns_negative():
    money = np.where(LEVELS < 9, 1.0, 100.0)

    curve = fit_loyalty(*table(100, 0.5, money))

    assert (curve.money(LEVELS[None]) > 0).all()


def test_curves_stop_at_the_outermost_answers():
    n = np.where((LEVELS >= 4) & (LEVELS <= 8), 500.0, 0.0)
    curve = fit_loyalty(*table(n, 1 / (1 + np.exp(3 - 0.5 * LEVELS))))

    low, at, high, top = curve.repurchase([[0.0, 4.0, 8.0, 10.0]])[0]

    assert low == at
    assert top == high


@pytest.mark.parametrize(
    ("n", "rate", "money", "reason"),
    [(1, 0.5, 50.0, "at least 30"), (100, 0.0, 50.0, "nobody"), (100, 0.5, -20.0, "lose money"), (0, 0.0, 0.0, "30")],
)
def test_unusable_tables_say_why_and_stay_finite(n, rate, money, reason):
    curve = fit_loyalty(*table(n, rate, money))

    assert reason in curve.reason
    for figure in (curve.repurchase, curve.money, curve.referrals):
        assert np.isfinite(figure(LEVELS[None])).all()


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_behaviour_of_all_or_none_stays_finite(rate):
    curve = fit_loyalty(*table(200, rate))

    assert curve.repurchase(LEVELS[None]) == pytest.approx(np.full((3, 11), rate), abs=1e-6)


def test_replicates_are_fitted_on_their_own():
    n, back, money, referrals = table(1000, 0.1 + 0.05 * LEVELS)
    back = back * np.array([1.0, 0.9, 1.1])[:, None]

    rates = fit_loyalty(n, back, money, referrals).repurchase(LEVELS[None])[:, 5]

    assert rates[1] < rates[0] < rates[2]
