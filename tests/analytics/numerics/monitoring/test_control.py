"""A whole chart: baseline, offsets, limits, what stands out, and refusals in words."""

import numpy as np
import pytest

from analytics.numerics.monitoring.baseline import Daily, count_of, counted, lacks
from analytics.numerics.monitoring.control import control_chart, newest_p_value, shifts, spikes, suggested_changes

USUAL = np.array([2, 1, 1, 2, 2, 5, 6, 12, 22, 22, 25]) / 100
VALUES = np.arange(11.0)
DETRACTORS = (VALUES <= 6).astype(float)
DAYS = 215


def answers(days=DAYS, *, n=40, tilt=None, seed=1):
    """Answers by score of each day; `tilt` (days,) moves the mean by about so much times 6."""
    rng = np.random.default_rng(seed)
    tilts = np.zeros(days) if tilt is None else tilt
    shares = USUAL * np.exp(tilts[:, None] * (VALUES - VALUES.mean()))
    return rng.multinomial(np.broadcast_to(n, days), shares / shares.sum(axis=1, keepdims=True)).astype(float)


def daily(counts, values=VALUES):
    return Daily(counts.sum(axis=1)[None], (counts @ values)[None], counts, values)


def test_a_stable_series_has_a_quiet_chart():
    found = control_chart(daily(answers()), monitored_from=185, run_length=2000.0)

    assert (found.status, found.reason, found.notes) == ("ok", "", ())
    assert (found.baseline.first, found.baseline.last, found.baseline.days) == (3, 185, 182)
    assert found.baseline.level == pytest.approx(USUAL @ VALUES, abs=0.1)
    assert found.baseline.design_effect == pytest.approx(1.0, abs=0.3)
    assert np.nanstd(found.z) == pytest.approx(1.0, abs=0.2)
    assert shifts(found) == []
    assert suggested_changes(found, daily(answers()).size) == []


def test_a_shift_is_found_dated_and_has_a_direction():
    moved = daily(answers(tilt=np.where(np.arange(DAYS) < 195, 0.0, -0.12)))

    found = control_chart(moved, monitored_from=185, run_length=2000.0)

    (shift,) = shifts(found)
    assert 195 < shift.start < 210
    assert (shift.side, shift.end) == (-1, DAYS - 1)
    (change,) = suggested_changes(found, moved.size)
    assert change.low <= 195 <= change.high


def test_a_day_of_incidents_is_a_spike_in_the_share_and_no_shift():
    counts = answers(n=200)
    counts[200] = counts[200].sum() * DETRACTORS / 7
    found = control_chart(daily(counts, DETRACTORS), monitored_from=185, run_length=2000.0, is_share=True)

    assert [(one.start, one.end, one.side) for one in spikes(found)] == [(200, 200, 1)]
    assert spikes(control_chart(daily(counts), monitored_from=185, run_length=2000.0)) == []


def test_a_change_of_who_answers_is_no_news():
    rng = np.random.default_rng(3)
    gold, new = answers(tilt=np.full(DAYS, 0.1), seed=4), answers(tilt=np.full(DAYS, -0.1), seed=5)
    share = np.where(np.arange(DAYS) < 190, 0.5, 0.15)
    kept = [np.stack([rng.binomial(part[day].astype(int), p) for day, p in enumerate(size)]).astype(float)
            for part, size in ((gold, share), (new, 1 - share))]  # fmt: skip
    together = Daily(
        np.stack([part.sum(axis=1) for part in kept]), np.stack([part @ VALUES for part in kept]), sum(kept), VALUES
    )

    adjusted = control_chart(together, monitored_from=185, run_length=2000.0)
    naive = control_chart(daily(together.counts), monitored_from=185, run_length=2000.0)

    assert "mix_adjusted" in adjusted.notes
    assert shifts(adjusted) == []
    assert shifts(naive) != []


def test_a_weekday_pattern_is_no_news_in_score_and_number():
    weekend = np.arange(DAYS) % 7 >= 5
    n = np.where(weekend, 90, 30)
    counts = answers(n=n, tilt=np.where(weekend, -0.15, 0.0), seed=6)

    for series in (daily(counts), counted(n + np.random.default_rng(7).normal(size=DAYS) * 3)):
        found = shifts(control_chart(series, monitored_from=185, run_length=2000.0))
        assert [one for one in found if one.end >= 185] == []


def test_fewer_answers_than_usual_are_found():
    rng = np.random.default_rng(8)
    found = control_chart(
        counted(rng.poisson(np.where(np.arange(DAYS) < 200, 30, 20))), monitored_from=185, run_length=2000.0
    )

    assert [one.side for one in shifts(found)] == [-1]
    assert count_of(found.baseline.level) == pytest.approx(30, abs=1.5)


def test_days_that_differ_by_themselves_widen_the_chart_and_it_says_so():
    rng = np.random.default_rng(9)
    found = control_chart(daily(answers(n=400, tilt=rng.normal(size=DAYS) * 0.1)), monitored_from=185, run_length=500.0)

    assert found.baseline.design_effect > 5
    assert "overdispersed" in found.notes
    assert np.nanstd(found.z) == pytest.approx(1.0, abs=0.2)


def test_days_that_remember_widen_the_chart_and_it_says_so():
    rng, tilt = np.random.default_rng(10), np.zeros(DAYS)
    for day in range(1, DAYS):
        tilt[day] = 0.6 * tilt[day - 1] + rng.normal() * 0.05
    found = control_chart(daily(answers(n=200, tilt=tilt)), monitored_from=185, run_length=500.0)
    white = control_chart(daily(answers(n=200)), monitored_from=185, run_length=500.0)

    assert "autocorrelated" in found.notes
    assert found.chart.high[-1] > 1.3 * white.chart.high[-1]


