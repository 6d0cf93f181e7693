"""Units, NPS, CSAT and CES."""

import itertools

import numpy as np
import pytest

from analytics.numerics.experience.scales import (
    ces_from_histogram,
    csat_from_histogram,
    loyalty_bin,
    nps_from_histogram,
    nps_replicates,
    to_points,
    to_units,
    top_two_replicates,
    wilson,
)


@pytest.mark.parametrize("steps", range(2, 12))
def test_scales_of_two_to_eleven_steps_are_exact(steps):
    units = [to_units(raw, lowest=1, highest=steps) for raw in range(1, steps + 1)]

    assert units[0] == 0
    assert units[-1] == 2520
    assert len({after - before for before, after in itertools.pairwise(units)}) == 1


def test_an_effort_scale_is_turned_round():
    assert to_units(1, lowest=1, highest=7, low_is_good=True) == 2520


@pytest.mark.parametrize("raw", [0, 6])
def test_an_answer_off_its_scale_is_refused(raw):
    with pytest.raises(ValueError, match="not on a scale"):
        to_units(raw, lowest=1, highest=5)


def test_a_scale_without_width_is_refused():
    with pytest.raises(ValueError, match="not on a scale"):
        to_units(1, lowest=1, highest=1)


def test_half_a_point_is_rounded_up():
    assert [loyalty_bin(to_units(raw, lowest=1, highest=5)) for raw in range(1, 6)] == [0, 3, 5, 8, 10]


def test_units_are_points_again():
    assert to_points([0, 252, 2520]).tolist() == [0.0, 1.0, 10.0]


def test_net_promoter_score_of_pooled_groups_is_that_of_everybody():
    rng = np.random.default_rng(3)
    groups = rng.integers(0, 50, size=(7, 11))

    pooled = nps_replicates(groups.sum(axis=0))
    weighted = (nps_replicates(groups) * groups.sum(axis=1)).sum() / groups.sum()

    assert pooled == pytest.approx(weighted, rel=1e-12)


def test_passives_do_not_move_promoters_minus_detractors():
    assert nps_replicates([2, 0, 0, 0, 0, 0, 1, 0, 0, 3, 3]) == pytest.approx(100 / 3)


def test_weights_change_the_score_and_the_effective_n_widens_it():
    counts = np.array([0, 0, 0, 0, 0, 0, 20.0, 0, 20, 0, 60])

    full = nps_from_histogram(counts)
    thin = nps_from_histogram(counts, effective_n=25.0)

    assert full.value == thin.value
    assert thin.high - thin.low > 1.5 * (full.high - full.low)


@pytest.mark.parametrize("figure", [nps_from_histogram, csat_from_histogram, ces_from_histogram])
def test_silence_is_not_a_score(figure):
    found = figure([0] * 11)

    assert (found.value, found.status, found.n) == (None, "insufficient", 0)


@pytest.mark.parametrize("figure", [nps_from_histogram, csat_from_histogram])
def test_agreement_of_all_is_not_certainty(figure):
    found = figure([0] * 10 + [5])

    assert found.value == 100.0
    assert found.low < 75.0


@pytest.mark.parametrize("figure", [nps_from_histogram, csat_from_histogram, ces_from_histogram])
@pytest.mark.parametrize("factor", [4, 100])
def test_more_of_the_same_answers_keep_the_value_and_narrow_the_interval(figure, factor):
    few = np.array([1, 1, 1, 1, 2, 1, 3, 1, 1, 2, 3])

    small, large = figure(few), figure(few * factor)

    assert small.value == pytest.approx(large.value)
    assert large.high - large.low < small.high - small.low


def test_one_answer_about_effort_has_no_interval():
    assert ces_from_histogram([0, 0, 1, 0, 0, 0, 0]).status == "insufficient"


def test_the_interval_of_effort_stays_on_the_scale():
    found = ces_from_histogram([0, 0, 0, 0, 0, 1, 3])

    assert found.high <= 7.0


def test_shares_without_answers_are_insufficient():
    assert wilson(0, 0).status == "insufficient"


def test_replicates_follow_their_histograms():
    assert top_two_replicates([[1, 0, 0, 1, 2], [0, 0, 4, 0, 0]]).tolist() == [75.0, 0.0]
    assert np.isnan(nps_replicates([[0] * 11])).all()
