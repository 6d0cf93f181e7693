"""Drivers of some of the answers, found anew, and each as a printed point of the matrix."""

from dataclasses import replace

import numpy as np

from analytics.aggregates.sums import DriverSums
from analytics.numerics.arrays import Floats
from analytics.numerics.drivers.drivers import DriverFit, fit_drivers
from analytics.numerics.drivers.importance_performance import Place
from analytics.numerics.drivers.skipped import answered_shares, filled_in
from analytics.numerics.estimate import Estimate
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out


def fit_sums(sums: DriverSums, everybodys: DriverSums) -> tuple[DriverFit, Floats]:
    """Return the drivers of some answers, and the share who answered of those who met each touchpoint, of everybody."""
    count = len(everybodys.touchpoints)
    met = everybodys.met.sum(axis=0)
    told = everybodys.gram[:, 0, 1 : 1 + count].sum(axis=0)
    shares = answered_shares(met[:, 0], met[:, 1], told)
    parts = sums.floats(everybodys.floats().l_values)
    gram, xl, ll, l_sum, n = (leave_one_out(part) for part in (parts.gram, parts.xl, parts.ll, parts.l_sum, parts.n))
    fit = fit_drivers(*filled_in(gram, xl, shares), ll, l_sum, n, sums.touchpoints)
    return replace(fit, answers=np.round(fit.answers * shares)), shares


def printed_point(fit: DriverFit, index: int, place: Place, groups: int, value: Estimate) -> dict[str, object]:
    """Return a touchpoint as the API prints it."""
    reach = jackknife_estimate(fit.reach[:, index], fit.n, bounds=(0.0, 1.0), effective_groups=groups)
    return {
        "code": fit.touchpoints[index],
        "importance": fit.importance_estimate(index, effective_groups=groups).as_json(),
        "value": value.as_json(),
        "slope": fit.slope_estimate(index, effective_groups=groups).as_json(),
        "reach": reach.as_json(),
        "priority": place.priority.as_json(),
        "quadrant": place.quadrant.value if place.quadrant is not None else None,
        "quadrant_sure": place.sure,
        "vif": fit.vif[index],
    }
