"""From a budget of false alarms to run lengths, and false discoveries."""

import numpy as np
import pytest

from analytics.numerics.monitoring.alarms import DAYS_PER_MONTH, discoveries, run_length_for


def test_one_false_alarm_a_week_is_seven_days_a_chart():
    assert run_length_for(300, per_month=DAYS_PER_MONTH / 7) == pytest.approx(2100)


def test_a_run_length_stays_where_limits_exist():
    assert run_length_for(1, per_month=1000.0) == 5.0
    assert run_length_for(1_000_000, per_month=0.01) == 1e7


@pytest.mark.parametrize(("charts", "per_month"), [(0, 1.0), (5, 0.0), (5, -1.0), (5, np.nan)])
def test_a_budget_of_nothing_is_refused(charts, per_month):
    with pytest.raises(ValueError, match="chart"):
        run_length_for(charts, per_month=per_month)


def test_of_what_stands_at_most_the_share_is_false():
    rng = np.random.default_rng(1)
    false_share = []
    for _ in range(200):
        p = np.r_[rng.random(180), rng.random(20) * 1e-4]
        kept = discoveries(p, share=0.1)
        false_share.append(kept[:180].sum() / max(kept.sum(), 1))

    assert np.mean(false_share) <= 0.1
    assert np.mean(false_share) > 0.05


def test_nothing_stands_among_nothing():
    assert discoveries([]).tolist() == []
    assert discoveries([np.nan, np.nan]).tolist() == [False, False]
