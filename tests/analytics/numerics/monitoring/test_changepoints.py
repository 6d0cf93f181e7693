"""Changes of level: found, dated with an interval, and not imagined."""

import numpy as np
import pytest

from analytics.numerics.monitoring.changepoints import changes, noise_variance, single_change


def test_a_stable_series_has_no_change():
    rng = np.random.default_rng(1)

    imagined = sum(single_change(rng.normal(size=150)) is not None for _ in range(300))

    assert imagined <= 6


def test_the_interval_holds_the_day_of_the_change_nine_times_in_ten():
    rng = np.random.default_rng(2)
    found = [single_change(np.r_[rng.normal(size=60), rng.normal(1.0, size=60)]) for _ in range(300)]
    known = [one for one in found if one is not None]

    assert len(known) > 250
    assert np.mean([one.low <= 60 <= one.high for one in known]) >= 0.88


def test_days_with_more_answers_count_more():
    rng = np.random.default_rng(3)
    n = np.where(np.arange(80) % 2, 400.0, 4.0)
    values = np.where(np.arange(80) < 50, 7.0, 6.7) + rng.normal(size=80) * np.sqrt(4.0 / n)

    weighted = single_change(values, n)

    assert weighted is not None
    assert abs(weighted.index - 50) <= 2
    assert weighted.before - weighted.after == pytest.approx(0.3, abs=0.1)
    assert single_change(values) is None


def test_days_without_answers_are_left_out_and_places_stay():
    values, n = np.r_[np.zeros(20), np.ones(20)], np.ones(40)
    values[10:13], n[10:13] = 99.0, 0.0

    found = single_change(values + 0.01 * (-1.0) ** np.arange(40), n)

    assert found is not None
    assert found.index == 20


def test_several_changes_come_in_order_and_each_with_its_interval():
    rng = np.random.default_rng(4)
    values = np.r_[rng.normal(0, 1, 80), rng.normal(2, 1, 80), rng.normal(-1, 1, 80)]

    first, second = changes(values)

    assert first.low <= 80 <= first.high < second.low <= 160 <= second.high
    assert (first.after, second.after) == (pytest.approx(2, abs=0.4), pytest.approx(-1, abs=0.4))


def test_a_dearer_change_needs_a_larger_one():
    values = np.r_[np.zeros(30), np.full(30, 0.5)] + 0.3 * (-1.0) ** np.arange(60)

    assert single_change(values, penalty=5.0) is not None
    assert single_change(values, penalty=500.0) is None


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 9.0] * 2, [5.0] * 60])
def test_too_few_days_or_none_that_differ_have_no_change(values):
    assert single_change(values) is None
    assert changes(values) == []
    assert noise_variance(values) >= 0.0
