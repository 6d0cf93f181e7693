"""Perceived against expected: by how much an experience beat or missed what customers had expected of it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.scales import wilson
from analytics.numerics.jackknife import jackknife_estimate, jackknife_se

LEAST_PAIRS = 10
WIDEST = 10.0


@dataclass(frozen=True, slots=True)
class Expectation:
    """The gap (perceived minus expected, points of 0-10) and the shares (0..1) of those above, at and below it."""

    gap: Estimate
    beyond: Estimate
    met: Estimate
    below: Estimate


def expectation_gap(
    joint: ArrayLike, perceived: ArrayLike, expected: ArrayLike, *, effective_groups: int | None = None
) -> Expectation:
    """Return gap and shares from the joint table (R, P, E) of people by what they perceived and what they had expected.

    perceived (P,) and expected (E,) are the bins' values on 0-10; replicate 0 is the full sample, the others leave a
    group out. Only people who said both are in the table. The shares have Wilson's intervals for the number of
    independent answers that they are worth. Fewer than 10 pairs are insufficient.
    """
    counts = as_floats(joint)
    difference = as_floats(perceived)[:, None] - as_floats(expected)[None, :]
    people = counts.sum(axis=(1, 2))
    total, beyond, met = ((counts * part).sum(axis=(1, 2)) for part in (difference, difference > 0, difference == 0))
    return expectation_from_sums(people, total, beyond, met, effective_groups=effective_groups)


def expectation_from_sums(
    people: ArrayLike, difference: ArrayLike, beyond: ArrayLike, met: ArrayLike, *, effective_groups: int | None = None
) -> Expectation:
    """Return gap and shares from sums with replicates (R,), as `expectation_gap` does from a table.

    `people` said both, `difference` sums perceived minus expected in points, `beyond` and `met` count those who got
    more than expected, and just that.
    """
    counts = as_floats(people)
    n = round(float(counts[0]))
    if n < LEAST_PAIRS:
        return _nobody(n)
    gaps = divide(difference, counts)
    gap = jackknife_estimate(gaps, n, bounds=(-WIDEST, WIDEST), effective_groups=effective_groups)
    parts = [as_floats(beyond), as_floats(met), counts - as_floats(beyond) - as_floats(met)]
    above, level, below = (_share(divide(part, counts), n, effective_groups) for part in parts)
    return Expectation(gap, above, level, below)


def _nobody(n: int) -> Expectation:
    nothing = insufficient(n, f"{n} customers said both what they expected and what they got, at least 10 are needed")
    return Expectation(nothing, nothing, nothing, nothing)


def _share(shares: Floats, n: int, groups: int | None) -> Estimate:
    """Return a share with Wilson's interval; answers of the same customers count for fewer than there are."""
    share, error = float(shares[0]), float(jackknife_se(shares, effective_groups=groups))
    if not np.isfinite(error):
        return insufficient(n, "all answers come from one group of customers, so no interval exists")
    alone = share * (1 - share) / n
    worth = n * min(1.0, alone / error**2) if error > 0 and alone > 0 else float(n)
    return replace(wilson(share * worth, worth), n=n)
