"""Intervals of days that lend from their months cover as they should, however often people answer."""

import numpy as np
import pytest

from analytics.numerics.experience.clusters import design_effect, lent_replicates
from analytics.numerics.jackknife import jackknife_estimate, jackknife_se, leave_one_out

BUCKETS = 64


def month(rng, *, people, answers, share):
    """A month of answers: people with a level of their own (`share` of the variance), each answering several times."""
    level = rng.normal(size=people) * np.sqrt(share)
    who = np.repeat(np.arange(people), answers)
    values = 7 + level[who] + rng.normal(size=len(who)) * np.sqrt(1 - share)
    return who, values, rng.integers(0, 28, size=len(who))


def grouped(who, values):
    counts = np.bincount(who % BUCKETS, minlength=BUCKETS)
    total = np.bincount(who % BUCKETS, values, minlength=BUCKETS)
    return leave_one_out(total) / leave_one_out(counts), counts


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_intervals_of_weeks_cover_the_truth(share):
    rng = np.random.default_rng(4)
    inside = []
    for _ in range(300):
        who, values, day = month(rng, people=300, answers=4, share=share)
        theirs, counts = grouped(who, values)
        week = values[day < 7]
        squares, around = ((week - week.mean()) ** 2).sum(), ((values - values.mean()) ** 2).sum()
        groups = int((counts > 0).sum())
        found = lent_replicates(week.mean(), len(week), squares, theirs, len(values), around, groups=groups)
        estimate = jackknife_estimate(found, len(week), effective_groups=groups)
        inside.append(estimate.low <= 7 <= estimate.high)

    assert 0.85 <= np.mean(inside) <= 0.97


def test_repeated_answers_have_an_effect_and_single_ones_hardly_any():
    rng = np.random.default_rng(1)
    who, values, _ = month(rng, people=2000, answers=5, share=0.5)
    squares = ((values - values.mean()) ** 2).sum()
    repeated = design_effect(grouped(who, values)[0], len(values), squares, groups=BUCKETS)
    alone = design_effect(grouped(np.arange(len(values)), values)[0], len(values), squares, groups=BUCKETS)

    assert repeated == pytest.approx(1 + 4 * 0.5, rel=0.35)
    assert 1 <= alone < 1.5


def test_few_answers_that_agree_do_not_make_a_day_certain():
    rng = np.random.default_rng(2)
    who, values, _ = month(rng, people=300, answers=2, share=0.3)
    theirs, _ = grouped(who, values)
    squares = ((values - values.mean()) ** 2).sum()

    found = lent_replicates(9.0, 5, 0.0, theirs, len(values), squares, groups=BUCKETS)

    assert float(jackknife_se(found)) > 0.3


def test_replicates_keep_what_two_figures_have_in_common():
    theirs = np.array([5.0, 4.0, 6.0])

    one = lent_replicates(6.0, 10, 100.0, theirs, 40, 400.0, groups=2)
    other = lent_replicates(3.0, 10, 100.0, theirs, 40, 400.0, groups=2)

    assert (one - other).tolist() == pytest.approx([3.0] * 3)


@pytest.mark.parametrize(
    ("replicates", "squares", "groups"),
    [([5.0, 5.0, 5.0], 0.0, 2), ([5.0, 5.0], 10.0, 1), ([np.nan] * 3, 10.0, 2), ([5.0, 4.0, 6.0], 0.0, 2)],
)
def test_what_cannot_be_told_has_no_effect(replicates, squares, groups):
    assert design_effect(replicates, 20, squares, groups=groups) == 1.0


def test_a_lender_whose_groups_agree_while_its_answers_do_not_lends_nothing():
    found = lent_replicates(6.0, 10, 100.0, [5.0, 5.0, 5.0], 40, 400.0, groups=2)

    assert jackknife_estimate(found, 10, effective_groups=2).status == "insufficient"
