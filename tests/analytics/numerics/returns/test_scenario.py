"""Several improvements at once: money, what it costs, when it comes back, and what the doubt is made of."""

import numpy as np
import pytest

from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.scenario import Money, Pert, simulate, variance_shares

CERTAIN = (0.5, 0.0)
FREE = Pert(0, 0, 0)


def replicates(total, spread=0.0, seed=0):
    """Replicates of a gain whose 64 groups differ by `spread` of their mean."""
    groups = total / 64 * (1 + spread * np.random.default_rng(seed).standard_normal(64))
    sums = leave_one_out(groups)
    return sums * np.array([1.0, *([64 / 63] * 64)])


def sure(value):
    return Pert(value, value, value)


def three(total, spread=0.0):
    part = replicates(total, spread)
    return part, part, part


def money(**changes):
    return Money(**{"once": FREE, "monthly": FREE, "horizon": 12, "discount": 0.0} | changes)


def test_parts_add_up_to_the_whole_when_nothing_is_uncertain():
    found = simulate(
        {"queue": three(1000), "pay": three(500)},
        {"queue": sure(1), "pay": sure(1)},
        money(),
        n=9,
        seed=1,
        kappa=CERTAIN,
    )

    assert found.delta_equity.value == pytest.approx(750)
    assert found.parts["queue"].value == pytest.approx(500)
    assert found.npv.value == pytest.approx(750)
    assert found.roi.status == "insufficient"


def test_costs_at_the_start_and_every_month_are_taken_off():
    costs = money(once=sure(100), monthly=sure(10))

    found = simulate({"queue": three(1000)}, {"queue": sure(1)}, costs, n=9, seed=1, kappa=CERTAIN)

    assert found.cost.value == pytest.approx(100 + 12 * 10)
    assert found.npv.value == pytest.approx(500 - 220)
    assert found.roi.value == pytest.approx(280 / 220)


def test_the_gain_pays_back_in_the_month_that_covers_what_was_spent():
    found = simulate({"queue": three(2400)}, {"queue": sure(1)}, money(once=sure(450)), n=9, seed=1, kappa=CERTAIN)

    assert found.payback_months.value == 5
    assert found.p_payback_within_year == 1


def test_a_cost_that_never_comes_back_has_no_month():
    found = simulate({"queue": three(100)}, {"queue": sure(1)}, money(once=sure(450)), n=9, seed=1, kappa=CERTAIN)

    assert found.payback_months.value is None
    assert found.payback_months.reason == "it is not earned back within 12 months"
    assert found.p_npv_positive == 0


def test_a_ramp_and_fading_take_what_does_not_arrive():
    ramped = money(ramp_months=4)
    faded = money(half_life_months=3)

    assert ramped.pattern()[:5].tolist() == [0.25, 0.5, 0.75, 1, 1]
    assert faded.pattern()[[2, 5]].tolist() == pytest.approx([0.5, 0.25])
    found = simulate({"queue": three(1200)}, {"queue": sure(1)}, ramped, n=9, seed=1, kappa=CERTAIN)
    assert found.delta_equity.value == pytest.approx(600 * (0.25 + 0.5 + 0.75 + 9) / 12)


def test_an_uncertain_uplift_is_read_between_its_bounds():
    gains = {"queue": (replicates(100), replicates(300), replicates(400))}
    uplifts = {"queue": Pert(0.5, 1.0, 2.0)}

    found = simulate(gains, uplifts, money(), n=9, seed=1, kappa=CERTAIN, draws=4000)

    assert 50 < found.delta_equity.low < found.delta_equity.value < found.delta_equity.high < 200
    assert found.drivers["uplift of queue"] == pytest.approx(1, abs=1e-9)


def test_the_doubt_is_shared_among_what_was_drawn():
    found = simulate(
        {"queue": three(1000, 0.5), "pay": three(10, 0.5)},
        {"queue": sure(1), "pay": sure(1)},
        money(once=Pert(0, 5, 10)),
        n=9,
        seed=1,
        kappa=(0.5, 0.25),
    )

    assert sum(found.drivers.values()) == pytest.approx(1)
    assert max(found.drivers, key=found.drivers.get) == "causal discount"
    assert found.drivers["cost"] < 0.05


def test_equal_seeds_give_equal_answers_and_others_do_not():
    asked = ({"queue": three(1000, 0.5)}, {"queue": Pert(0.5, 1, 2)}, money(once=Pert(1, 2, 9)))

    one, same, other = (simulate(*asked, n=9, seed=seed, kappa=(0.5, 0.25)) for seed in (3, 3, 4))

    assert one == same
    assert one.npv != other.npv


def test_a_gain_without_an_interval_gives_words():
    broken = replicates(1000)
    broken[3] = np.nan

    found = simulate({"queue": (broken,) * 3}, {"queue": sure(1)}, money(), n=9, seed=1, kappa=CERTAIN)

    assert found.npv.reason == "the forecast has no interval"
    assert (found.p_npv_positive, dict(found.parts)) == (None, {})


@pytest.mark.parametrize("changes", [{"once": Pert(-1, 0, 0)}, {"monthly": Pert(-1, 0, 0)}, {"horizon": 0}])
def test_negative_costs_and_an_empty_horizon_are_refused(changes):
    with pytest.raises(ValueError, match="must"):
        simulate({"queue": three(1)}, {"queue": sure(1)}, money(**changes), n=9, seed=1, kappa=CERTAIN)


def test_shares_of_constants_are_nothing():
    assert variance_shares({"a": np.ones(5), "b": np.ones(5)}, np.arange(5.0)) == {"a": 0.0, "b": 0.0}
