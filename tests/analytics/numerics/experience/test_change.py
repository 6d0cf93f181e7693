"""The change between two estimates is as unsure as both of them."""

from __future__ import annotations

import math

import pytest

from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.change import change_between
from analytics.numerics.quantiles import normal_quantile

BEFORE = Estimate(60.0, 57.0, 63.0, 400)
AFTER = Estimate(66.0, 62.0, 70.0, 300)


def test_spreads_add_up_in_squares() -> None:
    found = change_between(BEFORE, AFTER)

    assert (found.value, found.low, found.high, found.n, found.status) == (6.0, 1.0, 11.0, 700, "ok")


def test_backwards_is_the_same_with_the_other_sign() -> None:
    one, other = change_between(BEFORE, AFTER), change_between(AFTER, BEFORE)

    assert (other.value, other.low, other.high) == (-6.0, -11.0, -1.0)
    assert one.n == other.n


def test_two_normal_means_give_their_exact_interval() -> None:
    z = normal_quantile(0.95)
    one = Estimate(5.0, 5.0 - z * 0.3, 5.0 + z * 0.3, 100)
    other = Estimate(6.0, 6.0 - z * 0.4, 6.0 + z * 0.4, 100)

    found = change_between(one, other)

    assert found.low == pytest.approx(1.0 - z * 0.5)
    assert found.high == pytest.approx(1.0 + z * 0.5)


def test_a_lopsided_interval_stays_lopsided() -> None:
    found = change_between(Estimate(98.0, 90.0, 100.0, 50), Estimate(99.0, 93.0, 100.0, 50))

    assert found.low == pytest.approx(1.0 - math.hypot(6.0, 2.0))
    assert found.high == pytest.approx(1.0 + math.hypot(1.0, 8.0))


@pytest.mark.parametrize("few_first", [True, False])
def test_without_one_of_them_there_is_no_change_and_it_says_why(few_first: bool) -> None:
    few = insufficient(3, "3 answers, at least 10 are needed")

    found = change_between(few, AFTER) if few_first else change_between(BEFORE, few)

    assert (found.value, found.status, found.n, found.reason) == (None, "insufficient", 3, few.reason)


def test_an_end_that_one_lacks_is_missing() -> None:
    found = change_between(Estimate(60.0, 57.0, None, 400), AFTER)

    assert found.value == 6.0
    assert found.low is None
    assert found.high == 11.0


def test_what_may_still_move_makes_the_change_provisional() -> None:
    found = change_between(BEFORE, Estimate(66.0, 62.0, 70.0, 300, "provisional", "the month is open"))

    assert (found.status, found.reason, found.value) == ("provisional", "the month is open", 6.0)
