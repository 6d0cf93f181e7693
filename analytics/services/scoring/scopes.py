"""Scores of segments, units and channels, each pulled towards the company by what its own answers lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analytics.models.settings import Settings
from analytics.numerics.drivers.drivers import DriverFit
from analytics.numerics.estimate import Estimate, insufficient
from analytics.services.scoring.cells import (
    NO_SPREAD,
    Level,
    combine_levels,
    inflation_of,
    level_estimate,
    levels_of,
    small_nps,
    small_value,
)
from analytics.services.scoring.combined import shares_of
from analytics.services.scoring.experience import HUNDRED
from analytics.services.scoring.figures import (
    BOUNDS,
    Mean,
    Series,
    answers,
    csat_of,
    effect_of,
    has_weights,
    metric_of,
    too_few,
)
from analytics.services.scoring.gather import WHOLE
from analytics.services.scoring.loyalty import loyalty_of

NO_RETURN = "behaviour is tied to segments of customers, not to this kind of scope"


@dataclass(frozen=True, slots=True)
class ScopeScores:
    """The figures of one scope, ready to be printed and stored; `details` are printed as they are."""

    kind: str
    code: str
    n: int
    evidence: str
    figures: Mapping[str, Estimate]
    touchpoints: Mapping[str, Estimate]
    details: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        value = self.figures["value"]
        return {
            "kind": self.kind,
            "code": self.code,
            "n": self.n,
            "status": value.status,
            "evidence": self.evidence,
            **{name: found.as_json() for name, found in self.figures.items()},
            "touchpoints": {code: found.as_json() for code, found in self.touchpoints.items()},
            **self.details,
        }


@dataclass(frozen=True, slots=True)
class Whole:
    """What small scopes borrow from and are weighted by: the company's means, shares of touchpoints and outcome."""

    means: Mapping[str, Mean]
    shares: Mapping[str, float]
    inflation: float
    outcome: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class Levels:
    """Shrunken levels of all scopes of a kind: by scope and touchpoint in points of 0-10, and NPS by scope."""

    touchpoints: Mapping[str, Mapping[str, Level]]
    nps: Mapping[str, Level]


def whole_of(means: Mapping[str, Mean], fit: DriverFit, outcome: str, settings: Settings) -> Whole:
    """Return what small scopes borrow from."""
    codes = sorted(means)
    weights, _ = shares_of(codes, means, fit)
    total = float(weights[0].sum()) if codes else 0.0
    shares = {code: float(weights[0, i]) / total for i, code in enumerate(codes)} if total > 0 else {}
    return Whole(means, shares, inflation_of(codes, means, shares), outcome, settings)


def shrink_scopes(cells: Mapping[str, Series], whole: Whole) -> Levels:
    """Return the shrunken levels of scopes from their series."""
    weights = whole.settings.metric_weights
    by_dimensions = whole.settings.touchpoint_score in ("auto", "dimensions")
    weighted = any(has_weights(series) for series in cells.values())
    by_touchpoint = {}
    for touchpoint in sorted(whole.means):
        smalls = {
            code: small_value(series, touchpoint, weights, by_dimensions=by_dimensions, weighted=weighted)
            for code, series in cells.items()
        }
        known = {code: small for code, small in smalls.items() if small is not None}
        by_touchpoint[touchpoint] = levels_of(known, effect_of(whole.means[touchpoint]))
    nps = {code: small_nps(series, WHOLE, weighted=weighted) for code, series in cells.items()}
    return Levels(
        touchpoints={
            code: {t: levels[code] for t, levels in by_touchpoint.items() if code in levels} for code in cells
        },
        nps=levels_of({code: small for code, small in nps.items() if small is not None}, 1.0),
    )


def score_scopes(kind: str, cells: Mapping[str, Series], levels: Levels, whole: Whole) -> list[ScopeScores]:
    """Return the scores of all scopes of a kind, in the order of their codes."""
    return [score_scope(kind, code, cells[code], levels, whole) for code in sorted(cells)]


def score_scope(kind: str, code: str, series: Series, levels: Levels, whole: Whole) -> ScopeScores:
    """Return the scores of one scope from its answers and its shrunken levels."""
    minimum = whole.settings.minimum_n
    own = levels.touchpoints[code]
    together = combine_levels(own, whole.shares, whole.inflation)
    told = together.n if together is not None else sum(answers(series, code, "score") for code in whole.means)
    value = level_estimate(together, minimum, factor=10.0, bounds=HUNDRED)
    figures = {
        "value": insufficient(told, too_few(told, minimum) or NO_SPREAD) if told and together is None else value,
        "nps": level_estimate(levels.nps.get(code), minimum, bounds=BOUNDS["nps"]),
        "csat": csat_of(series, WHOLE, minimum),
        "ces": metric_of(series, WHOLE, "ces", minimum),
        "loyalty": loyalty_of(series, whole.outcome, minimum),
        "return_per_point": insufficient(0, NO_RETURN),
    }
    return ScopeScores(
        kind=kind,
        code=code,
        n=told,
        evidence="observed" if together is not None and together.borrowed <= 0.5 else "borrowed",
        figures=figures,
        touchpoints={t: level_estimate(level, minimum, factor=10.0, bounds=HUNDRED) for t, level in own.items()},
    )


def best_levels(kinds: Sequence[Levels], minimum: int) -> dict[str, float]:
    """Return for each touchpoint the best level (0-10) of a peer, from the first kind that has at least two peers."""
    best: dict[str, float] = {}
    for levels in kinds:
        found: dict[str, list[float]] = {}
        for own in levels.touchpoints.values():
            for touchpoint, level in own.items():
                if not too_few(level.n, minimum):
                    found.setdefault(touchpoint, []).append(level.value)
        best |= {code: max(values) for code, values in found.items() if len(values) > 1 and code not in best}
    return best
