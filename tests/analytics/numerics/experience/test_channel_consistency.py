import numpy as np
import pytest

from analytics.numerics.experience.channel_consistency import channel_consistency
from analytics.numerics.quantiles import welch_p_value


def cells(*channels):
    """Cells (C, S) of lists of answers by channel and segment."""
    table = [[np.asarray(answers, dtype=float) for answers in channel] for channel in channels]
    return tuple(
        np.array([[part(answers) for answers in channel] for channel in table])
        for part in (len, np.sum, lambda answers: (answers**2).sum())
    )


def scores(mean, n, seed, sd=15.0):
    return np.clip(np.random.default_rng(seed).normal(mean, sd, size=n), 0, 100)


def test_two_channels_give_welchs_p_value():
    one, other = scores(70, 60, 1), scores(75, 40, 2, sd=25)

    found = channel_consistency(*cells([one], [other]))

    assert found.p_value == pytest.approx(welch_p_value(one, other), rel=1e-9)


def test_a_chi_square_test_is_the_limit_of_many_answers():
    groups = [[scores(60 + shift, 40_000, shift)] for shift in range(3)]
    n, total, squares = cells(*groups)
    means, errors = total / n, (squares - total**2 / n) / (n - 1) / n
    centre = (means / errors).sum() / (1 / errors).sum()

    found = channel_consistency(n, total, squares)

    assert found.spread.value**2 == pytest.approx(
        (((means - centre) ** 2 / errors).sum() - 2) / (1 / errors).sum(), rel=1e-9
    )
    assert found.p_value < 1e-9


def test_index_is_one_hundred_minus_twice_the_spread():
    found = channel_consistency(*cells([scores(80, 500, 1)], [scores(60, 500, 2)], [scores(70, 500, 3)]))

    assert found.spread.value == pytest.approx(8.2, abs=1.0)
    assert found.index.value == pytest.approx(100 - 2 * found.spread.value)
    assert (found.index.low, found.index.high) == pytest.approx(
        (100 - 2 * found.spread.high, 100 - 2 * found.spread.low)
    )


def test_channels_at_both_ends_of_the_scale_have_an_index_near_zero():
    found = channel_consistency(*cells([scores(0, 400, 1, sd=1)], [scores(100, 400, 2, sd=1)]))

    assert found.index.value == pytest.approx(0, abs=2)


def test_who_uses_a_channel_is_no_inconsistency():
    young, old = 60.0, 85.0
    app = [scores(young, 400, 1), scores(old, 100, 2)]
    desk = [scores(young, 100, 3), scores(old, 400, 4)]

    plain = channel_consistency(*(part.sum(axis=1) for part in cells(app, desk)))
    adjusted = channel_consistency(*cells(app, desk))

    assert plain.p_value < 1e-6
    assert (adjusted.adjusted, plain.adjusted) == (True, False)
    assert adjusted.p_value > 0.05
    assert adjusted.index.high == pytest.approx(100.0)


def test_segments_that_hold_too_little_are_not_compared():
    lopsided = [
        [scores(60, 400, 1), scores(80, 2, 2), scores(80, 6, 5)],
        [scores(60, 2, 3), scores(80, 400, 4), scores(80, 6, 6)],
    ]

    assert not channel_consistency(*cells(*lopsided)).adjusted


def test_false_alarms_and_coverage_keep_their_promise():
    alarms, held = [], []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        same = channel_consistency(*cells(*([rng.normal(70, sd, size=50)] for sd in (10, 20, 30))))
        differ = channel_consistency(*cells(*([rng.normal(70 + shift, 20, size=100)] for shift in (-6, 0, 6))))
        alarms.append(same.p_value < 0.05)
        held.append(differ.spread.low <= np.sqrt(24) <= differ.spread.high)

    assert np.mean(alarms) == pytest.approx(0.05, abs=0.03)
    assert 0.85 <= np.mean(held) <= 0.97


def test_channels_that_agree_by_luck_are_not_called_exactly_alike():
    answers = scores(70, 50, 1)

    found = channel_consistency(*cells([answers], [answers], [answers]))

    assert found.index.value == 100
    assert found.index.low < 97


def test_a_channel_with_few_answers_takes_no_part():
    found = channel_consistency(*cells([scores(70, 90, 1)], [scores(40, 29, 2)], [scores(70, 90, 3)]))

    assert np.isnan(found.means).tolist() == [False, True, False]
    assert found.index.n == 180


@pytest.mark.parametrize(
    ("channels", "reason"),
    [
        ([[np.full(50, 100.0)], [np.full(50, 100.0)]], "every answer within a channel is the same"),
        ([[scores(70, 50, 1)], [[]]], "fewer than two channels have 30 answers"),
        ([[scores(70, 50, 1)]], "fewer than two channels have 30 answers"),
    ],
)
def test_what_cannot_be_compared_says_so(channels, reason):
    found = channel_consistency(*cells(*channels))

    assert (found.index.status, found.index.reason, found.p_value) == ("insufficient", reason, None)


def test_repeated_answers_make_differences_less_sure():
    table = cells([scores(70, 200, 1)], [scores(75, 200, 2)])

    once, repeated = channel_consistency(*table), channel_consistency(*table, design_effect=4.0)

    assert repeated.p_value > once.p_value
    assert repeated.index.low < once.index.low
