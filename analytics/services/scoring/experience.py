"""What customers experienced in a period, at one touchpoint or in the company as a whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analytics.models.settings import Settings
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.expectation import Expectation
from analytics.services.scoring.evidence import (
    Piece,
    Signals,
    asked_weight,
    expectation_of,
    pieces_of,
    reliability_of,
    seen_means,
    weighted_mean,
)
from analytics.services.scoring.figures import (
    NO_ANSWERS,
    Mean,
    Series,
    csat_of,
    has_weights,
    mean_of,
    metric_of,
    nps_of,
    value_of,
)

HUNDRED = (0.0, 100.0)
NO_SIGNALS = Signals()


@dataclass(frozen=True, slots=True)
class Experience:
    """The experience figures of one scope: `value` 0 to 100 and its parts.

    `mean` is what answers say in points of 0-10, comparable between segments, units and channels; `whole` adds what
    contacts tell and is what `value` shows.
    """

    value: Estimate
    dimensions: Mapping[str, Estimate]
    nps: Estimate
    csat: Estimate
    ces: Estimate
    mean: Mean | None
    whole: Mean | None
    unweighted: Mapping[str, Estimate]
    pieces: tuple[Piece, ...]
    reliability: Mapping[str, Estimate]
    expectation: Expectation

    def details_json(self) -> dict[str, object]:
        """Return the dimensions with what they rest on: pieces of evidence and reliability, where there are any."""
        printed: dict[str, object] = {"dimensions": dimensions_json(self.dimensions)}
        if self.pieces:
            printed["pieces"] = [piece.as_json() for piece in self.pieces]
        if self.reliability:
            printed["reliability"] = dimensions_json(self.reliability)
        return printed

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        printed: dict[str, object] = {
            "value": self.value.as_json(),
            "nps": self.nps.as_json(),
            "csat": self.csat.as_json(),
            "ces": self.ces.as_json(),
            "expectation_gap": self.expectation.gap.as_json(),
            "beyond_expectation": self.expectation.beyond.as_json(),
        }
        printed |= self.details_json()
        if self.unweighted:
            printed["unweighted"] = {name: found.as_json() for name, found in self.unweighted.items()}
        return printed


def dimensions_json(dimensions: Mapping[str, Estimate]) -> dict[str, object]:
    """Return the printed value dimensions by code."""
    return {name: found.as_json() for name, found in dimensions.items()}


def experience_of(series: Series, code: str, settings: Settings, signals: Signals = NO_SIGNALS) -> Experience:
    """Return the experience at a touchpoint, or of the answers about the whole company when the code is empty.

    Figures are weighted when answers carry weights; `unweighted` then holds the plain value and NPS.
    """
    weighted = has_weights(series)
    minimum = settings.minimum_n
    mean = value_mean(series, code, settings, weighted=weighted)
    dimensions = dimension_means(series, code, settings, signals, weighted=weighted)
    seen = any(seen_means(signals, code, name, settings) for name in dimensions)
    whole = _whole(dimensions, mean, seen, settings)
    unweighted = {}
    if weighted:
        unweighted = {
            "value": as_hundred(value_mean(series, code, settings, weighted=False), minimum),
            "nps": nps_of(series, code, minimum),
        }
    return Experience(
        value=as_hundred(whole, minimum),
        dimensions={name: as_hundred(found, minimum) for name, found in dimensions.items()},
        nps=nps_of(series, code, minimum, weighted=weighted),
        csat=csat_of(series, code, minimum),
        ces=metric_of(series, code, "ces", minimum),
        mean=mean,
        whole=whole,
        unweighted=unweighted,
        pieces=pieces_of(signals, code, settings),
        reliability=_reliability(signals, code, settings),
        expectation=expectation_of(signals, code, minimum),
    )


def _reliability(signals: Signals, code: str, settings: Settings) -> dict[str, Estimate]:
    found = {name: reliability_of(signals, code, name, settings) for name in settings.dimension_metrics}
    return {name: estimate for name, estimate in found.items() if estimate is not None}


def dimension_means(
    series: Series, code: str, settings: Settings, signals: Signals, *, weighted: bool
) -> dict[str, Mean | None]:
    """Return each value dimension in points of 0-10: what people said of it, with what their contacts tell."""
    found = {}
    for name, metric in settings.dimension_metrics.items():
        said = mean_of(series, code, metric, weighted=weighted)
        parts = [] if said is None else [(said, asked_weight(name, settings))]
        found[name] = weighted_mean(parts + seen_means(signals, code, name, settings))
    return found


def _whole(dimensions: Mapping[str, Mean | None], mean: Mean | None, seen: bool, settings: Settings) -> Mean | None:
    """Return the experience value with what contacts tell, which answers alone do not hold."""
    if not seen or settings.touchpoint_score not in ("auto", "dimensions"):
        return mean
    weights = settings.dimension_weights
    known = [(found, weights[name]) for name, found in dimensions.items() if found is not None and weights[name] > 0]
    return weighted_mean(known) or mean


def value_mean(series: Series, code: str, settings: Settings, *, weighted: bool) -> Mean | None:
    """Return the experience value in points of 0-10 as the company's settings define it."""
    return value_by(lambda metric: mean_of(series, code, metric, weighted=weighted), settings)


def value_by(mean: Callable[[str], Mean | None], settings: Settings) -> Mean | None:
    """Return the experience value in points of 0-10 from the means of metrics, however these were found."""
    by_dimensions = settings.touchpoint_score in ("auto", "dimensions")
    return value_of(mean, settings.metric_weights, by_dimensions=by_dimensions)


def as_hundred(mean: Mean | None, minimum: int) -> Estimate:
    """Return a mean of 0-10 on the scale of 0 to 100, or "insufficient"."""
    return insufficient(0, NO_ANSWERS) if mean is None else mean.estimate(minimum, factor=10.0, bounds=HUNDRED)
