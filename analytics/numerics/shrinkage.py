"""Empirical Bayes for small cells (equation 4): noisy means are pulled towards their common mean by what they lack."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Shrunken means of k cells with their posterior variances.

    `m` is the precision-weighted mean of the cells, `tau2` the variance between cells (0: all cells look equal, so all
    get the same mean) and `b` (k,) the weight of m, 1 for a cell that says nothing of its own.
    """

    values: Floats
    variances: Floats
    m: float
    tau2: float
    b: Floats


def paule_mandel(means: ArrayLike, variances: ArrayLike) -> float:
    """Return the variance between cells tau2 for which sum (y - m)^2 / (v + tau2) = k - 1, or 0 if there is none.

    Cells with infinite variance (nothing known) do not count.

    >>> round(paule_mandel([1.0, 3.0], [0.5, 0.5]), 6)
    1.5

    Paule, R. C. and Mandel, J. (1982). J. Research NBS 87(5), 377-385.
    """
    y, v = _known(as_floats(means), _floored(as_floats(variances)))
    if len(y) < 2:
        return 0.0
    return _where_it_fades(lambda tau2: _excess(tau2, y, v), float((y.max() - y.min()) ** 2 + v.max()))


def shrink(means: ArrayLike, variances: ArrayLike) -> Shrunk:
    """Return cells' means pulled towards their precision-weighted mean, by v / (v + tau2) each.

    A cell with infinite variance takes the common mean; its own mean is not read and may be NaN. The posterior
    variance is (1-B) v + B^2 Var(m), plus 2 B^2 (y-m)^2 / (k-3) for more than three cells (Morris 1983).
    Raises ValueError if no cell says anything.

    >>> shrink([1.0, 3.0], [0.5, 0.5]).values.round(4).tolist()
    [1.25, 2.75]
    """
    v = _floored(as_floats(variances))
    known = np.isfinite(v) & np.isfinite(as_floats(means))
    if not known.any():
        raise ValueError("no cell has a mean with a finite variance")
    v = np.where(known, v, np.inf)
    tau2 = paule_mandel(means, v)
    precision = np.where(known, 1.0 / (np.where(known, v, 1.0) + tau2), 0.0)
    m = float((precision * np.where(known, as_floats(means), 0.0)).sum() / precision.sum())
    y = np.where(known, as_floats(means), m)
    b = np.where(known, divide(v, v + tau2, empty=1.0), 1.0)
    cells = int(known.sum())
    own = np.where(known, (1 - b) * np.where(known, v, 0.0), tau2)
    variance = own + b**2 / precision.sum()
    if cells > 3:
        variance = variance + 2 * b**2 * (y - m) ** 2 / (cells - 3)
    return Shrunk(values=b * m + (1 - b) * y, variances=variance, m=m, tau2=tau2, b=b)


def common_weights(differences: ArrayLike, variances: ArrayLike) -> Floats:
    """Return for k cells the weight v / (v + tau2) of what all cells have in common, given how they differ from it.

    `variances` (k,) are those of the differences. tau2 solves sum d^2 / (v + tau2) = k and is 0 where chance explains
    the differences; then every weight is 1. So is that of a cell with infinite variance, of which nothing is known.

    >>> common_weights([-0.1, 0.1], [0.04, 0.04]).tolist(), common_weights([-0.4, 0.4], [0.04, 0.04]).round(2).tolist()
    ([1.0, 1.0], [0.25, 0.25])
    """
    d, v = as_floats(differences), _floored(as_floats(variances))
    known = np.isfinite(v) & np.isfinite(d)
    weights = np.ones(len(d))
    if known.any():
        own = v[known]
        squares = d[known] ** 2
        tau2 = _where_it_fades(lambda t: float((squares / (own + t)).sum() - len(own)), float((squares + own).max()))
        weights[known] = own / (own + tau2)
    return weights


def james_stein(means: ArrayLike) -> Floats:
    """Return k > 3 means of variance 1 pulled towards their average by (k - 3) / sum (y - ybar)^2.

    >>> james_stein([0.0, 1.0, 2.0, 3.0, 4.0]).round(4).tolist()
    [0.4, 1.2, 2.0, 2.8, 3.6]

    Efron, B. and Morris, C. (1975). Data analysis using Stein's estimator. JASA 70, 311-319.
    """
    y = as_floats(means)
    if len(y) <= 3:
        raise ValueError("at least four means are needed")
    spread = float(((y - y.mean()) ** 2).sum())
    factor = 1.0 if spread <= len(y) - 3 else (len(y) - 3) / spread
    return y.mean() + (1 - factor) * (y - y.mean())


def share_variance(successes: ArrayLike, n: ArrayLike) -> Floats:
    """Return the variance of shares for shrinking, p~ (1 - p~) / n with p~ = (y + .5) / (n + 1); infinite if n = 0."""
    size = as_floats(n)
    centre = (as_floats(successes) + 0.5) / (size + 1.0)
    return divide(centre * (1 - centre), size, empty=np.inf)


def _known(means: Floats, variances: Floats) -> tuple[Floats, Floats]:
    kept = np.isfinite(variances) & np.isfinite(means)
    return means[kept], variances[kept]


def _floored(variances: Floats) -> Floats:
    """Return variances with zeros (a cell whose few answers agree) raised to far below the largest."""
    finite = variances[np.isfinite(variances)]
    top = float(finite.max()) if len(finite) else 1.0
    floor = 1e-9 * top if top > 0 else 1e-12
    return np.where(np.isnan(variances), np.inf, np.maximum(variances, floor))


def _where_it_fades(excess: Callable[[float], float], high: float) -> float:
    """Return the variance between cells beyond which a falling excess is negative, 0 if it never is positive."""
    if excess(0.0) <= 0:
        return 0.0
    while excess(high) > 0:
        high *= 2
    return float(scipy.optimize.brentq(excess, 0.0, high, xtol=1e-14, rtol=1e-13))


def _excess(tau2: float, y: Floats, v: Floats) -> float:
    weights = 1.0 / (v + tau2)
    m = (weights @ y) / weights.sum()
    return float(weights @ (y - m) ** 2 - (len(y) - 1))
