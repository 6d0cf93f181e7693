"""Permutation tests: how often would chance alone deal the units' changes like this."""

from itertools import combinations
from math import comb

import numpy as np

from analytics.numerics.arrays import Bools, Floats, as_floats, divide

EXACT_LIMIT = 5000
DRAWS = 1999
NO_SPREAD = 1e-12


def permutation_p(change: Floats, treated: Bools, nuisance: Floats, weights: Floats, *, seed: int) -> float | None:
    """Return the two-sided p-value of a treatment effect on units' changes, None if no deal could be significant.

    Changes are cleaned of the nuisance columns (a constant first) and the rest is dealt anew (Freedman-Lane); with a
    constant alone and few units all deals are counted, otherwise 1,999 random ones. The statistic is the t-value.
    """
    units, arm = len(change), int(treated.sum())
    if 2.0 / comb(units, arm) > 0.05:
        return None
    root = np.sqrt(weights)
    known, _ = np.linalg.qr(root[:, None] * nuisance)
    arms = root * treated
    direction = arms - known @ (known.T @ arms)
    residual = root * change - known @ (known.T @ (root * change))
    if direction @ direction < NO_SPREAD or residual @ residual < NO_SPREAD:
        return 1.0 if residual @ residual < NO_SPREAD else None
    if nuisance.shape[1] == 1 and comb(units, arm) <= EXACT_LIMIT:
        return _all_deals(change, arm, weights, treated)
    freedom = units - nuisance.shape[1] - 1
    order = np.argsort(np.random.default_rng(seed).random((DRAWS, units)), axis=1)
    dealt = np.vstack([residual, (divide(residual, root)[order]) * root])
    dealt = dealt - (dealt @ known) @ known.T
    values = np.abs(_t_values(dealt, direction, freedom))
    return float((1 + np.count_nonzero(values[1:] >= values[0] * (1 - 1e-12))) / (1 + DRAWS))


def _all_deals(change: Floats, arm: int, weights: Floats, treated: Bools) -> float:
    """Count the deals of `arm` treated units with a difference of weighted means as large as the one found."""
    deals = np.zeros((comb(len(change), arm), len(change)))
    chosen = np.array(list(combinations(range(len(change)), arm)))
    np.put_along_axis(deals, chosen, 1.0, axis=1)
    differences = np.abs(_difference(deals, change, weights))
    found = np.abs(_difference(treated[None, :].astype(np.float64), change, weights))[0]
    return float((differences >= found * (1 - 1e-12)).mean())


def _difference(deals: Floats, change: Floats, weights: Floats) -> Floats:
    treated, control = deals * weights, (1 - deals) * weights
    return as_floats(treated @ change / treated.sum(axis=1) - control @ change / control.sum(axis=1))


def _t_values(outcomes: Floats, direction: Floats, freedom: int) -> Floats:
    effect = outcomes @ direction / (direction @ direction)
    left = (outcomes**2).sum(axis=1) - effect**2 * (direction @ direction)
    error = np.sqrt(np.maximum(left, 0.0) / max(freedom, 1) / (direction @ direction))
    return divide(effect, error, empty=np.inf)
