"""Who answers higher when the experience beneath the answers is lifted, on fine and on coarse scales."""

import warnings

import numpy as np
import pytest
from scipy import stats

from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.moves import Parts, effective_uplift, score_moves
from tests.analytics.numerics.moved import mean_move

POINTS = np.arange(11.0)
STARS = np.linspace(0, 10, 5)


def arrivals(people, scores, uplift):
    """Return how many people (R, V) then give each score."""
    counts, after = np.atleast_2d(np.asarray(people, float)), np.array(np.atleast_2d(people), float)
    for share, step in score_moves(counts, scores, uplift):
        for origin in np.flatnonzero(step):
            moved = share[:, origin] * counts[:, origin]
            after[:, origin] -= moved
            after[:, np.argmin(np.abs(scores - scores[origin] - step[origin]))] += moved
    return after


def rated(latent, scores):
    """Return how many of a normal crowd (mean, sd) of 10,000 give each score."""
    cuts = (scores[1:] + scores[:-1]) / 2
    return 10_000 * np.diff(stats.norm.cdf(cuts, *latent), prepend=0, append=1)


def test_uplift_stops_at_the_ends_of_the_scale():
    assert effective_uplift([0.0, 1.0, 9.0, 10.0], 2.0).tolist() == [2.0, 2.0, 1.0, 0.0]
    assert effective_uplift([0.0, 1.0, 10.0], -2.0).tolist() == [0.0, -1.0, -2.0]


@pytest.mark.parametrize("steps", [10, 11])
@pytest.mark.parametrize("uplift", [-3.0, -1.0, 0.0, 0.3, 1.0, 2.5])
def test_on_a_fine_scale_everybody_moves_by_the_uplift(steps, uplift):
    scores = np.linspace(0, 10, steps)

    [(share, step)] = score_moves(np.full((3, steps), 7.0), scores, uplift)

    assert (share == 1.0).all()
    assert (step == effective_uplift(scores, uplift)).all()


@pytest.mark.parametrize("scores", [np.linspace(0, 10, steps) for steps in (3, 4, 5, 7, 9)], ids=len)
@pytest.mark.parametrize("uplift", [-6.0, -1.0, 0.5, 1.0, 2.5, 3.0, 6.0])
def test_a_normal_crowd_on_a_coarse_scale_is_foreseen_exactly(scores, uplift):
    before, after = rated((6.0, 2.2), scores), rated((6.0 + uplift, 2.2), scores)

    assert arrivals(before, scores, uplift)[0] == pytest.approx(after, abs=1e-6)


def test_what_shifts_everybody_is_wrong_on_stars():
    before, after = rated((7.4, 1.8), STARS), rated((8.4, 1.8), STARS)

    truth = (after - before) @ STARS / 10_000

    assert mean_move(before, STARS, 1.0) == pytest.approx(truth)
    assert before @ effective_uplift(STARS, 1.0) / 10_000 < 0.9 * truth


def test_up_and_down_mirror_each_other():
    people = np.array([3, 20, 5, 40, 11])

    assert mean_move(people, STARS, 1.7) == pytest.approx(-mean_move(people[::-1], STARS, -1.7))


def test_the_mean_moves_steadily_with_the_uplift():
    moves = [mean_move([60, 10, 5, 10, 60], STARS, uplift) for uplift in np.linspace(-10, 10, 401)]

    assert (np.diff(moves) > 0).all()
    assert np.diff(moves).max() < 0.1
    assert moves[200] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("uplift", [-40.0, 40.0])
def test_a_huge_uplift_takes_everybody_to_the_end(uplift):
    after = arrivals([10, 20, 40, 20, 10], STARS, uplift)[0]

    assert after[-1 if uplift > 0 else 0] == pytest.approx(100.0)


def test_no_uplift_moves_nobody():
    assert list(score_moves(np.full((2, 5), 9.0), STARS, 0.0)) == []


def test_two_different_scores_move_as_on_a_fine_scale():
    people = np.array([[0, 5, 0, 9, 0]])

    [(share, step)] = score_moves(people, STARS, 1.0)

    assert (share == 1.0).all()
    assert step.tolist() == [1.0, 1.0, 1.0, 1.0, 0.0]


