"""The months of a world pass as its parameters say."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analytics.simulation.curves import repurchase_curve, revenue_curve
from analytics.simulation.generate import generate
from analytics.simulation.world import World

type Maker = Callable[..., World]


def test_the_same_seed_gives_the_same_company(make_world: Maker) -> None:
    first, second = generate(make_world()), generate(make_world())

    assert np.array_equal(first.visits.latent, second.visits.latent)
    assert np.array_equal(first.visits.amount, second.visits.amount)


def test_another_seed_gives_another_company(make_world: Maker) -> None:
    assert not np.array_equal(
        generate(make_world()).visits.level[:500], generate(make_world(seed=6)).visits.level[:500]
    )


def test_an_order_follows_exactly_from_a_repurchase_or_a_fresh_start(make_world: Maker) -> None:
    company = generate(make_world(traffic={}))
    visits = company.visits

    bought_again = visits.customer[(visits.month == 0) & visits.repurchased]
    new = np.flatnonzero(company.people.joined == 1)

    assert np.array_equal(visits.customer[visits.month == 1], np.union1d(bought_again, new))


def test_referred_customers_join_in_the_month_after(make_world: Maker) -> None:
    company = generate(make_world(referral={"intercept": -2.0, "slope": 0.0}, traffic={}))
    first = company.visits.month == 0

    joined = company.people.joined == 1

    assert joined.sum() == company.visits.referrals[first].sum() > 100
    assert set(company.people.referrer[joined]) <= set(company.visits.customer[first])


def test_repurchase_follows_its_curve(make_world: Maker) -> None:
    world = make_world(customers=40_000, months={"start": dt.date(2026, 1, 1), "count": 1})
    visits = generate(world).visits

    for level in (5, 7, 9):
        held = visits.level == level
        truth = repurchase_curve(world)[0, level]
        assert abs(visits.repurchased[held].mean() - truth) < 4 * np.sqrt(truth * (1 - truth) / held.sum())


def test_behaviour_can_follow_loyalty_as_it_is_felt(make_world: Maker) -> None:
    calm = {"loyalty": {"behaviour": "unrounded"}, "months": {"start": dt.date(2026, 1, 1), "count": 1}}
    visits = generate(make_world(customers=40_000, **calm)).visits
    rate = [visits.repurchased[half & (visits.level == 8)] for half in (visits.line < 8, visits.line >= 8)]

    assert np.array_equal(visits.felt, np.clip(visits.line, 0, 10))
    assert rate[1].mean() > rate[0].mean() + 0.01


def test_amounts_follow_the_loyalty_of_the_month_before(make_world: Maker) -> None:
    world = make_world(customers=40_000, traffic={}, months={"start": dt.date(2026, 1, 1), "count": 2})
    visits = generate(world).visits
    before = dict(zip(visits.customer[visits.month == 0], visits.level[visits.month == 0], strict=True))
    later = np.flatnonzero(visits.month == 1)
    level = np.array([before.get(customer, -1) for customer in visits.customer[later]])

    for wanted in (5, 9):
        amounts = visits.amount[later[level == wanted]] / 100
        error = amounts.std() / np.sqrt(len(amounts))
        assert abs(amounts.mean() - revenue_curve(world)[wanted]) < 4 * error


def test_exposure_and_its_correlation_are_as_planted(make_world: Maker) -> None:
    points = [{"code": code, "exposure": 0.6} for code in ("a", "b")]
    world = make_world(touchpoints=points, customers=20_000, correlation={"exposure": 0.5})
    met = generate(world).visits.met

    assert met.mean(axis=0) == pytest.approx([0.6, 0.6], abs=0.02)
    assert np.corrcoef(met.T)[0, 1] > 0.25


def test_missing_at_random_depends_on_the_segment(make_world: Maker) -> None:
    parts = [{"code": "a", "share": 0.5}, {"code": "b", "share": 0.5, "exposure_shift": -1.0}]
    company = generate(make_world(segments=parts))
    met, segment = company.visits.met[:, 1], company.segment_of_visit()

    assert met[segment == 0].mean() > met[segment == 1].mean() + 0.2
    assert company.visits.met[:, 0].all()


def test_answers_lie_on_their_scales(make_world: Maker) -> None:
    points = [{"code": "a", "question": "dims"}, {"code": "b", "rating_max": 5}]
    company = generate(make_world(touchpoints=points))
    written = company.answers()

    assert written[:, 0].min() >= 0
    assert written[:, 0].max() <= 10
    assert set(np.unique(written[:, 1, 0])) <= {1, 2, 3, 4, 5}


def test_straight_liners_tick_one_figure_and_behave_by_their_true_loyalty(make_world: Maker) -> None:
    company = generate(make_world(missing={"careless": 0.3}))
    bored = company.visits.careless >= 0
    told = company.answered_scores()[bored]

    assert 0.25 < bored.mean() < 0.35
    assert np.array_equal(told[:, 0], told[:, 1])
    assert np.array_equal(company.answered_loyalty()[bored], company.visits.careless[bored])
    assert not np.array_equal(company.visits.level[bored], company.visits.careless[bored])


def test_style_moves_answers_but_not_behaviour(make_world: Maker) -> None:
    company = generate(make_world(correlation={"style_sd": 2.0}))

    gap = company.answered_loyalty() - company.visits.level

    assert gap.std() > 1.0


def test_a_plan_lifts_only_treated_units_from_its_start(make_world: Maker, chain: dict[str, Any]) -> None:
    with_plan = generate(make_world(customers=12_000, **chain))
    chain["plans"][0]["effect"] = 0.0
    without = generate(make_world(customers=12_000, **chain))
    early = with_plan.visits.month <= 1
    lift = with_plan.visits.latent[early] - without.visits.latent[without.visits.month <= 1]
    month, day = with_plan.visits.month[early], with_plan.visits.day[early]
    treated = with_plan.treated[0][with_plan.unit_of_visit()[early]]

    assert with_plan.treated[0].sum() == 2
    assert np.array_equal(lift[:, 0, 0] > 0.5, treated & (month == 1) & (day >= 14))
    assert not lift[:, 1].any()


def test_the_worst_looking_units_can_be_picked(make_world: Maker, chain: dict[str, Any]) -> None:
    chain["plans"][0]["choose"] = "worst"
    points = [{"code": "queue", "slope": 0.4, "unit_sd": 1.5}]
    company = generate(make_world(touchpoints=points, **chain))
    early, unit = company.visits.month == 0, company.unit_of_visit()
    looks = np.array([company.visits.perceived[early & (unit == place), 0].mean() for place in range(6)])

    assert set(np.argsort(looks)[:2]) == set(np.flatnonzero(company.treated[0]))


def test_a_mishap_shows_where_and_when_it_happened(make_world: Maker, chain: dict[str, Any]) -> None:
    chain["plans"] = []
    shock = {"touchpoint": "queue", "start_date": dt.date(2026, 2, 1), "end_date": dt.date(2026, 3, 1), "effect": -3.0}
    company = generate(make_world(shocks=[shock | {"units": ["north-01"]}], **chain))
    hit = (company.unit_of_visit() == 0) & (company.visits.month == 1)

    queue = company.visits.perceived[:, 0]

    assert queue[hit].mean() < queue[~hit].mean() - 2


def test_seasons_bring_more_people(make_world: Maker) -> None:
    busy = [1.0] * 12
    busy[1] = 4.0
    company = generate(make_world(traffic={"newcomers": 0.05, "seasons": busy}))
    joined = np.bincount(company.people.joined, minlength=3)

    assert joined[1] > 2.5 * joined[2]
