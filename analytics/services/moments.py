"""Which touchpoints decide how a journey ends: those that the company names, and those that the figures point to.

People keep the peak, the pit and the end of what they lived through; and a touchpoint that surely drives loyalty
decides however it felt. Only what is beyond its interval counts, so that chance names nobody.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

STRONGEST = 3


class MomentReason(TextChoices):
    """Why a touchpoint is a moment of truth, or may be one."""

    DECLARED = "declared", "The company holds that it decides the outcome"
    STRONG_DRIVER = "strong_driver", "Surely among the three strongest drivers of loyalty: the rank's interval says so"
    LOW_POINT = "low_point", "The lowest value of the journey, and surely below the journey's"
    HIGH_POINT = "high_point", "The highest value of the journey, and surely above the journey's"
    END = "end", "The last touchpoint of the journey, which is remembered most; said beside another reason only"


@dataclass(frozen=True, slots=True)
class Moment:
    """A touchpoint that decides, with the reasons in a fixed order and its printed rank among the drivers."""

    touchpoint: str
    reasons: tuple[MomentReason, ...]
    rank: Mapping[str, Any] | None


def moments_of(
    *,
    touchpoints: Sequence[str],
    declared: Collection[str],
    figures: Mapping[str, Mapping[str, Any]],
    journey: Mapping[str, Any] | None,
) -> list[Moment]:
    """Return the moments of truth of a journey, in the journey's order.

    `touchpoints` are its codes in order, `declared` those that the company names, `figures` printed estimates `value`
    and `rank` by code, `journey` the printed value of the journey.

    >>> figures = {"queue": {"value": {"value": 50, "low": 48, "high": 52}}, "dish": {"value": {"value": 70}}}
    >>> found = moments_of(
    ...     touchpoints=["queue", "dish"],
    ...     declared=["dish"],
    ...     figures=figures,
    ...     journey={"value": 60, "low": 59, "high": 61},
    ... )
    >>> [(moment.touchpoint, [str(reason) for reason in moment.reasons]) for moment in found]
    [('queue', ['low_point']), ('dish', ['declared', 'end'])]
    """
    order = list(dict.fromkeys(touchpoints))
    values = {code: found for code in order if (found := _known(figures.get(code, {}).get("value"))) is not None}
    extremes = _extremes(values, _known(journey))
    moments = []
    for code in order:
        rank = figures.get(code, {}).get("rank")
        reasons = [MomentReason.DECLARED] if code in declared else []
        reasons += [MomentReason.STRONG_DRIVER] if _is_strong(rank) else []
        reasons += [reason for reason, found in extremes.items() if found == code]
        if reasons and code == touchpoints[-1]:
            reasons.append(MomentReason.END)
        if reasons:
            moments.append(Moment(code, tuple(reasons), rank))
    return moments


def _known(printed: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return printed if printed is not None and printed.get("value") is not None else None


def _is_strong(rank: Mapping[str, Any] | None) -> bool:
    """Return whether the worst rank that a touchpoint may have is among the strongest."""
    worst = None if rank is None else rank.get("high")
    return worst is not None and worst <= STRONGEST


def _extremes(values: Mapping[str, Mapping[str, Any]], journey: Mapping[str, Any] | None) -> dict[MomentReason, str]:
    """Return the pit and the peak where they surely differ from the journey's value."""
    if not values or journey is None:
        return {}
    found = {}
    lowest = min(values, key=lambda code: values[code]["value"])
    highest = max(values, key=lambda code: values[code]["value"])
    if _is_below(values[lowest], journey):
        found[MomentReason.LOW_POINT] = lowest
    if _is_below(journey, values[highest]):
        found[MomentReason.HIGH_POINT] = highest
    return found


def _is_below(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether one printed estimate lies below another with a gap between their intervals."""
    high, low = one.get("high"), other.get("low")
    return high is not None and low is not None and high < low
