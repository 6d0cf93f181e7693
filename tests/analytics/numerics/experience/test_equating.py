"""Channels on one scale."""

import numpy as np
import pytest

from analytics.numerics.experience.equating import Moments, channel_offsets, equate


def moments(scores):
    return Moments(len(scores), float(np.sum(scores)), float(np.sum(np.square(scores))))


def test_equated_scores_have_the_mean_and_spread_of_the_reference():
    rng = np.random.default_rng(5)
    reference, channel = 60 + 8 * rng.normal(size=300), 50 + 12 * rng.normal(size=200)

    found = equate(moments(reference), moments(channel))(channel)

    assert found.mean() == pytest.approx(reference.mean())
    assert found.std(ddof=1) == pytest.approx(reference.std(ddof=1))


def test_full_shrinking_changes_nothing():
    line = equate(Moments(50, 3000.0, 190000.0), Moments(50, 2500.0, 140000.0), shrink=1.0)

    assert (line.slope, line.offset) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("channel", "reason"), [(Moments(0, 0.0, 0.0), "fewer than 30"), (Moments(40, 400.0, 4000.0), "all equal")]
)
def test_channels_that_cannot_be_compared_stay_as_they_are(channel, reason):
    line = equate(Moments(50, 3000.0, 190000.0), channel)

    assert reason in line.reason
    assert line([40.0]).tolist() == [40.0]


def test_equated_scores_stay_on_the_scale():
    line = equate(Moments(50, 4500.0, 410000.0), Moments(50, 2500.0, 130000.0))

    assert line(100.0) == 100.0


def drawn(mean, n, seed):
    return moments(np.random.default_rng(seed).normal(mean, 12, n))


def test_offsets_are_against_the_largest_channel_and_shrunk_towards_none():
    store, app, web = drawn(70, 300, 1), drawn(60, 200, 2), drawn(69, 100, 3)

    found = channel_offsets([app, store, web])

    assert found.reference == 1
    assert found.found[1] is None
    plain = store.mean - app.mean
    assert 0.8 * plain < found.found[0].value < plain
    assert found.found[0].n == 200
    assert found.found[0].low > 0
    assert found.found[2].low < 0 < found.found[2].high


def test_differences_that_chance_explains_are_no_offset_but_keep_their_interval():
    found = channel_offsets([Moments(101, 7070.0, 505000.0), Moments(100, 7050.0, 507000.0)]).found[1]

    assert found.value == pytest.approx(0, abs=1e-9)
    assert found.high - found.low > 2


@pytest.mark.parametrize("gap", [0.0, 2.0, 10.0])
def test_intervals_of_offsets_hold_the_truth_as_often_as_they_say(gap):
    held = 0
    for seed in range(300):
        rng = np.random.default_rng([seed, int(gap)])
        channels = [moments(rng.normal(mean, 10, n)) for mean, n in ((60, 200), (60 - gap, 80), (60, 60))]
        found = channel_offsets(channels).found[1]
        held += found.low <= gap <= found.high

    assert 0.86 <= held / 300 <= 0.97


def test_repeated_answers_widen_the_intervals_of_offsets():
    channels = [drawn(70, 300, 1), drawn(50, 200, 2)]
    plain, wide = (channel_offsets(channels, design_effect=effect).found[1] for effect in (1.0, 4.0))

    assert wide.high - wide.low == pytest.approx(2 * (plain.high - plain.low), rel=0.05)


def test_small_and_constant_channels_have_a_reason_for_no_offset():
    few, same = channel_offsets([drawn(60, 100, 1), drawn(60, 10, 2), Moments(40, 400.0, 4000.0)]).found[1:]

    assert (few.value, same.value) == (None, None)
    assert "fewer than 30" in few.reason
    assert "all equal" in same.reason
    assert channel_offsets([drawn(60, 10, 1)]).found == (None,)
