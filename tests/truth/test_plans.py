"""Plans without effect are hardly ever praised, and those with one are found: every design, many companies."""

from __future__ import annotations

import numpy as np
import pytest

from bench.plans.run import KINDS, try_kind
from bench.plans.stores import evaluate_stores, promised

RUNS = 100
# Where the worst were chosen, a loss hides behind their recovery, and the verdict is often that nobody can tell.
RECOVERING = {"worst stores, did", "roll-out, worst first", "worst customers, did"}


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_hardly_ever_praised_and_what_is_promised_is_found(kind: str) -> None:
    trial = try_kind(kind, RUNS)

    assert (trial.praised.value or 0.0) <= 0.05
    assert (trial.blamed.value or 0.0) <= 0.05
    assert 0.84 <= trial.coverage <= 0.99
    assert (trial.found.value or 0.0) >= 0.8
    assert kind in RECOVERING or (trial.harm.value or 0.0) >= 0.8


@pytest.mark.slow
@pytest.mark.long
def test_a_harmful_plan_in_the_worst_stores_is_never_praised() -> None:
    evaluate = evaluate_stores("plan_worst_picked")

    found = [evaluate(seed, -0.8).verdict for seed in range(1, 41)]

    assert "worked" not in found
    assert found.count("harmed") >= 25


@pytest.mark.slow
@pytest.mark.long
def test_approval_promises_about_what_the_evaluation_can_show() -> None:
    evaluate = evaluate_stores("plan_nothing")
    ratios = [
        (promised("plan_nothing", seed) or np.nan) / (evaluate(seed, 0.0).smallest_detectable or np.nan)
        for seed in range(1, 41)
    ]

    assert np.median(ratios) == pytest.approx(1.0, abs=0.2)
