"""The chain from answers to money finds what was planted, in worlds whose truth is known."""

from pathlib import Path

import numpy as np
import pytest

from bench.worlds import WORLDS, Score, Trial, run_world

COMPANIES = 10


def strong(scores: list[Score]) -> list[Score]:
    """Return the touchpoints whose return is large enough for ten companies to tell its bias."""
    return [score for score in scores if score.touchpoint in {"queue", "dine"}]


@pytest.mark.slow
@pytest.mark.parametrize("world", ["linear", "missing_at_random", "ratings", "segments", "year"])
def test_slopes_and_returns_are_found(world: str) -> None:
    scores = run_world(WORLDS / f"{world}.toml", Trial(runs=COMPANIES))

    assert all(abs(score.slope_ratio - 1) < 0.06 for score in strong(scores))
    assert all(abs(score.return_ratio - 1) < 0.08 for score in strong(scores))
    assert np.mean([score.slope_coverage for score in scores]) >= 0.75
    assert np.mean([score.return_coverage for score in scores]) >= 0.75
    assert not any(score.refused for score in scores)


@pytest.mark.slow
def test_straight_liners_bias_the_chain_unless_they_are_left_out() -> None:
    path: Path = WORLDS / "careless.toml"

    kept, left_out = (strong(run_world(path, Trial(runs=COMPANIES, screen=screen))) for screen in (False, True))

    assert min(score.return_ratio for score in kept) < 0.95
    assert all(abs(score.return_ratio - 1) < 0.05 for score in left_out)


@pytest.mark.slow
def test_an_unobserved_taste_makes_the_observed_link_too_strong() -> None:
    scores = run_world(WORLDS / "taste.toml", Trial(runs=COMPANIES))

    assert max(score.return_ratio for score in scores) > 1.3
