"""CUSUM: what it adds up, what it ignores, when it signals."""

import numpy as np
import pytest

from analytics.numerics.monitoring.cusum import cusum


def test_it_adds_up_what_lies_beyond_the_slack_on_either_side():
    chart = cusum([1.0, -3.0, -3.0], height=4.0)

    assert chart.up.tolist() == [0.5, 0.0, 0.0]
    assert chart.down.tolist() == [0.0, 2.5, 5.0]
    assert chart.side.tolist() == [0, 0, -1]


def test_it_says_since_when():
    z = np.r_[np.full(20, -0.6), np.full(10, 1.5)]
    chart = cusum(z, height=5.0)
    signal = int(np.argmax(chart.side))

    assert signal - int(chart.up_since[signal]) + 1 == 20


def test_a_day_without_answers_changes_nothing():
    with_gap, without = cusum([2.0, np.nan, 2.0], height=4.0), cusum([2.0, 2.0], height=4.0)

    assert with_gap.up[[0, 2]].tolist() == without.up.tolist()
    assert with_gap.up_since.tolist() == [1, 1, 2]


def test_a_fast_start_signals_sooner_when_the_level_is_wrong_from_the_first_day():
    z = np.full(10, 1.5)
    slow, fast = (cusum(z, height=4.0, fast_start=start) for start in (False, True))

    assert np.argmax(fast.side) < np.argmax(slow.side)


def test_many_charts_are_as_good_as_one_each():
    z = np.random.default_rng(1).normal(size=(4, 30))
    together = cusum(z, height=2.0)

    assert together.down[2].tolist() == cusum(z[2], height=2.0).down.tolist()


@pytest.mark.parametrize("bad", [{"height": 0.0}, {"height": 4.0, "slack": -1.0}, {"height": np.nan}])
def test_a_chart_without_height_is_refused(bad):
    with pytest.raises(ValueError, match="height"):
        cusum([1.0], **bad)
