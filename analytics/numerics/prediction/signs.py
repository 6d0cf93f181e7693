"""Which way each column goes with the outcome, and whether that is only because both go with activity.

Who deals with a company more often has more of everything: more calls, more complaints, more refunds, more answers.
So a count can go with staying because active customers stay. Each column's slope is therefore found twice: alone, and
with one measure of activity held at the same value; not so for columns that themselves tell of activity or its rhythm.
What is reported is the sign that was found, expected or not.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate
from analytics.numerics.prediction.columns import Block
from analytics.numerics.prediction.encoding import NumberCode, learn_encoding
from analytics.numerics.prediction.logistic import LEAST_PENALTY, fit_logit
from analytics.numerics.prediction.traps import LEAST_EVENTS, Trap
from analytics.numerics.quantiles import normal_quantile

MOST_ROWS = 20_000
GOES_WITH = 0.2
SURE = 2.58
VERY_SURE = 4.0
UNSURE = 1.64
METHOD = "log-odds for one standard deviation more"

type Change = Literal["", "flips", "hidden", "explained"]


@dataclass(frozen=True, slots=True)
class Sign:
    """How the outcome's log-odds move with a column: alone, and with the column `control` held.

    `change` says what holding does: the sign "flips", a link appears that was "hidden", or the link is "explained".
    `control` is the activity that changes the link most, empty where no activity goes with the column.
    """

    column: str
    alone: Estimate
    held: Estimate
    control: str
    correlation: float
    change: Change
    expected: int

    @property
    def found(self) -> int:
        """Return the sign alone: 1, -1, or 0 where the interval holds 0."""
        return sign_of(self.alone)

    @property
    def is_unexpected(self) -> bool:
        """Return whether the column goes clearly against what one expects."""
        return self.expected != 0 and self.found == -self.expected

    def as_json(self) -> dict[str, object]:
        """Return the printed form."""
        return {
            "column": self.column,
            "found": self.found,
            "expected": self.expected,
            "alone": self.alone.as_json(),
            "held": self.held.as_json(),
            "control": self.control,
            "correlation": self.correlation,
            "change": self.change,
        }


def sign_of(found: Estimate) -> int:
    """Return 1 or -1 where the interval excludes 0, else 0."""
    if found.low is None or found.high is None:
        return 0
    return 1 if found.low > 0 else -1 if found.high < 0 else 0


def signs_of(block: Block) -> tuple[Sign, ...]:
    """Return the sign of each numeric column that varies; none where there are too few outcomes to tell.

    At most 20,000 customers are looked at, evenly spread over the rows.
    """
    part = block.at(np.arange(0, block.n, -(-block.n // MOST_ROWS) or 1))
    if part.rarest < LEAST_EVENTS:
        return ()
    codes = learn_encoding(part.columns, bent=False).codes
    numbers = {
        place: code.standard(as_floats(part.columns[place].values))
        for place, code in codes.items()
        if isinstance(code, NumberCode)
    }
    numbers = {place: values for place, values in numbers.items() if float(values.std()) > 0}
    return tuple(_sign(part, place, numbers) for place in numbers)


def confounded(signs: tuple[Sign, ...]) -> tuple[Trap, ...]:
    """Return the doubts that signs give rise to: links that activity changes, and links against expectation."""
    return tuple(trap for sign in signs for trap in (_confounding(sign), _surprise(sign)) if trap is not None)


def _sign(block: Block, place: int, numbers: dict[int, Floats]) -> Sign:
    column = block.columns[place]
    alone = _slope([numbers[place]], block.outcome)
    best, control, correlation, change = alone, "", 0.0, ""
    for other, values in numbers.items():
        together = float(np.corrcoef(numbers[place], values)[0, 1])
        if (
            other == place
            or column.activity
            or column.rhythm
            or not block.columns[other].activity
            or abs(together) < GOES_WITH
        ):
            continue
        held = _slope([numbers[place], values], block.outcome)
        if not control or abs(_z(held) - _z(alone)) > abs(_z(best) - _z(alone)):
            best, control, correlation = held, block.columns[other].code, together
    change = _change(_z(alone), _z(best)) if control else ""
    return Sign(column.code, alone, best, control, correlation, change, column.expected)


def _slope(columns: list[Floats], outcome: Floats) -> Estimate:
    """Return the first column's slope, with the others held."""
    design = np.column_stack([values - values.mean() for values in columns])
    found = fit_logit(as_floats(design), outcome, penalty=LEAST_PENALTY)
    value, width = float(found.terms[1]), normal_quantile(0.95) * float(np.sqrt(found.covariance[1, 1]))
    return estimate(value, value - width, value + width, len(outcome), method=METHOD)


def _z(found: Estimate) -> float:
    if found.value is None or found.low is None or found.high is None or found.high <= found.low:
        return 0.0
    return found.value / ((found.high - found.low) / (2 * normal_quantile(0.95)))


def _change(alone: float, held: float) -> Change:
    if alone * held < 0 and min(abs(alone), abs(held)) >= SURE:
        return "flips"
    if abs(alone) < UNSURE and abs(held) >= VERY_SURE:
        return "hidden"
    return "explained" if abs(alone) >= VERY_SURE and abs(held) < UNSURE else ""


_WORDS = {"flips": "turns around", "hidden": "appears", "explained": "disappears"}
_WAYS = {1: "more often", -1: "less often", 0: "neither more nor less often"}


def _confounding(sign: Sign) -> Trap | None:
    if not sign.change:
        return None
    text = (
        f"{sign.column} goes with {sign.control}, a measure of activity (correlation {sign.correlation:+.2f}). "
        f"Customers with more of it have the outcome {_WAYS[sign_of(sign.alone)]}, but at equal {sign.control} "
        f"{_WAYS[sign_of(sign.held)]}: the link {_WORDS[sign.change]}"
    )
    figures = {"alone": sign.alone.value or 0.0, "held": sign.held.value or 0.0, "correlation": sign.correlation}
    return Trap("activity_confounding", sign.column, text, figures)


def _surprise(sign: Sign) -> Trap | None:
    if not sign.is_unexpected:
        return None
    text = (
        f"customers with more of {sign.column} have the outcome {_WAYS[sign.found]}, against what one expects; this is "
        "what the data say, and it is reported as found"
    )
    return Trap("unexpected_sign", sign.column, text, {"alone": sign.alone.value or 0.0})