def test_a_score_that_nobody_gave_is_stepped_over():
    people = np.array([[10, 0, 30, 0, 20]])

    [(share, step)] = score_moves(people, STARS, 1.0)

    assert step.tolist() == [5.0, 0.0, 5.0, 0.0, 0.0]
    assert (share[0, [0, 2]] > 0).all()


def test_few_answers_on_a_fine_scale_are_not_taken_for_a_coarse_one():
    people = np.array([[0, 0, 0, 0, 0, 20, 0, 0, 20, 0, 10]])

    [(share, step)] = score_moves(people, POINTS, 1.0)

    assert (share == 1.0).all()
    assert step[[5, 8, 10]].tolist() == [1.0, 1.0, 0.0]


def test_stars_among_answers_on_a_fine_scale_move_as_on_a_fine_scale():
    people = np.array([[10, 0, 0, 30, 0, 40, 0, 0, 30, 5, 20]])

    assert len(list(score_moves(people, POINTS, 1.0))) == 1
    assert next(score_moves(people, POINTS, 1.0))[0].min() == 1.0


@pytest.mark.parametrize("uplift", [-11.0, -2.5, -0.4, 1e-9, 0.4, 2.5, 11.0])
def test_empty_groups_and_emptied_scores_leave_shares_between_nothing_and_all(uplift):
    groups = np.zeros((6, 5))
    groups[1], groups[2], groups[3] = [1, 0, 0, 0, 0], [0, 2, 9, 0, 1], [0, 0, 7, 8, 0]
    alone = np.zeros((4, 5))
    alone[2] = [4, 4, 4, 4, 4]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for people in (leave_one_out(groups), leave_one_out(alone)):
            moves = list(score_moves(people, STARS, uplift))
            total = sum(share for share, _ in moves)

            assert np.isfinite(total).all()
            assert np.min(total) >= 0.0
            assert np.max(total) <= 1.0 + 1e-9
            assert arrivals(people, STARS, uplift).sum(axis=1) == pytest.approx(people.sum(axis=1))


def test_nobody_has_no_mean_to_move():
    assert mean_move(np.zeros(5), STARS, 1.0) == 0.0


def three_answers(mean=8.0, apart=0.8, people=20_000):
    """Return three answers of many people, whole numbers cut off at 0 and 10."""
    rng = np.random.default_rng(1)
    felt = mean + 1.5 * rng.normal(size=(people, 1)) + apart * rng.normal(size=(people, 3))
    return felt, np.clip(np.round(felt), 0, 10)


def parts_of(answers):
    score = answers.mean(axis=1)
    bins = np.floor(score + 0.5).astype(int)
    counts = np.bincount(bins, minlength=11).astype(float)
    means = np.where(counts > 0, np.bincount(bins, score, minlength=11) / np.maximum(counts, 1), POINTS)
    return Parts(np.bincount(answers.astype(int).ravel(), minlength=11).astype(float), counts, means)


@pytest.mark.parametrize("uplift", [0.5, 1.0, 2.0, -1.0])
def test_means_of_answers_move_as_far_as_their_answers_can(uplift):
    felt, answers = three_answers()
    parts = parts_of(answers)

    moved = parts.people @ parts.uplift(parts.scores, uplift) / parts.people.sum()

    assert moved == pytest.approx((np.clip(answers + uplift, 0, 10) - answers).mean(), abs=1e-6)
    if uplift > 0:  # those whose feeling lies above the scale do not decline at once, which no answer tells
        assert moved == pytest.approx((np.clip(np.round(felt + uplift), 0, 10) - answers).mean(), abs=0.03)


def test_scores_near_the_ceiling_lose_most():
    parts = parts_of(three_answers()[1])

    moves = parts.uplift(np.array([5.0, 8.0, 9.0, 9.7, 10.0]), 1.0)

    assert (np.diff(moves) < 0).all()
    assert moves[0] > 0.95
    assert moves[-1] == 0


def test_equal_answers_move_like_one():
    answers = np.repeat(three_answers()[1][:, :1], 3, axis=1)

    assert parts_of(answers).uplift(POINTS, 1.0).tolist() == effective_uplift(POINTS, 1.0).tolist()


def test_no_answers_move_like_one():
    nothing = Parts(np.zeros(11), np.zeros(11), POINTS)

    assert nothing.uplift(POINTS, 1.0).tolist() == effective_uplift(POINTS, 1.0).tolist()
