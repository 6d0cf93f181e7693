"""Weights against unequal response."""

import numpy as np
import pytest

from analytics.numerics.experience.weights import (
    collapse,
    kish_n,
    post_stratified_mean,
    rake,
    represent,
    response_weights,
    trim,
    weighted_mean,
)


def test_equal_weights_lose_nothing():
    assert kish_n(np.full(50, 3.7)) == pytest.approx(50.0)


def test_weights_of_zero_are_nobody():
    assert kish_n([0.0, 0.0]) == 0.0
    assert weighted_mean([3.0, 4.0], [0.0, 0.0]) is None


@pytest.mark.parametrize("weights", [[-1.0, 1.0], [np.nan, 1.0], [np.inf, 1.0]])
def test_senseless_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        trim(weights)


def test_trimmed_weights_stay_in_their_bounds():
    found = trim([0.0, 0.001, 1.0, 1.0, 900.0])

    assert found[0] == 0.0
    assert found[1:].min() == 0.2
    assert found.max() <= 5.0


def test_cells_that_answer_less_weigh_more():
    found = response_weights([100, 100], [50, 25])

    assert found[1] == pytest.approx(2 * found[0])


def test_bounds_count_from_the_mean_over_answers_and_not_over_cells():
    found = response_weights([500, 500], [10, 990])

    assert found == pytest.approx([5.0, 500 / 990], rel=1e-9)  # 50 for a cell of 10 answers is cut to 5


def test_answers_that_no_contact_stands_behind_and_cells_without_answers_weigh_nothing():
    assert response_weights([100, 0, 100], [10, 10, 0]).tolist() == [1.0, 0.0, 0.0]
    assert response_weights([0, 0], [0, 0]).tolist() == [0.0, 0.0]


def test_raking_meets_every_margin_and_keeps_odds():
    table = np.array([[10.0, 20.0, 5.0], [30.0, 40.0, 25.0]])

    found = rake(table, [[60.0, 40.0], [30.0, 30.0, 40.0]])

    assert found.sum(axis=1) == pytest.approx([60.0, 40.0])
    assert found.sum(axis=0) == pytest.approx([30.0, 30.0, 40.0])
    odds = [t[0, 0] * t[1, 1] / t[0, 1] / t[1, 0] for t in (table, found)]
    assert odds[0] == pytest.approx(odds[1])


@pytest.mark.parametrize(
    ("table", "margins", "reason"),
    [
        ([[1.0, 1.0], [1.0, 1.0]], [[2.0, 2.0], [3.0, 3.0]], "different totals"),
        ([[1.0, 1.0], [1.0, 1.0]], [[5.0, -1.0], [2.0, 2.0]], "not negative"),
        ([[1.0, np.nan], [1.0, 1.0]], [[2.0, 2.0], [2.0, 2.0]], "finite"),
        ([[1.0, 1.0], [0.0, 0.0]], [[2.0, 2.0], [2.0, 2.0]], "collapse"),
        ([[1.0, 0.0], [0.0, 1.0]], [[1.0, 3.0], [3.0, 1.0]], "contradict"),
    ],
)
def test_impossible_margins_are_refused(table, margins, reason):
    with pytest.raises(ValueError, match=reason):
        rake(table, margins)


def test_post_stratification_undoes_unequal_response():
    found = post_stratified_mean([500, 500], [10, 90], [80.0, 360.0], [650.0, 1600.0])

    assert found.value == pytest.approx(0.5 * 8.0 + 0.5 * 4.0)


def test_everybody_asked_leaves_no_doubt():
    found = post_stratified_mean([10, 20], [10, 20], [50.0, 60.0], [260.0, 200.0])

    assert found.low == found.value == found.high


@pytest.mark.parametrize("n", [[1, 30], [0, 30]])
def test_a_stratum_with_too_few_answers_is_refused(n):
    assert "collapse" in post_stratified_mean([100, 100], n, [5.0, 90.0], [25.0, 300.0]).reason


def test_no_population_is_insufficient():
    assert post_stratified_mean([0, 0], [5, 5], [1.0, 1.0], [1.0, 1.0]).status == "insufficient"


@pytest.mark.parametrize(
    ("contacts", "answers", "groups"),
    [
        ([10, 10], [5, 5], [(0,), (1,)]),
        ([10, 10, 10, 10], [9, 2, 4, 8], [(0,), (3,), (1, 2)]),
        ([10, 10, 10], [9, 1, 7], [(0,), (1, 2)]),
        ([10, 10, 0], [9, 8, 50], [(0,), (1,)]),
        ([10, 10], [9, 0], [(0, 1)]),
        ([10, 10], [1, 2], [(0, 1)]),
        ([0, 0], [9, 9], []),
        ([], [], []),
    ],
)
def test_cells_with_few_answers_stand_together(contacts, answers, groups):
    assert collapse(contacts, answers) == groups


def test_untrimmed_weights_give_every_cell_the_share_of_its_contacts():
    found = represent([300, 100], [40, 60])

    assert found.shares == pytest.approx([0.75, 0.25])
    assert found.effective_n == pytest.approx(kish_n([1.875] * 40 + [100 / 240] * 60))
    assert found.trimmed == 0.0


def test_trimmed_cells_count_for_less_than_their_contacts_and_say_so():
    found = represent([500, 500], [10, 990])

    assert found.trimmed == 0.5
    assert found.shares[0] == pytest.approx(5 * 10 / (5 * 10 + 990 * 500 / 990))


def test_nobody_represents_nobody():
    found = represent([0, 0], [0, 0])

    assert (found.shares.tolist(), found.effective_n, found.trimmed) == ([0.0, 0.0], 0.0, 0.0)
