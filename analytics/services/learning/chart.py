"""Did our forecasts come true: every plan on one chart, and its printed form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.models.settings import Settings
from analytics.numerics.evaluation.calibration_chart import Summary, summarise
from analytics.services.learning.discount import Learned, learn
from analytics.services.learning.lessons import Lesson, lessons


@dataclass(frozen=True, slots=True)
class Calibration:
    """All plans that were forecast and evaluated, what those that count say together, and the discount learned."""

    lessons: tuple[Lesson, ...]
    summary: Summary
    learned: Learned


def calibration(settings: Settings, *, as_of: datetime | None = None) -> Calibration:
    """Return forecasts against outcomes, and what was learned from them."""
    found = lessons(settings, as_of=as_of)
    pairs = [pair for lesson in found if (pair := lesson.pair) is not None]
    return Calibration(tuple(found), summarise(pairs), learn(settings, found))


def printed_discount(learned: Learned) -> dict[str, Any]:
    """Return the causal discount as `calibration --json` prints it."""
    found = learned.discount
    return {
        **found.kappa.as_json(),
        "mean": found.mean,
        "sd": found.sd,
        "prior": {"mean": learned.prior.mean, "sd": learned.prior.sd},
        "from_plans": found.from_plans.as_json(),
        "p_forecasts_too_high": found.p_too_high,
        "p_forecasts_too_low": found.p_too_low,
        "version": learned.version,
        "plans": list(learned.plans),
    }


def printed_calibration(found: Calibration) -> dict[str, Any]:
    """Return the calibration chart as `calibration --json` prints it."""
    return {
        "causal_discount": printed_discount(found.learned),
        "inside": found.summary.inside.as_json(),
        "slope": found.summary.slope.as_json(),
        "plans": [_printed_lesson(lesson) for lesson in found.lessons],
    }


def _printed_lesson(lesson: Lesson) -> dict[str, Any]:
    pair = lesson.pair
    return {
        "plan": lesson.plan,
        "evaluation": lesson.evaluation,
        "forecast": lesson.forecast.as_json(),
        "outcome": lesson.outcome.as_json(),
        "inside": pair.inside if pair is not None else None,
        "counts": pair is not None,
        "reason": lesson.reason,
        "backdated": lesson.backdated,
    }
