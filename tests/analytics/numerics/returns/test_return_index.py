"""Return index and its split."""

import numpy as np
import pytest

from analytics.numerics.returns.return_index import return_index, split_index

LEVELS = np.arange(11.0)
VALUES = 5 + LEVELS**1.5


def histograms(shift, seed=1, buckets=8):
    rng = np.random.default_rng(seed)
    loyalty = np.clip(np.round(7 + shift + 2 * rng.normal(size=(buckets, 200))), 0, 10).astype(int)
    counts = np.stack([np.bincount(row, minlength=11) for row in loyalty]).astype(float)
    return np.concatenate([counts.sum(0, keepdims=True), counts.sum(0) - counts])


def split(shift=0.3, **changes):
    replicates = np.ones((9, 1))
    terms = {
        "histogram": histograms(shift, seed=2),
        "reference": histograms(0.0),
        "v_ref": VALUES[None],
        "levels": LEVELS,
        "slopes": replicates * np.array([0.5, 0.2]),
        "gamma": replicates * np.array([0.1, -0.2]),
        "reach": replicates * np.array([0.9, 0.6]),
        "reach_ref": replicates * np.array([0.9, 0.5]),
        "means": replicates * np.array([7.6, 7.0]),
        "means_ref": replicates * np.array([7.0, 7.0]),
    }
    return split_index(**{**terms, **changes})


def test_the_reference_period_is_100():
    counts = histograms(0.0)

    assert return_index(counts, counts, VALUES[None]) == pytest.approx(np.full(9, 100.0))


def test_parts_add_up_exactly():
    found = split()

    assert found.contributions.sum(axis=1) + found.other == pytest.approx(found.index - 100.0, abs=1e-10)


def test_a_better_score_counts_by_its_slope_and_reach():
    found = split()

    assert found.contributions[0, 0] == pytest.approx(found.points_per_loyalty[0] * 0.9 * 0.5 * 0.6)


def test_more_reach_of_a_touchpoint_that_annoys_costs_points():
    found = split()

    assert found.contributions[0, 1] == pytest.approx(found.points_per_loyalty[0] * 0.1 * -0.2)


def test_nothing_changed_leaves_nothing_to_explain():
    same = {name: np.ones((9, 2)) for name in ("reach", "reach_ref", "means", "means_ref")}

    found = split(histogram=histograms(0.0), **same)

    assert found.contributions == pytest.approx(np.zeros((9, 2)))
    assert found.other == pytest.approx(np.zeros(9), abs=1e-9)


def test_the_currency_does_not_matter():
    assert split(v_ref=100 * VALUES[None]).contributions == pytest.approx(split().contributions)


def test_estimates_carry_intervals():
    found = split()

    for figure in (found.index_estimate(), found.other_estimate()):
        assert figure.low < figure.value < figure.high
    assert found.contribution_estimate(0).value == pytest.approx(found.contributions[0, 0])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"histogram": np.zeros((9, 11))}, "this period"),
        ({"reference": np.zeros((9, 11))}, "reference period"),
        ({"v_ref": -VALUES[None]}, "lose money"),
    ],
)
def test_unusable_periods_say_why(changes, reason):
    found = split(**changes)

    assert reason in found.reason
    assert found.index_estimate().value is None
    assert found.contribution_estimate(0).value is None
