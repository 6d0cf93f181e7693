import numpy as np
import pytest

from analytics.numerics.drivers.rank_chances import driver_rank_chances, rank_chances


def bucket_sums(slopes, rows=1280, groups=64, seed=1):
    rng = np.random.default_rng(seed)
    count = len(slopes)
    met = (rng.random((rows, count)) < 0.8).astype(float)
    scores = rng.integers(2, 11, size=(rows, count)) * met
    loyalty = 5 + (met * (scores - 6)) @ slopes + rng.normal(size=rows)
    z = np.column_stack([np.ones(rows), met, scores]).reshape(groups, -1, 1 + 2 * count)
    outcome = loyalty.reshape(groups, -1)
    return [
        np.einsum("brp,brq->bpq", z, z),
        np.einsum("brp,br->bp", z, outcome),
        (outcome**2).sum(axis=1),
        outcome.sum(axis=1),
        np.full(groups, rows // groups),
    ]


def test_a_clear_leader_is_nearly_always_first_and_each_touchpoint_has_some_rank():
    chances = driver_rank_chances(*bucket_sums([0.5, 0.2, 0.19]), ["queue", "waiter", "bill"], seed=3, draws=300)

    assert chances.top[0] > 0.99
    assert chances.table.sum(axis=1) == pytest.approx(1.0)
    assert 0.1 < chances.table[1, 1] < 0.9
    assert chances.among_first(2)[0] == pytest.approx(1.0)


def test_chances_are_reproduced_from_the_stored_seed():
    sums = bucket_sums([0.3, 0.28])

    once, again, other = (driver_rank_chances(*sums, ["a", "b"], seed=seed, draws=200) for seed in (1, 1, 2))

    assert (once.table == again.table).all()
    assert once.seed == 1
    assert (once.table != other.table).any()


def test_equal_drivers_share_the_first_rank_evenly_over_worlds():
    tops = [
        driver_rank_chances(*bucket_sums([0.3, 0.3], seed=seed), ["a", "b"], seed=1, draws=50).top for seed in range(30)
    ]

    assert np.mean(tops, axis=0) == pytest.approx([0.5, 0.5], abs=0.2)


def test_a_touchpoint_without_figures_takes_no_rank():
    chances = rank_chances([[0.4, 0.9, 0.1], [0.3, 0.9, 0.2]], [True, False, True], seed=1)

    assert chances.table.tolist() == [[1, 0, 0], [0, 0, 0], [0, 1, 0]]


def test_those_that_tie_share_the_better_rank():
    assert rank_chances([[0.4, 0.4]], [True, True], seed=1).top.tolist() == [1, 1]


def test_one_bucket_or_too_few_respondents_give_a_reason_and_no_chance():
    sums = bucket_sums([0.3, 0.2])
    alone = [np.where((np.arange(64) == 0).reshape(-1, *[1] * (part.ndim - 1)), part, 0) for part in sums]

    lone = driver_rank_chances(*alone, ["a", "b"], seed=1)
    few = driver_rank_chances(*[part[:2] for part in sums], ["a", "b"], seed=1)

    assert "one group of customers" in lone.reason
    assert "at least" in few.reason
    assert not lone.table.any()
    assert not few.top.any()


def test_answers_left_out_by_chance_take_no_rank_from_their_touchpoint_when_they_are_given_back():
    rng = np.random.default_rng(11)
    rows, told = 12_800, rng.random((12_800, 2)) < [0.6, 1.0]
    scores = rng.normal(size=(rows, 2)) + rng.normal(size=(rows, 1))
    loyalty = scores @ [0.34, 0.3] + rng.normal(size=rows)
    design = np.column_stack([np.ones(rows), told, scores * told]).reshape(64, -1, 5)
    outcome = loyalty.reshape(64, -1)
    sums = (
        np.einsum("brp,brq->bpq", design, design),
        np.einsum("brp,br->bp", design, outcome),
        (outcome**2).sum(axis=1),
        outcome.sum(axis=1),
        np.full(64, rows // 64),
    )

    plain = driver_rank_chances(*sums, ["skipped", "asked"], seed=1, draws=200)
    filled = driver_rank_chances(*sums, ["skipped", "asked"], seed=1, draws=200, answered=np.array([0.6, 1.0]))

    assert plain.top[0] < 0.05
    assert filled.top[0] > 0.6
