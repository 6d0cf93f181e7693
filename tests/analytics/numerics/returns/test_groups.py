"""Groups keep their own slopes and values as far as they differ, and no further."""

from functools import partial

import numpy as np
import pytest

from analytics.numerics.arrays import divide
from analytics.numerics.jackknife import jackknife_estimate, jackknife_se
from analytics.numerics.returns.chain import ChainSums, fit_chain
from analytics.numerics.returns.groups import BETWEEN_ANSWERS, least_rows
from analytics.numerics.returns.value import value_curve
from analytics.numerics.shrinkage import common_weights

POINTS = np.arange(11.0)
PRICE = partial(value_curve, margin_rate=0.4, horizon=12, discount=0.01, referral_share=0.5, acquisition_cost=30.0)
LOW, HIGH = (0.2,) * 3, (0.6,) * 3


def sums_of(*worlds, customers=None):
    """Return the sums of several worlds, each as one group of customers."""

    def stack(values):
        return np.stack(list(values))

    def design(one):
        return np.column_stack([np.ones(len(one.x)), one.met, one.met * one.x])

    def table(one, weights=None):
        cells = np.bincount(one.bucket * 11 + one.loyalty, weights=weights, minlength=64 * 11)
        return cells.reshape(64, 11).astype(float)

    count = worlds[0].x.shape[1]
    return ChainSums(
        touchpoints=tuple(f"t{j}" for j in range(count)),
        groups=tuple(f"g{place}" for place in range(len(worlds))),
        gram=stack(one.sums(design(one)[:, :, None] * design(one)[:, None, :]) for one in worlds),
        xl=stack(one.sums(design(one) * one.loyalty[:, None]) for one in worlds),
        ll=stack(one.sums(one.loyalty.astype(float) ** 2) for one in worlds),
        l_sum=stack(one.sums(one.loyalty.astype(float)) for one in worlds),
        n=stack(one.sums(np.ones(len(one.x))) for one in worlds),
        joint=stack(np.stack([one.joint(j)[0] - one.joint(j)[1:] for j in range(count)], axis=1) for one in worlds),
        scores=np.tile(POINTS, (count, 1)),
        levels=POINTS,
        parts=(None,) * count,
        answered=np.ones(count),
        followed=stack(table(one) for one in worlds),
        repurchased=stack(table(one, one.back) for one in worlds),
        money=stack(table(one, one.money) for one in worlds),
        referrals=stack(table(one, one.referrals) for one in worlds),
        followed_loyalty=stack(table(one, one.loyalty) for one in worlds),
        customers=np.array(customers or [float(len(one.x)) for one in worlds]),
    )


@pytest.fixture(scope="module")
def unlike(world):
    """Two groups with other slopes."""
    return fit_chain(
        sums_of(world(seed=1, customers=4000, slopes=LOW), world(seed=2, customers=4000, slopes=HIGH)), PRICE
    )


@pytest.fixture(scope="module")
def alike(world):
    """Two groups of one kind."""
    return fit_chain(
        sums_of(world(seed=3, customers=4000, slopes=LOW), world(seed=4, customers=4000, slopes=LOW)), PRICE
    )


def test_groups_that_differ_keep_their_slopes(unlike):
    low, high = unlike.groups

    assert max(low.lent.max(), high.lent.max()) < 0.1
    assert low.slopes[0] == pytest.approx(LOW, abs=0.06)
    assert high.slopes[0] == pytest.approx(HIGH, abs=0.06)


def test_groups_that_do_not_differ_share_slopes_and_values(alike):
    first, second = alike.groups

    assert np.mean([first.lent, second.lent]) > 0.5
    assert np.abs(first.slopes[0] - second.slopes[0]).max() < 0.04
    assert first.lent_value > 0.3


def test_the_money_of_groups_adds_up(unlike):
    parts = [group.gain(0, 1.0) for group in unlike.groups]

    assert unlike.gain(0, 1.0)[0] == pytest.approx(parts[0][0] + parts[1][0])
    assert parts[1][0] > 1.5 * parts[0][0]


def test_groups_make_no_interval_much_wider_where_they_do_not_differ(alike):
    apart = alike.gain_estimate(0, 1.0)
    together = jackknife_estimate(alike.common.gain(0, 1.0), apart.n)

    assert apart.value == pytest.approx(together.value, rel=0.05)
    assert apart.high - apart.low < 1.3 * (together.high - together.low)


def test_a_group_with_few_answers_is_taken_for_everybody(world):
    many, few = world(seed=5, customers=4000, slopes=LOW), world(seed=6, customers=60, slopes=HIGH)
    chain = fit_chain(sums_of(many, few, customers=[4000.0, 1000.0]), PRICE)

    assert least_rows(3) > 60
    assert chain.groups[1].gain(0, 1.0)[0] == pytest.approx(chain.common.gain(0, 1.0)[0] * 1000 / 5000)
    assert chain.groups[1].lent.tolist() == [1.0, 1.0, 1.0]


def test_intervals_hold_chance_and_what_no_answer_tells(world):
    group = fit_chain(sums_of(world(seed=5, customers=2000, slopes=LOW)), PRICE).groups[0]
    plain = divide(group.customers, group.rows) * group.crowds[0].gain(group.slopes[:, 0], 1.0, group.value)

    shown = group.gain(0, 1.0)

    assert shown[0] == plain[0]
    extra = np.sqrt(jackknife_se(shown) ** 2 - jackknife_se(plain) ** 2) / plain[0]
    assert BETWEEN_ANSWERS < extra < 0.08


def test_customers_who_are_not_there_bring_nothing(world):
    chain = fit_chain(sums_of(world(seed=5, customers=2000, slopes=LOW), customers=[0.0]), PRICE)

    assert chain.gain(0, 1.0).tolist() == [0.0] * 65


def test_one_group_is_the_chain_of_everybody(world):
    sums = sums_of(world(seed=7, customers=2000, slopes=LOW))
    chain = fit_chain(sums, PRICE)

    assert chain.gain(1, 1.0).tolist() == chain.common.gain(1, 1.0).tolist()
    assert chain.group("g0") is chain.groups[0]
    assert chain.group("g1") is None


def test_a_group_where_nobody_met_a_touchpoint_borrows_its_slope(world):
    one, other = world(seed=8, customers=2000, slopes=LOW), world(seed=9, customers=2000, slopes=LOW)
    other.met[:, 2] = 0
    other.x[:, 2] = 0
    chain = fit_chain(sums_of(one, other), PRICE)

    assert chain.groups[1].lent[2] == 1.0
    assert chain.groups[1].gain(2, 1.0).tolist() == [0.0] * 65
    assert chain.groups[1].refusal(2, 1.0)


def test_chance_gives_the_common_figure_all_the_weight():
    assert common_weights([0.1, -0.1, 0.05], [0.04, 0.04, 0.04]).tolist() == [1.0, 1.0, 1.0]


def test_unknown_cells_borrow_everything():
    weights = common_weights([5.0, -5.0, np.nan], [0.01, 0.01, np.inf])

    assert weights[:2].max() < 0.01
    assert weights[2] == 1.0
