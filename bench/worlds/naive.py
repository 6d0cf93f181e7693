"""Three obvious shortcuts through the chain, kept to show that the test which they fail is a test.

- shift: everybody's loyalty rises by slope x uplift x reach, wherever the scale ends;
- raw slope: the table of scores by loyalty, moved by the raw slope that the ceiling has flattened already;
- straight logit: the whole chain, but with a straight logit from loyalty to repurchase.
"""

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from analytics.numerics.arrays import divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out
from analytics.numerics.regression import grouped_logit
from analytics.numerics.returns.chain import ChainFit, ChainSums, Price, fit_chain
from analytics.numerics.returns.loyalty import LoyaltyCurve
from analytics.numerics.returns.moves import effective_uplift

type Floats = NDArray[np.float64]

CEILING = 10.0
NAIVE = ("shift", "raw slope", "straight logit")
COMMON = ("touchpoints", "groups", "scores", "levels", "parts", "answered")


def naive_returns(sums: ChainSums, price: Price) -> dict[str, list[Estimate]]:
    """Return the money of one point more at each touchpoint by each of the shortcuts, blind to segments."""
    whole = together(sums)
    chain = fit_chain(whole, price)
    straight = fit_chain(whole, lambda curve: price(_straightened(curve, whole)))
    points = range(len(sums.touchpoints))
    return {
        "shift": [_estimate(chain, j, _shift(chain, j)) for j in points],
        "raw slope": [_estimate(chain, j, _raw_slope(chain, j)) for j in points],
        "straight logit": [straight.gain_estimate(j, 1.0) for j in points],
    }


def together(sums: ChainSums) -> ChainSums:
    """Return the sums of all groups as those of one."""
    names = [field.name for field in fields(ChainSums) if field.name not in COMMON]
    whole = {name: getattr(sums, name).sum(axis=0, keepdims=True) for name in names}
    return replace(sums, groups=("",), **whole)


def _estimate(chain: ChainFit, j: int, gain: Floats) -> Estimate:
    n, reason = int(chain.fit.answers[j]), chain.refusal(j, 1.0)
    return insufficient(n, reason) if reason else jackknife_estimate(gain, n)


def _shift(chain: ChainFit, j: int) -> Floats:
    """Return N times the mean gain of everybody, whose loyalty rises by what the mean rises."""
    (group,) = chain.groups
    levels, counts = chain.value.curve.levels[:1], chain.value.curve.n
    raised = np.minimum(levels + (chain.fit.slopes[:, j] * chain.fit.reach[:, j])[:, None], CEILING)
    gain = (counts * (chain.value(raised) - chain.value(levels))).sum(axis=1)
    return group.customers * divide(gain, counts.sum(axis=1))


def _raw_slope(chain: ChainFit, j: int) -> Floats:
    """Return N times the mean gain of the rows of the joint table, each moved by the raw slope."""
    (group,) = chain.groups
    rise = chain.fit.slopes[:, j, None] * effective_uplift(chain.scores[j], 1.0)
    raised = np.minimum(chain.levels + rise[:, :, None], CEILING)
    steps = (
        chain.value(raised.reshape(len(raised), -1)).reshape(raised.shape) - chain.value(chain.levels[None])[:, None]
    )
    return group.customers * divide((chain.joint[:, j] * steps).sum(axis=(1, 2)), group.rows)


def _straightened(curve: LoyaltyCurve, sums: ChainSums) -> LoyaltyCurve:
    design = np.vander((curve.levels[0] - 5.0) / 5.0, 2, increasing=True)
    back = leave_one_out(sums.repurchased.sum(axis=0))
    return replace(curve, repurchase_terms=grouped_logit(design, curve.n, back))
