"""The median time counts what is not over yet, and is silent where it knows too little."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.numerics.durations import median_time


def test_without_open_ones_it_is_the_sample_median() -> None:
    found = median_time(np.arange(1, 102), np.ones(101, dtype=bool))

    assert (found.value, found.n, found.status) == (51.0, 101, "ok")
    assert found.low is not None
    assert found.high is not None
    assert 40 < found.low < 51 < found.high < 62


def test_the_textbook_example_of_remission_times() -> None:
    """Freireich et al. (1963), 6-MP arm: the median is 23 weeks."""
    over = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    flags = [True] * len(over) + [False] * len(censored)

    assert median_time([*over, *censored], flags).status == "insufficient"  # nine ends are too few for us
    twice = median_time([*over, *censored] * 2, flags * 2)
    assert (twice.value, twice.n) == (23.0, 42)


def test_open_ones_make_it_longer() -> None:
    times = list(range(1, 41))
    slow = [40] * 20

    assert (median_time(times + slow, [True] * 40 + [False] * 20).value or 0) > (
        median_time(times, [True] * 40).value or 0
    )


def test_its_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        true, censored = draw.exponential(10, 60), draw.exponential(25, 60)
        found = median_time(np.minimum(true, censored), true <= censored)
        high = np.inf if found.high is None else found.high
        held += (found.low or 0) <= 10 * np.log(2) <= high

    assert 0.86 <= held / 400 <= 0.95


@pytest.mark.parametrize(
    ("times", "over", "reason"),
    [
        ([], [], "0 are over, at least 10 are needed"),
        ([1.0] * 9, [True] * 9, "9 are over, at least 10 are needed"),
        ([1.0] * 10 + [5.0] * 20, [True] * 10 + [False] * 20, "fewer than half are over"),
        ([float("nan")] * 20, [True] * 20, "0 are over, at least 10 are needed"),
        ([-1.0] * 20, [True] * 20, "0 are over, at least 10 are needed"),
    ],
)
def test_too_little_is_told_as_such(times: list[float], over: list[bool], reason: str) -> None:
    found = median_time(times, over)

    assert (found.value, found.status, found.reason) == (None, "insufficient", reason)


def test_all_at_one_moment_is_that_moment() -> None:
    found = median_time([3.0] * 40, [True] * 40)

    assert (found.value, found.low, found.high) == (3.0, 3.0, 3.0)
