"""Limits of a chart as it is run, against simulated charts with monthly baselines."""

import numpy as np
import pytest

from analytics.numerics.monitoring.arl import ewma_limit
from analytics.numerics.monitoring.limits import NARROWEST, alarm_rate, limit_between, monitored_limit

LAM, MONTH = 0.1, 30


def excursions_a_day(limit, *, baseline, charts, months, seed):
    """Rate of excursions of normal days, each month judged by the days before it, none counted twice."""
    rng = np.random.default_rng(seed)
    days = rng.normal(size=(baseline + months * MONTH, charts))
    found, going_on = 0, np.zeros(charts, dtype=int)
    for month in range(months):
        window = days[month * MONTH : (month + 1) * MONTH + baseline]
        before = window[:baseline]
        z = (window - before.mean(axis=0)) / before.std(axis=0, ddof=1)
        w, state, seen = np.zeros(charts), np.zeros(charts, dtype=int), np.zeros(charts, dtype=bool)
        for day, value in enumerate(z):
            w = (1 - LAM) * w + LAM * value
            width = limit * np.sqrt(LAM / (2 - LAM) * (1 - (1 - LAM) ** (2 * day + 2)))
            state = np.where(state * w <= 0, 0, state)
            seen &= state != 0
            side = (w > width).astype(int) - (w < -width)
            carried = (state != 0) & (state == going_on) & (day >= baseline)
            state = np.where(state == 0, side, state)
            if day >= baseline:
                first = (side != 0) & (side == state) & ~seen
                found += int((first & ~carried).sum()) * (month > 0)
                seen |= first
                going_on = np.where(carried, going_on, 0)
        going_on = state * seen
    return found / ((months - 1) * MONTH * charts)


def test_simulated_charts_alarm_as_often_as_calculated():
    rate = excursions_a_day(2.4, baseline=182, charts=1500, months=8, seed=5)

    # Without the test for memory, which the simulation leaves out, the chart would alarm 3 % more often.
    assert rate == pytest.approx(alarm_rate(2.4, baseline_days=182) * 1.03, rel=0.06)


@pytest.mark.parametrize("run_length", [40.0, 500.0, 20_000.0])
@pytest.mark.parametrize("days", [28, 182])
def test_a_limit_gives_its_rate_back(run_length, days):
    limit = monitored_limit(run_length, baseline_days=days)

    assert alarm_rate(limit, baseline_days=days) * run_length == pytest.approx(1.0, rel=1e-5)


def test_a_short_baseline_widens_the_limit_and_a_long_one_hardly():
    widths = [monitored_limit(2000.0, baseline_days=days) for days in (28, 60, 182, 5000)]

    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(ewma_limit(2000.0), abs=0.05)


@pytest.mark.parametrize("lam", [0.05, 0.3, 1.0])
def test_any_memory_has_a_limit_near_that_of_the_table(lam):
    assert monitored_limit(800.0, baseline_days=182, lam=lam) == pytest.approx(ewma_limit(800.0, lam=lam), abs=0.2)


@pytest.mark.parametrize(("run_length", "days"), [(380.0, 182), (433.0, 121.0), (7001.0, 60), (1e7, 170)])
def test_a_limit_between_calculated_ones_is_that_of_its_own(run_length, days):
    exact = monitored_limit(run_length, baseline_days=int(days))

    between = limit_between(run_length, baseline_days=days)

    assert between == pytest.approx(exact, abs=0.01)
    if days == 182:
        assert between == pytest.approx(exact, abs=0.002)


def test_alarms_more_often_than_excursions_end_cannot_be_had():
    assert monitored_limit(5.0, baseline_days=182) == NARROWEST
    assert limit_between(5.0, baseline_days=182) == NARROWEST


@pytest.mark.parametrize(
    ("run_length", "options", "word"),
    [
        (1.0, {"baseline_days": 60}, "run length"),
        (float("nan"), {"baseline_days": 60}, "run length"),
        (500.0, {"baseline_days": 60, "lam": 0.0}, "lambda"),
        (500.0, {"baseline_days": 5}, "baseline"),
    ],
)
def test_what_cannot_be_charted_is_refused(run_length, options, word):
    with pytest.raises(ValueError, match=word):
        monitored_limit(run_length, **options)
