"""Run lengths against published tables, against simulation, and limits that give them back."""

import numpy as np
import pytest

from analytics.numerics.monitoring.arl import cusum_arl, cusum_limit, ewma_arl, ewma_limit, shewhart_limit
from analytics.numerics.monitoring.ewma import ewma

TABLE = [
    (0.1, 2.814, [499.5796, 106.3219, 31.2974, 10.3307, 4.3623]),
    (0.05, 2.615, [499.9330, 84.0059, 28.7637, 11.3828, 5.2249]),
]


@pytest.mark.parametrize(("lam", "limit", "wanted"), TABLE)
def test_ewma_run_lengths_are_those_of_the_table(lam, limit, wanted):
    assert ewma_arl(limit, lam=lam, shift=[0, 0.25, 0.5, 1, 2]) == pytest.approx(wanted, abs=1e-3)


def test_cusum_run_lengths_are_those_of_the_table():
    wanted = [167.6838, 74.2240, 26.6302, 13.2851, 8.3831, 4.7472, 3.3428, 2.1945]

    assert cusum_arl(4.0, shift=[0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3]) == pytest.approx(wanted, abs=1e-3)


def test_a_fast_start_signals_sooner_as_published():
    assert cusum_arl(4.0, shift=[0.0, 1.0], fast_start=True) == pytest.approx([149.0, 5.29], rel=5e-3)


def test_a_fall_is_found_as_fast_as_a_rise():
    assert ewma_arl(2.8, shift=-0.7) == pytest.approx(ewma_arl(2.8, shift=0.7), rel=1e-9)
    assert cusum_arl(4.0, shift=-0.7) == pytest.approx(cusum_arl(4.0, shift=0.7), rel=1e-9)


def test_a_memory_of_one_day_is_a_shewhart_chart():
    assert ewma_arl(3.0, lam=1.0) == pytest.approx(370.398, abs=1e-2)
    assert ewma_limit(370.398, lam=1.0) == pytest.approx(shewhart_limit(370.398), abs=1e-6)


@pytest.mark.parametrize("arl", [5.0, 370.0, 10_000.0, 1e7])
def test_a_limit_gives_its_run_length_back(arl):
    assert ewma_arl(ewma_limit(arl)) == pytest.approx(arl, rel=1e-5)
    assert cusum_arl(cusum_limit(arl)) == pytest.approx(arl, rel=1e-5)


def test_simulated_charts_run_as_long_as_calculated():
    z = np.random.default_rng(2).normal(0.5, 1.0, size=(3000, 150))
    settled = ewma(np.concatenate([np.zeros((3000, 0)), z], axis=1), limit=2.6)
    out = np.abs(settled.values) > 2.6 * np.sqrt(0.1 / 1.9)
    run = np.where(out.any(axis=1), out.argmax(axis=1) + 1, 150)

    assert run.mean() == pytest.approx(float(ewma_arl(2.6, shift=0.5)), rel=0.03)


@pytest.mark.parametrize(
    ("arl", "options", "word"),
    [
        (1.0, {}, "run length"),
        (np.nan, {}, "run length"),
        (500.0, {"lam": 0.0}, "lambda"),
    ],
)
def test_what_cannot_be_charted_is_refused(arl, options, word):
    with pytest.raises(ValueError, match=word):
        ewma_limit(arl, **options)
