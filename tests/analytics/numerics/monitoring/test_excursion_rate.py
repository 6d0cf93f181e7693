"""Excursions a day in the month after a baseline."""

import numpy as np
import pytest

from analytics.numerics.monitoring.arl import ewma_arl
from analytics.numerics.monitoring.excursion_rate import monthly_excursions

KNOWN = 10**9


def excursions_of(z, limit, lam):
    """Return excursions a day of charts (S, T) with known level, after they have settled."""
    w, state, found = np.zeros(len(z)), np.zeros(len(z), dtype=int), 0
    edge = limit * np.sqrt(lam / (2 - lam))
    for day in range(z.shape[1]):
        w = (1 - lam) * w + lam * z[:, day]
        state = np.where(state * w <= 0, 0, state)
        side = (w > edge).astype(int) - (w < -edge)
        found += int(((state == 0) & (side != 0)).sum()) * (day >= 100)
        state = np.where(state == 0, side, state)
    return found / (len(z) * (z.shape[1] - 100))


@pytest.mark.parametrize(("lam", "limit"), [(0.1, 2.0), (0.3, 2.4)])
def test_a_known_level_gives_the_rate_of_simulated_charts(lam, limit):
    z = np.random.default_rng(6).normal(size=(1000, 900))

    (rate,) = monthly_excursions([limit], [0.0], lam=lam, baseline_days=KNOWN)[0]

    assert rate == pytest.approx(excursions_of(z, limit, lam), rel=0.04)


def test_an_excursion_takes_its_days_and_raises_no_other():
    (rate,) = monthly_excursions([2.7], [0.0], lam=0.1, baseline_days=KNOWN)[0]

    assert 15 < 1 / rate - float(ewma_arl(2.7)) < 25


def test_without_memory_excursions_are_days_outside():
    (rate,) = monthly_excursions([3.0], [0.0], lam=1.0, baseline_days=KNOWN)[0]

    # It is over on the next day in half of all cases, on the one after in a quarter: two days, one of them the alarm's.
    assert 1 / rate == pytest.approx(370.398 + 2 - 1, rel=1e-4)


def test_a_wrong_level_alarms_more_often_on_either_side():
    rates = monthly_excursions([2.5, 3.5], [0.0, 0.1, -0.1, 0.3], lam=0.1, baseline_days=182)

    assert rates.shape == (2, 4)
    assert (np.diff(rates[:, [0, 1, 3]], axis=1) > 0).all()
    assert rates[:, 1] == pytest.approx(rates[:, 2], rel=1e-9)
    assert (rates[0] > rates[1]).all()
