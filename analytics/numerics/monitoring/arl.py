"""Average run lengths of EWMA and CUSUM charts, and the limits that give a wanted one.

The run length is the number of days until a chart signals. Its mean solves an integral equation over the states of the
chart (Crowder 1987 for the EWMA, Vance 1986 for the CUSUM), which Gauss-Legendre nodes turn into a linear system.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats

NODES = 60
LAMBDA = 0.1
LEAST_ARL = 5.0
MOST_ARL = 1e7
WIDEST = 60.0
ENDLESS = 1e12
"""Run lengths beyond this drown in rounding; they are taken for this."""
UNREACHABLE = 8.0
"""Standard deviations between a settled EWMA and its limit at which a signal takes longer than that."""
LEAST_LAMBDA = 0.02
"""Below this the nodes lie too far apart for the narrow kernel."""
_ROOT_TWO_PI = float(np.sqrt(2 * np.pi))


def ewma_arl(limit: ArrayLike, *, lam: float = LAMBDA, shift: ArrayLike = 0.0) -> Floats:
    """Return the average run length of an EWMA of standard normal values that starts at its centre.

    `limit` is L, in standard deviations of the settled EWMA; `shift` moves the mean, in standard deviations of a value;
    both may be arrays that broadcast.

    >>> ewma_arl(2.814, shift=[0.0, 1.0]).round(4).tolist()
    [499.5796, 10.3307]

    Crowder, S. V. (1987). Technometrics 29(4), 401-407.
    """
    checked(lam)
    wide, moved = np.broadcast_arrays(as_floats(limit), as_floats(shift))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    edge = wide[..., None] * np.sqrt(lam / (2 - lam))
    states = np.concatenate([np.broadcast_to(nodes, (*wide.shape, NODES)) * edge, np.zeros((*wide.shape, 1))], axis=-1)
    reached = (states[..., None, :-1] - (1 - lam) * states[..., :, None]) / lam - moved[..., None, None]
    kernel = normal_density(reached) * (weights * edge / lam)[..., None, :]
    inner = np.linalg.solve(np.eye(NODES) - kernel[..., :-1, :], np.ones((*wide.shape, NODES, 1)))[..., 0]
    far = wide - np.abs(moved) * np.sqrt((2 - lam) / lam) > UNREACHABLE
    return np.where(far, ENDLESS, _sane(1 + (kernel[..., -1, :] * inner).sum(axis=-1)))


def cusum_arl(height: ArrayLike, *, slack: float = 0.5, shift: ArrayLike = 0.0, fast_start: bool = False) -> Floats:
    """Return the average run length of a two-sided CUSUM of standard normal values: k = `slack`, h = `height`.

    With `fast_start` both sums begin at h / 2 (Lucas and Crosier 1982).

    >>> cusum_arl(4.0, shift=[0.0, 1.0]).round(4).tolist()
    [167.6838, 8.3831]

    Vance, L. C. (1986). Journal of Quality Technology 18(3), 189-193.
    """
    high, moved = np.broadcast_arrays(as_floats(height), as_floats(shift))
    sides = [_one_sided(high, slack, side * moved) for side in (1.0, -1.0)]
    (up_zero, up_half), (down_zero, down_half) = sides
    both = 1 / (1 / up_zero + 1 / down_zero)
    if not fast_start:
        return as_floats(both)
    # Until the first return to zero of one side, the other side is where it would be from zero.
    return as_floats((up_half * down_zero + down_half * up_zero - up_zero * down_zero) / (up_zero + down_zero))


@lru_cache(maxsize=4096)
def ewma_limit(arl: float, *, lam: float = LAMBDA) -> float:
    """Return the L for which the EWMA signals falsely once in `arl` days on average, level and spread being known.

    For charts as they are run see `analytics.numerics.monitoring.limits`. Raises ValueError for a run length outside
    5 to 1e7 days.

    >>> round(ewma_limit(500.0), 4)
    2.8143
    """
    checked(lam, arl)
    return _root(lambda limit: float(np.log(ewma_arl(limit, lam=lam) / arl)))


@lru_cache(maxsize=256)
def cusum_limit(arl: float, *, slack: float = 0.5) -> float:
    """Return the height h of a two-sided CUSUM that signals falsely once in `arl` days on average.

    >>> round(cusum_limit(465.4435), 4)
    5.0
    """
    checked(LAMBDA, arl)
    return _root(lambda height: float(np.log(cusum_arl(height, slack=slack) / arl)))


def shewhart_limit(arl: float) -> float:
    """Return the L at which independent days lie outside +-L once in `arl` days.

    >>> round(shewhart_limit(370.398), 4)
    3.0
    """
    return float(-scipy.special.ndtri(0.5 / arl))


def normal_density(x: Floats) -> Floats:
    """Return the density of the standard normal distribution."""
    return as_floats(np.exp(-0.5 * x * x) / _ROOT_TWO_PI)


def checked(lam: float, arl: float = LEAST_ARL) -> None:
    """Raise ValueError for a lambda or a run length that cannot be charted."""
    if not LEAST_LAMBDA <= lam <= 1:
        raise ValueError(f"lambda must be {LEAST_LAMBDA:g} to 1")
    if not LEAST_ARL <= arl <= MOST_ARL:
        raise ValueError(f"a run length is wanted from {LEAST_ARL:g} to {MOST_ARL:g} days")


def _one_sided(height: Floats, slack: float, shift: Floats) -> tuple[Floats, Floats]:
    """Return the run lengths of the sum that looks upwards, from zero and from half its height."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    half = height[..., None] / 2
    inside = np.concatenate([np.zeros((*height.shape, 1)), half * (nodes + 1), half], axis=-1)
    moved = shift[..., None, None]
    towards = inside[..., None, 1:-1] - inside[..., :, None] + slack - moved
    kernel = np.concatenate(
        [
            scipy.special.ndtr(slack - inside - shift[..., None])[..., None],
            normal_density(towards) * (weights * half)[..., None, :],
        ],
        axis=-1,
    )
    size = NODES + 1
    known = np.linalg.solve(np.eye(size) - kernel[..., :size, :], np.ones((*height.shape, size, 1)))[..., 0]
    return _sane(known[..., 0]), _sane(1 + (kernel[..., -1, :] * known).sum(axis=-1))


def _sane(run_length: Floats) -> Floats:
    return np.where((run_length >= 1) & (run_length < ENDLESS), run_length, ENDLESS)


def _root(excess: Callable[[float], float]) -> float:
    return float(scipy.optimize.brentq(excess, 0.02, WIDEST, xtol=1e-10, rtol=1e-12))
