"""Whether forecasts can be taken at their word, and what is done when they cannot."""

import numpy as np
import pytest
from scipy import special

from analytics.numerics.prediction.calibration import calibration_of, log_odds
from analytics.numerics.prediction.correction import Correction, isotonic_correction, platt


def drawn(n=4000, *, slope=1.0, shift=0.0, seed=5):
    """Return log-odds of forecasts, and outcomes of which the true log-odds are shift + slope times those."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(-1, 1.2, n)
    return odds, (rng.random(n) < special.expit(shift + slope * odds)).astype(float)


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.5, 0.0), (1.6, 0.0), (1.0, 0.7), (1.0, -0.7)])
def test_slope_and_intercept_are_found(slope, shift):
    odds, outcome = drawn(slope=slope, shift=shift)

    found = calibration_of(special.expit(odds), outcome)

    assert found.slope.low - 0.05 <= slope <= found.slope.high + 0.05
    if slope == 1.0:
        assert found.intercept.low - 0.05 <= shift <= found.intercept.high + 0.05


def test_nine_of_ten_slopes_are_inside_their_interval():
    inside = 0
    for seed in range(200):
        odds, outcome = drawn(400, seed=seed)
        found = calibration_of(special.expit(odds), outcome).slope
        inside += found.low <= 1 <= found.high

    assert 0.84 <= inside / 200 <= 0.96


def test_bins_are_equal_parts_with_the_observed_share():
    odds, outcome = drawn(1000)

    bins = calibration_of(special.expit(odds), outcome).bins

    assert len(bins) == 10
    assert sum(share.n for _, share in bins) == 1000
    assert [forecast for forecast, _ in bins] == sorted(forecast for forecast, _ in bins)
    assert sum(share.low <= forecast <= share.high for forecast, share in bins) >= 7


def test_the_correction_of_right_forecasts_changes_little():
    assert platt(*drawn()) == Correction(pytest.approx(0, abs=0.12), pytest.approx(1, abs=0.08))


def test_the_correction_undoes_what_is_wrong():
    odds, outcome = drawn(slope=0.5, shift=0.4)

    corrected = platt(odds, outcome).apply(odds)

    found = calibration_of(special.expit(corrected), outcome)
    assert found.slope.value == pytest.approx(1, abs=0.02)
    assert found.intercept.value == pytest.approx(0, abs=0.01)


def test_a_few_outcomes_do_not_turn_forecasts_around():
    odds = np.array([-1.0, -0.5, 0.5, 1.0])

    assert platt(odds, np.array([1.0, 1.0, 0.0, 0.0])).slope > 0


def test_steps_never_fall():
    odds, outcome = drawn(500)
    forecast = special.expit(odds)

    corrected = isotonic_correction(forecast, outcome, np.sort(forecast))

    assert (np.diff(corrected) >= 0).all()
    assert corrected.mean() == pytest.approx(outcome.mean())


def test_forecasts_that_are_all_the_same_have_no_slope():
    outcome = np.array([0.0, 1.0] * 20)

    found = calibration_of(np.full(40, 0.3), outcome)

    assert found.slope.reason == "the forecast is the same for everybody"
    assert found.intercept.value == pytest.approx(0.8473, abs=1e-3)


def test_one_outcome_for_all_is_insufficient():
    found = calibration_of(np.linspace(0.1, 0.9, 20), np.zeros(20))

    assert found.slope.status == found.intercept.status == "insufficient"


def test_certain_forecasts_have_finite_log_odds():
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
