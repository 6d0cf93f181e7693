"""Experience of several touchpoints together: of the company, a journey, a stage."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.drivers.drivers import DriverFit
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.experience import experience_index
from analytics.numerics.jackknife import jackknife_estimate
from analytics.services.scoring.figures import NO_ANSWERS, Mean
from analytics.services.scoring.touchpoints import TouchpointScore


def shares_of(codes: Collection[str], means: Mapping[str, Mean], fit: DriverFit) -> tuple[Floats, str]:
    """Return the weights (R, J) of touchpoints in a common value, not normalised, and how they were found.

    Their importance for loyalty; where no importance is known, their numbers of answers.
    """
    columns = [fit.importance[:, fit.touchpoints.index(code)] if code in fit.touchpoints else None for code in codes]
    replicates = len(next(iter(means.values())).replicates) if means else 1
    known = [np.zeros(replicates) if column is None else np.maximum(column, 0.0) for column in columns]
    weights = np.stack(known, axis=1) if known else np.zeros((replicates, 0))
    if weights.size and (weights.sum(axis=1) > 0).all():
        return as_floats(weights), "weighted by importance"
    counts = np.array([float(means[code].n) for code in codes])
    return np.broadcast_to(counts, (replicates, len(counts))), "weighted by answers"


def combined_value(codes: Iterable[str], means: Mapping[str, Mean], fit: DriverFit, minimum: int) -> Estimate:
    """Return the experience value (0 to 100) of touchpoints together; those with too few answers are left out."""
    usable = [code for code in codes if code in means and not means[code].lacking(minimum)]
    usable = [code for code in usable if np.isfinite(means[code].replicates).all()]
    if not usable:
        most = max(means.values(), key=lambda mean: mean.n, default=None)
        return insufficient(most.n, most.lacking(minimum) or NO_ANSWERS) if most else insufficient(0, NO_ANSWERS)
    weights, how = shares_of(usable, means, fit)
    values = 10.0 * np.stack([means[code].replicates for code in usable], axis=1)
    n = sum(means[code].n for code in usable)
    groups = max(means[code].groups for code in usable)
    return jackknife_estimate(
        experience_index(values, weights), n, bounds=(0.0, 100.0), effective_groups=groups, method=f"jackknife, {how}"
    )


def combined_return(scores: Iterable[TouchpointScore], groups: int) -> Estimate:
    """Return the money of one point more at every one of the touchpoints that have a price."""
    priced = [score for score in scores if score.gains is not None]
    if not priced:
        return insufficient(0, "no touchpoint has a price yet")
    total = as_floats(sum(score.gains for score in priced if score.gains is not None))
    n = max(score.return_per_point.n for score in priced)
    return jackknife_estimate(total, n, effective_groups=groups)
