"""Doubts about a prediction as a whole, beside those about its columns."""

import numpy as np

from analytics.numerics.prediction.columns import Block
from analytics.numerics.prediction.traps import Trap
from analytics.numerics.prediction.trial import Trial

MOVED = 1.25
SURE = 4.0
SLOPE = (0.8, 1.2)
SHIFTED = 0.2


def undated(target: str) -> Trap:
    """Return the doubt about every label: nothing says that its customers were described before it came about."""
    text = f"{target} carries no date: nothing proves that what describes the customers was known before it"
    return Trap("undated_label", "", text)


def drift(learned: Block, judged: Block) -> tuple[Trap, ...]:
    """Return a doubt when the outcome became clearly rarer or more frequent between two blocks."""
    if not learned.n or not judged.n or not learned.events or not judged.events:
        return ()
    before, after = learned.events / learned.n, judged.events / judged.n
    error = np.sqrt(before * (1 - before) / learned.n + after * (1 - after) / judged.n)
    if max(before / after, after / before) < MOVED or error == 0 or abs(after - before) < SURE * error:
        return ()
    text = (
        f"the outcome moved from {before:.1%} to {after:.1%} between the last months learned from and those judged by"
    )
    return (Trap("drift", "", text, {"before": before, "after": after}),)


def level(trial: Trial) -> tuple[Trap, ...]:
    """Return a doubt when forecasts are clearly too high or too low on the whole, as before a season."""
    shift = trial.calibration.intercept if trial.calibration is not None else None
    if shift is None or shift.value is None or shift.low is None or shift.high is None:
        return ()
    if abs(shift.value) < SHIFTED or shift.low <= 0 <= shift.high:
        return ()
    word = "low" if shift.value > 0 else "high"
    text = f"forecasts were too {word} by {abs(shift.value):.2f} in log-odds: a season or a trend that the past lacks"
    return (Trap("level", "", text, {"intercept": shift.value}),)


def extremes(trial: Trial) -> tuple[Trap, ...]:
    """Return a doubt when forecasts are clearly too extreme or too timid to be taken at their word."""
    slope = trial.calibration.slope if trial.calibration is not None else None
    if slope is None or slope.value is None or slope.low is None or slope.high is None:
        return ()
    if SLOPE[0] <= slope.value <= SLOPE[1] or slope.low <= 1 <= slope.high:
        return ()
    word = "extreme" if slope.value < 1 else "timid"
    text = f"forecasts are too {word} (calibration slope {slope.value:.2f}): use their order, not their values"
    return (Trap("miscalibrated", "", text, {"slope": slope.value}),)
