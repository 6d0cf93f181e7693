"""Ranks say how sure they are, and noise does not rank."""

import numpy as np
import pytest

from analytics.numerics.experience import league
from analytics.numerics.experience.league import standings


def drawn(levels, variances, draws=40_000):
    rng = np.random.default_rng(3)
    at = levels + np.sqrt(variances) * rng.normal(size=(draws, len(levels)))
    return 1 + (-at).argsort(axis=1).argsort(axis=1)


@pytest.fixture
def units():
    rng = np.random.default_rng(0)
    return 0.5 * rng.normal(size=40), rng.uniform(0.01, 0.3, size=40)


def test_they_are_what_draws_give(units):
    ranks = drawn(*units)

    found = standings(*units)

    assert [one.rank.value for one in found] == pytest.approx(ranks.mean(axis=0), abs=0.2)
    assert [one.p_best for one in found] == pytest.approx((ranks == 1).mean(axis=0), abs=0.01)
    assert [one.rank.low for one in found] == pytest.approx(np.quantile(ranks, 0.05, axis=0), abs=1)
    assert [one.rank.high for one in found] == pytest.approx(np.quantile(ranks, 0.95, axis=0), abs=1)


def test_many_units_are_taken_as_normal_and_get_the_same(units, monkeypatch):
    exact = standings(*units)
    monkeypatch.setattr(league, "EXACT_UP_TO", 1)

    for one, other in zip(exact, standings(*units), strict=True):
        assert other.rank.low == pytest.approx(one.rank.low, abs=1)
        assert other.rank.high == pytest.approx(one.rank.high, abs=1)
        assert other.p_best == pytest.approx(one.p_best, abs=0.03)


def test_true_ranks_are_inside_as_often_as_promised():
    rng = np.random.default_rng(6)
    inside = []
    for _ in range(60):
        truth, variances = 0.4 * rng.normal(size=15), rng.uniform(0.02, 0.4, size=15)
        told = truth + np.sqrt(variances) * rng.normal(size=15)
        b = variances / (variances + 0.16)
        real = 1 + (-truth).argsort().argsort()
        found = standings((1 - b) * told, (1 - b) * variances)
        inside += [one.rank.low <= rank <= one.rank.high for one, rank in zip(found, real, strict=True)]

    assert 0.88 <= np.mean(inside) <= 0.99


def test_units_that_look_equal_share_the_middle():
    found = standings([7.0] * 5, [0.1] * 5)

    assert [round(one.rank.value, 6) for one in found] == [3.0] * 5
    assert [round(one.p_best, 2) for one in found] == [0.2] * 5
    assert {(one.rank.low, one.rank.high) for one in found} == {(1.0, 5.0)}


def test_units_far_apart_have_one_place():
    found = standings([9.0, 8.0, 7.0], [1e-6] * 3)

    assert [(one.rank.value, one.rank.low, one.rank.high) for one in found] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


def test_a_unit_alone_has_no_rank():
    (alone,) = standings([7.0], [0.1])

    assert (alone.rank.value, alone.p_best) == (None, None)
    assert alone.rank.reason == "there is nobody to compare with"


@pytest.mark.parametrize("bad", [(float("nan"), 0.1), (7.0, float("inf")), (7.0, 0.0)])
def test_a_unit_whose_level_is_not_known_takes_no_rank(bad):
    found = standings([8.0, bad[0], 7.0], [0.01, bad[1], 0.01])

    assert found[1].rank.status == "insufficient"
    assert [found[0].rank.value, found[2].rank.value] == pytest.approx([1, 2])
