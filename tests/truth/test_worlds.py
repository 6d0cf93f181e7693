"""The chain from answers to money finds what was planted, in worlds whose truth is known, and shortcuts do not.

A small version of `python -m bench.worlds --runs 100 --naive`, whose figures are in docs/metrics/truth.md.
"""

from functools import cache

import numpy as np
import pytest

from bench.worlds import WORLDS, Score, Trial, run_world

COMPANIES = 10
STRONG = {"queue", "dine"}
"""Drivers whose return is large enough for ten companies to tell a bias."""


@cache
def scores(world: str, trial: Trial) -> tuple[Score, ...]:
    """Return how the touchpoints of a world fared."""
    return tuple(run_world(WORLDS / f"{world}.toml", trial))


def by(found: tuple[Score, ...], method: str, codes: set[str]) -> list[Score]:
    return [score for score in found if score.method == method and score.touchpoint in codes]


def covered(found: list[Score]) -> float:
    """Return the share of intervals that hold the truth."""
    return float(np.mean([score.return_coverage for score in found]))


@pytest.mark.slow
@pytest.mark.parametrize("world", ["linear", "segments", "missing_at_random", "ratings", "dimensions", "year"])
def test_slopes_and_returns_are_found(world: str) -> None:
    found = scores(world, Trial(runs=COMPANIES))

    strong = by(found, "chain", STRONG)
    assert all(abs(score.slope_ratio - 1) < 0.06 for score in strong)
    assert all(abs(score.return_ratio - 1) < 0.08 for score in strong)
    assert np.mean([score.slope_coverage for score in found]) >= 0.75
    assert 0.78 <= covered(list(found)) <= 1
    assert not any(score.refused for score in found)


@pytest.mark.slow
@pytest.mark.parametrize("world", ["linear", "s_shaped", "segments"])
def test_few_customers_widen_the_interval_instead_of_leaving_the_truth_outside(world: str) -> None:
    found = scores(world, Trial(runs=3 * COMPANIES, customers=2000))

    assert 0.8 <= covered(list(found)) <= 1
    assert all(abs(score.return_ratio - 1) < 0.1 for score in by(found, "chain", STRONG))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "shortcut"), [("linear", "shift"), ("linear", "raw slope"), ("concave", "straight logit")]
)
def test_shortcuts_fail_where_the_chain_does_not(world: str, shortcut: str) -> None:
    found = scores(world, Trial(runs=2 * COMPANIES, first=101, naive=True))

    assert covered(by(found, "chain", STRONG)) >= 0.8
    assert covered(by(found, shortcut, STRONG)) < 0.65
    assert max(abs(score.return_ratio - 1) for score in by(found, shortcut, STRONG)) > 0.06


@pytest.mark.slow
def test_segments_that_differ_mislead_whoever_takes_them_together() -> None:
    found = scores("segments", Trial(runs=COMPANIES, naive=True))

    assert all(score.return_ratio > 1.08 for score in by(found, "straight logit", STRONG))
    assert all(abs(score.return_ratio - 1) < 0.06 for score in by(found, "chain", STRONG))


@pytest.mark.slow
def test_straight_liners_bias_the_chain_unless_they_are_left_out() -> None:
    kept, left_out = (
        by(scores("careless", Trial(runs=COMPANIES, screen=screen)), "chain", STRONG) for screen in (False, True)
    )

    assert min(score.return_ratio for score in kept) < 0.95
    assert all(abs(score.return_ratio - 1) < 0.05 for score in left_out)


@pytest.mark.slow
def test_a_log_of_contacts_gives_back_the_questions_left_out() -> None:
    unknown, logged = (scores(world, Trial(runs=COMPANIES)) for world in ("skipped", "skipped_logged"))

    assert by(unknown, "chain", {"pay"})[0].slope_ratio > 1.2
    assert all(abs(score.return_ratio - 1) < 0.06 for score in by(logged, "chain", STRONG))
    assert by(unknown, "chain", {"queue"})[0].return_ratio < 0.95


@pytest.mark.slow
def test_an_unobserved_taste_makes_the_observed_link_too_strong_and_a_style_too_weak() -> None:
    taste, style = (scores(world, Trial(runs=COMPANIES)) for world in ("taste", "style"))

    assert max(score.return_ratio for score in taste) > 1.3
    assert all(score.return_ratio < 0.9 for score in by(style, "chain", STRONG))
