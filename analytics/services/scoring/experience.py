"""What customers experienced in a period, at one touchpoint or in the company as a whole."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from analytics.models.settings import Settings
from analytics.numerics.estimate import Estimate, insufficient
from analytics.services.scoring.figures import (
    DIMENSIONS,
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


@dataclass(frozen=True, slots=True)
class Experience:
    """The experience figures of one scope: `value` 0 to 100 and its parts; `mean` is the value in points of 0-10."""

    value: Estimate
    dimensions: Mapping[str, Estimate]
    nps: Estimate
    csat: Estimate
    ces: Estimate
    mean: Mean | None
    unweighted: Mapping[str, Estimate]

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        printed: dict[str, object] = {
            "value": self.value.as_json(),
            "dimensions": {name: found.as_json() for name, found in self.dimensions.items()},
            "nps": self.nps.as_json(),
            "csat": self.csat.as_json(),
            "ces": self.ces.as_json(),
        }
        if self.unweighted:
            printed["unweighted"] = {name: found.as_json() for name, found in self.unweighted.items()}
        return printed


def experience_of(series: Series, code: str, settings: Settings) -> Experience:
    """Return the experience at a touchpoint, or of the answers about the whole company when the code is empty.

    Figures are weighted when answers carry weights; `unweighted` then holds the plain value and NPS.
    """
    weighted = has_weights(series)
    minimum = settings.minimum_n
    mean = value_mean(series, code, settings, weighted=weighted)
    unweighted = {}
    if weighted:
        unweighted = {
            "value": as_hundred(value_mean(series, code, settings, weighted=False), minimum),
            "nps": nps_of(series, code, minimum),
        }
    return Experience(
        value=as_hundred(mean, minimum),
        dimensions={name: as_hundred(mean_of(series, code, name, weighted=weighted), minimum) for name in DIMENSIONS},
        nps=nps_of(series, code, minimum, weighted=weighted),
        csat=csat_of(series, code, minimum),
        ces=metric_of(series, code, "ces", minimum),
        mean=mean,
        unweighted=unweighted,
    )


def value_mean(series: Series, code: str, settings: Settings, *, weighted: bool) -> Mean | None:
    """Return the experience value in points of 0-10 as the company's settings define it."""
    return value_of(
        series,
        code,
        asdict(settings.value_weights),
        by_dimensions=settings.touchpoint_score in ("auto", "dimensions"),
        weighted=weighted,
    )


def as_hundred(mean: Mean | None, minimum: int) -> Estimate:
    """Return a mean of 0-10 on the scale of 0 to 100, or "insufficient"."""
    return insufficient(0, NO_ANSWERS) if mean is None else mean.estimate(minimum, factor=10.0, bounds=HUNDRED)
