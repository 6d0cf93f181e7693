"""Several touchpoints improved at once bring less than the sum where loyalty reaches its top, and share it fairly."""

import numpy as np
import pytest

from analytics.numerics.returns.crowd import crowd_of
from analytics.numerics.returns.groups import Group
from analytics.numerics.returns.together import gain_together, mean_shift

SCORES = LEVELS = np.arange(11.0)


def joint(mean, size=4000, seed=1):
    """Counts of scores by loyalty, loyalty around `mean`, the same in every replicate."""
    rng = np.random.default_rng(seed)
    loyalty = np.clip(np.round(rng.normal(mean, 1.5, size)), 0, 10).astype(int)
    score = np.clip(np.round(loyalty - 1 + rng.normal(0, 1.5, size)), 0, 9).astype(int)
    table = np.zeros((11, 11))
    np.add.at(table, (score, loyalty), 1)
    return np.repeat(table[None], 3, axis=0)


def group(mean=6.0, slopes=(0.5, 0.3), customers=1000.0, steep=False):
    tables = [joint(mean, seed=place) for place in range(len(slopes))]
    return Group(
        code="",
        customers=customers,
        rows=np.full(3, 5000.0),
        crowds=tuple(crowd_of(table, SCORES, LEVELS) for table in tables),
        slopes=np.tile(slopes, (3, 1)),
        value=lambda levels: np.repeat(levels**2 if steep else 10 * levels, 3, axis=0),
        lent=np.ones(len(slopes)),
        lent_value=1.0,
        filled=64,
    )


def test_one_touchpoint_alone_brings_what_the_group_says():
    people = group()

    assert gain_together([people], {0: 1.0})[0] == pytest.approx(people.gain(0, 1.0))


def test_groups_add_up():
    one, other = group(5.0), group(7.0, customers=300.0)

    both = gain_together([one, other], {0: 1.0, 1: 0.5})

    apart = [gain_together([each], {0: 1.0, 1: 0.5}) for each in (one, other)]
    assert both[1] == pytest.approx(apart[0][1] + apart[1][1])


def test_far_from_the_top_two_bring_about_the_sum():
    people = group(5.0)

    together = sum(gain_together([people], {0: 0.5, 1: 0.5}).values())

    assert together == pytest.approx(people.gain(0, 0.5) + people.gain(1, 0.5), rel=0.03)


def test_near_the_top_two_bring_less_than_the_sum():
    people = group(9.3, slopes=(1.0, 1.0))

    together = sum(gain_together([people], {0: 2.0, 1: 2.0}).values())[0]

    apart = people.gain(0, 2.0)[0] + people.gain(1, 2.0)[0]
    assert max(people.gain(0, 2.0)[0], people.gain(1, 2.0)[0]) < together < 0.97 * apart


def test_where_value_rises_steeply_two_bring_more_than_the_sum():
    people = group(4.0, slopes=(0.8, 0.8), steep=True)

    together = sum(gain_together([people], {0: 2.0, 1: 2.0}).values())[0]

    assert together > people.gain(0, 2.0)[0] + people.gain(1, 2.0)[0]


def test_the_mean_shift_counts_those_who_do_not_meet_the_touchpoint():
    people = group(slopes=(0.5, 0.5))

    assert mean_shift(people, 0, 1.0) == pytest.approx(np.full(3, 0.5 * 4000 / 5000))


def test_a_touchpoint_whose_people_tell_too_little_brings_nothing():
    people = group()
    blind = Group(
        code="",
        customers=10.0,
        rows=people.rows,
        crowds=(None, people.crowds[1]),
        slopes=people.slopes,
        value=people.value,
        lent=people.lent,
        lent_value=1.0,
        filled=64,
    )

    found = gain_together([blind], {0: 1.0, 1: 1.0})

    assert not found[0].any()
    assert found[1] == pytest.approx(blind.gain(1, 1.0))
