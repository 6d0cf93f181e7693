"""Truth comes from intervening in the generator."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analytics.simulation.curves import LEVELS, lifetime_value, repurchase_curve
from analytics.simulation.experience import to_level
from analytics.simulation.generate import generate
from analytics.simulation.population import project
from analytics.simulation.truth import line_after, true_plan_effect, true_projection, true_returns
from analytics.simulation.truth_file import truth_document
from analytics.simulation.world import World

type Maker = Callable[..., World]


def test_no_intervention_changes_nothing(make_world: Maker) -> None:
    company = generate(make_world())

    line, score = line_after(company, 0, 0.0)

    assert np.array_equal(to_level(line), company.visits.level)
    assert np.array_equal(score, company.visits.perceived[:, 0])


def test_who_did_not_meet_a_touchpoint_gains_nothing_from_it(make_world: Maker) -> None:
    company = generate(make_world())

    level = to_level(line_after(company, 1, 3.0)[0])
    met = company.visits.met[:, 1]

    assert np.array_equal(level[~met], company.visits.level[~met])
    assert (level[met] > company.visits.level[met]).mean() > 0.1


def test_segments_add_up_by_their_own_customers(make_world: Maker) -> None:
    parts = [{"code": "few", "share": 0.3, "slope_factor": 2.0}, {"code": "many", "share": 0.7, "slope_factor": 0.0}]
    company = generate(make_world(segments=parts, customers=4000))
    returns = true_returns(company)
    segment, visits = company.segment_of_visit(), company.visits
    people = company.people.segment[np.unique(visits.customer)]
    rise = to_level(line_after(company, 0, 1.0)[0]) - visits.level

    assert not rise[segment == 1].any()
    assert returns.customers[-1] == len(people)
    assert 0 < returns.per_point[-1, 0] < (people == 0).sum() * rise[segment == 0].mean() * returns.mean_clv[-1]


def test_the_ceiling_holds_gains_back(make_world: Maker) -> None:
    low, high = (
        generate(make_world(touchpoints=[{"code": "queue", "mean": mean, "sd": 1.5, "slope": 0.5}]))
        for mean in (5.0, 9.5)
    )

    moved = [np.mean(to_level(line_after(company, 0, 1.0)[0]) - company.visits.level) for company in (low, high)]

    assert moved[0] > 1.6 * moved[1] > 0


def test_the_value_of_a_customer_is_equation_8_by_hand(make_world: Maker) -> None:
    world = make_world(value={"margin_rate": 0.5, "horizon_months": 2, "discount_rate_monthly": 0.1})
    p = float(repurchase_curve(world)[0, 8])

    assert lifetime_value(world)[0, 8] == pytest.approx(0.5 * (80 + 5 * 8) * (p / 1.1 + (p / 1.1) ** 2))


def test_the_s_shape_runs_between_its_ends(make_world: Maker) -> None:
    shape = {"shape": "s_shape", "low": 0.1, "high": 0.7, "middle": 6.0, "steepness": 3.0}

    curve = repurchase_curve(make_world(repurchase=shape))[0]

    assert curve[0] == pytest.approx(0.1, abs=0.01)
    assert curve[6] == pytest.approx(0.4)
    assert curve[10] == pytest.approx(0.7, abs=0.01)
    assert len(curve) == len(LEVELS)


def test_returns_scale_with_the_slope_and_the_reach(make_world: Maker) -> None:
    points = [
        {"code": "strong", "slope": 0.4, "mean": 6.0},
        {"code": "weak", "slope": 0.1, "mean": 6.0},
        {"code": "rare", "slope": 0.4, "mean": 6.0, "exposure": 0.3},
    ]
    company = generate(make_world(customers=20_000, touchpoints=points))

    strong, weak, rare = true_returns(company).per_point[1]

    assert 3.0 < strong / weak < 5.0
    assert rare / strong == pytest.approx(0.3, abs=0.03)


def test_customers_of_a_window_are_counted_once(make_world: Maker) -> None:
    company = generate(make_world(value={"window_months": 2}))
    visits = company.visits

    counted = true_returns(company).customers

    assert counted[0] == (visits.month == 0).sum()
    assert counted[2] == len(set(visits.customer[visits.month >= 1]))


def test_without_ceilings_the_population_slopes_are_the_planted_ones(make_world: Maker) -> None:
    points = [
        {"code": "a", "mean": 5.0, "sd": 1.2, "slope": 0.3},
        {"code": "b", "mean": 5.0, "sd": 1.2, "slope": 0.15, "exposure": 0.5, "meeting": 0.5},
    ]
    company = generate(make_world(touchpoints=points, loyalty={"intercept": 5.0, "noise": 1.0}))

    found = true_projection(company)

    assert found.slopes == pytest.approx([0.3, 0.15], abs=0.012)
    assert found.ranks() == [1, 2]


def test_taste_and_style_do_not_touch_the_true_slopes(make_world: Maker) -> None:
    company = generate(make_world(correlation={"style_sd": 1.5, "taste_sd": 1.0, "taste_loyalty": 1.0}))
    visits = company.visits

    told = project(visits.met, company.answered_scores(), company.answered_loyalty())

    assert abs(told.slopes[0] - 0.5) > 0.1
    assert true_projection(company).slopes[0] == pytest.approx(0.47, abs=0.04)


def test_relative_weights_add_up_to_what_scores_explain_beyond_meeting(make_world: Maker) -> None:
    visits = generate(make_world()).visits
    meeting = np.column_stack([np.ones(len(visits)), visits.met[:, 1]])
    scored = np.column_stack([meeting, np.where(visits.met, visits.perceived, 0.0)])

    found = project(visits.met, visits.perceived, visits.level)

    left = [np.var(visits.level - x @ np.linalg.lstsq(x, visits.level, rcond=None)[0]) for x in (meeting, scored)]
    assert found.r2 == pytest.approx((left[0] - left[1]) / visits.level.var(), abs=1e-9)


def test_a_plan_effect_is_the_difference_to_the_same_visits_without_it(
    make_world: Maker, chain: dict[str, Any]
) -> None:
    company = generate(make_world(customers=12_000, **chain))

    found = true_plan_effect(company, company.world.plans[0], company.treated[0])

    assert 8.0 < found["value"] < 10.0
    assert 0.3 < found["loyalty"] < 0.5
    assert found["money"] > 0


def test_a_plan_without_effect_changes_nothing(make_world: Maker, chain: dict[str, Any]) -> None:
    chain["plans"][0]["effect"] = 0.0
    company = generate(make_world(**chain))

    found = true_plan_effect(company, company.world.plans[0], company.treated[0])

    assert found["value"] == found["loyalty"] == found["nps"] == found["money"] == 0.0
    assert found["visits"] > 0


def test_the_document_speaks_of_the_last_month(make_world: Maker) -> None:
    document = truth_document(generate(make_world()))

    assert document["period"] == "2026-03"
    assert [row["period"] for row in document["periods"]] == ["2026-01", "2026-02", "2026-03"]
    assert document["touchpoints"][0]["return_per_point"] == document["periods"][2]["return_per_point"]["queue"]
    assert [row["level"] for row in document["loyalty_levels"]] == list(range(11))
