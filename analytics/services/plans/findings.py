"""What a comparison found, in the plan's metric and in money, and how it is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from analytics.models.settings import Settings
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.evaluation.course import Step
from analytics.numerics.evaluation.verdict import Evaluation
from analytics.services.plans.measures import factor_of
from journeys.models import ActionPlan


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period of a comparison: from `first` up to, not including, `end`, and the means of both arms in it."""

    first: date
    end: date
    is_after: bool
    step: Step


@dataclass(frozen=True, slots=True)
class Finding:
    """What the comparison found: its kind and words, the evaluation in the metric's cells, money in major units.

    `arms` holds n and sum of the metric in both arms over the evaluated span, where arms are people. `course` is how
    both arms went period by period, where they are units.
    """

    kind: str
    design: str
    metric: Evaluation
    money: Estimate
    arms: Mapping[str, tuple[float, float]] | None = None
    course: Sequence[Stretch] = ()


class Comparison(Protocol):
    """One way to compare, with everything it needs already read."""

    def plain(self) -> Mapping[str, object]:
        """Return what is compared as plain values, for a hash."""

    def find(self, seed: int) -> Finding:
        """Compare."""


def scaled(found: Estimate, factor: float) -> Estimate:
    """Return an estimate times a factor; one without a figure as it is."""
    if found.value is None or found.low is None or found.high is None:
        return found
    return estimate(factor * found.value, factor * found.low, factor * found.high, found.n, method=found.method)


def printed(plan: ActionPlan, finding: Finding, settings: Settings) -> dict[str, Any]:
    """Return the evaluation as `evaluate --json` prints it."""
    found, scale = finding.metric, factor_of(str(plan.metric), settings)
    return {
        "plan": plan.code,
        "design": finding.design,
        "design_kind": finding.kind,
        "metric": str(plan.metric),
        "effect": scaled(found.effect, scale).as_json(),
        "plain_effect": scaled(found.plain, scale).as_json(),
        "p_value": found.p_value,
        "arms": _arms(finding, scale),
        "course": [_stretch(one, scale) for one in finding.course],
        "money": finding.money.as_json(),
        "placebo": scaled(found.placebo, scale).as_json(),
        "placebo_p": found.placebo_p,
        "pre_trend_p": found.pre_trend_p,
        "smallest_detectable": _times(found.smallest_detectable, scale),
        "smallest_detectable_harm": _times(found.smallest_harm, scale),
        "verdict": found.verdict,
        "reason": found.reason,
        "forecast": _forecast_of(plan),
    }


def _times(number: float | None, scale: float) -> float | None:
    return None if number is None else scale * number


def _arms(finding: Finding, scale: float) -> dict[str, Any] | None:
    if finding.arms is None:
        return None
    return {
        name: {"n": round(n), "mean": scale * total / n if n else None} for name, (n, total) in finding.arms.items()
    }


def _stretch(one: Stretch, scale: float) -> dict[str, Any]:
    return {
        "first": one.first.isoformat(),
        "end": one.end.isoformat(),
        "is_after": one.is_after,
        "treated": scaled(one.step.treated, scale).as_json(),
        "control": scaled(one.step.control, scale).as_json(),
    }


def _forecast_of(plan: ActionPlan) -> dict[str, Any]:
    """Return the frozen forecast of the plan's money as an estimate."""
    frozen = plan.forecast or {}
    found = frozen.get("delta_equity")
    if isinstance(found, dict):
        return found
    return insufficient(0, str(frozen.get("reason", "no forecast was made at approval"))).as_json()