@pytest.mark.parametrize(("change", "first", "last"), [(100, 100, 185), (170, 3, 170)])
def test_a_change_inside_the_baseline_cuts_it(change, first, last):
    counts = answers(n=150, tilt=np.where(np.arange(DAYS) < change, 0.0, -0.12))
    found = control_chart(daily(counts), monitored_from=185, run_length=2000.0)

    assert "level_changed" in found.notes
    assert abs(found.baseline.first - first) <= 2
    assert abs(found.baseline.last - last) <= 2


def test_a_short_baseline_is_provisional_and_wider():
    found = control_chart(daily(answers(75)), monitored_from=45, run_length=2000.0)
    longer = control_chart(daily(answers()), monitored_from=185, run_length=2000.0)

    assert (found.status, found.notes) == ("provisional", ("short_baseline",))
    assert found.reason == "45 days in the baseline, 60 are better"
    assert found.limit > longer.limit


def test_the_newest_day_is_as_rare_as_its_limits_say():
    found = [
        newest_p_value(control_chart(daily(answers(seed=seed)), monitored_from=185, run_length=500.0))
        for seed in range(100)
    ]
    moved = daily(answers(tilt=np.where(np.arange(DAYS) < 195, 0.0, -0.12)))

    assert np.mean(np.array(found) < 0.1) == pytest.approx(0.07, abs=0.07)
    assert newest_p_value(control_chart(moved, monitored_from=185, run_length=500.0)) < 1e-4
    assert np.isnan(newest_p_value(control_chart(daily(np.zeros((DAYS, 11))), monitored_from=185, run_length=500.0)))


def nothing_but(value):
    counts = np.zeros((DAYS, 11))
    counts[:, value] = 20
    return daily(counts)


@pytest.mark.parametrize(
    ("series", "reason"),
    [
        (daily(np.zeros((DAYS, 11))), "0 days with answers before, at least 28 are needed"),
        (daily(answers(DAYS, n=40) * (np.arange(DAYS) % 9 == 0)[:, None]), "20 days with answers before"),
        (daily(answers(n=(np.arange(DAYS) % 3 == 0).astype(int))), "61 answers before, at least 100 are needed"),
        (nothing_but(10), "nearly all answers before are the same"),
        (counted(np.ones(DAYS)), "1.0 answers a day, at least 3 are needed"),
    ],
)
def test_what_is_no_baseline_is_said_in_words(series, reason):
    found = control_chart(series, monitored_from=185, run_length=2000.0)

    assert found.status == "insufficient"
    assert found.reason.startswith(reason)
    assert found.baseline is None
    assert np.isnan(found.z).all()
    assert (shifts(found), spikes(found), suggested_changes(found, series.size)) == ([], [], [])


def test_the_first_day_of_all_has_no_baseline():
    assert lacks(daily(answers()), slice(0, 0)) != ""


def test_closed_days_are_days_without_a_point():
    counts = answers()
    counts[np.arange(DAYS) % 7 == 6] = 0.0
    found = control_chart(daily(counts), monitored_from=185, run_length=2000.0)

    assert found.status == "ok"
    assert np.isnan(found.z[np.arange(DAYS) % 7 == 6]).all()
    assert np.isfinite(found.chart.values).all()


def test_scores_of_days_before_differ_from_the_level_by_nothing_on_average():
    busy = np.arange(DAYS) % 5 == 0
    series = daily(answers(n=np.where(busy, 90, 10), tilt=np.where(busy, -0.3, 0.0)))
    found = control_chart(series, monitored_from=185, run_length=2000.0)

    in_baseline = slice(found.baseline.first, found.baseline.last)
    assert np.nanmean(found.z[in_baseline]) == pytest.approx(0.0, abs=1e-9)
    assert found.baseline.level > series.total.sum() / series.size.sum()  # busy days have no more say than others


def shares(n, *, seed=1):
    return daily(answers(n=n, seed=seed), DETRACTORS)


def test_the_ewma_has_what_single_days_cannot_spend():
    few, many = (control_chart(shares(n), monitored_from=185, run_length=400.0, is_share=True) for n in (5, 2000))
    without = control_chart(shares(5), monitored_from=185, run_length=400.0)

    for found in (few, many):
        assert 1 / found.shift_run_length + found.day_rate == pytest.approx(2 / 400.0)
    assert 0 < few.day_rate < 0.3 / 400 < 0.8 / 400 < many.day_rate < 1 / 400
    assert few.limit < without.limit
    assert "day_limits_coarse" in few.notes
    assert "day_limits_coarse" not in many.notes
    assert (without.shift_run_length, without.day_rate) == (400.0, 0.0)


def test_what_single_days_spend_is_known_before_the_month():
    before = shares(8)
    after = Daily(*(part.copy() for part in (before.n, before.total, before.counts)), before.values)
    for part in (after.n[0], after.total[0], after.counts):
        part[185:] *= 20

    found = [control_chart(one, monitored_from=185, run_length=400.0, is_share=True) for one in (before, after)]

    assert found[0].limit == found[1].limit
    assert found[0].day_rate == found[1].day_rate


def test_limits_of_a_number_of_answers_lean_as_its_root_does():
    found = control_chart(counted(np.random.default_rng(4).poisson(6, size=DAYS)), monitored_from=185, run_length=400.0)

    assert found.baseline.skew == pytest.approx(-0.2, abs=0.02)
    assert -found.chart.low[-1] > found.chart.high[-1]
