"""How often an EWMA has an excursion in the month after its baseline, followed day by day.

W is in one of three states: inside its limits, or in an excursion upwards or downwards that lasts until W has crossed
its centre. The density of W in each state is carried from day to day on Gauss-Legendre nodes; what crosses a limit from
another state is an alarm.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.monitoring.arl import normal_density

MONTH = 30
INNER, OUTER = 28, 12
FAR = 8.0
SETTLED = 12.0
"""Days, in units of 1 / lambda, after which nothing of the beginning is left."""


class _Nodes(NamedTuple):
    """Density of a step from each node (..., n) to each node, times its weight; the step from the centre itself.

    The nodes lie beyond the lower limit, between it and the centre, between the centre and the upper limit, and beyond.
    """

    kernel: Floats
    centre: Floats


class _States(NamedTuple):
    """Probability of W by node while inside the limits, in an excursion upwards and in one downwards."""

    inside: Floats
    up: Floats
    down: Floats


_BELOW, _LOW, _HIGH, _ABOVE = (
    slice(0, OUTER),
    slice(OUTER, OUTER + INNER),
    slice(OUTER + INNER, OUTER + 2 * INNER),
    slice(OUTER + 2 * INNER, 2 * OUTER + 2 * INNER),
)


def monthly_excursions(limit: ArrayLike, shift: ArrayLike, *, lam: float, baseline_days: int) -> Floats:
    """Return excursions a day in the 30 days after the baseline, by L (K,) and error of the level in sd of a day (J,).

    The array has shape (K, J). When the month begins W is centred on the level that was estimated, because it
    remembers days of the baseline, and varies less than a settled W for the same reason; an excursion of the month
    before goes on.
    """
    wide, moved = np.broadcast_arrays(as_floats(limit)[:, None], as_floats(shift))
    stable = _nodes(wide[:, :1], np.zeros((len(wide), 1)), lam)
    settled = _from_centre(stable, round(SETTLED / lam))[0]
    share = min(baseline_days * lam / (2 - lam), 1e9)
    young = int(np.clip(np.log(max(share, 1.0)) / (-2 * np.log1p(-min(lam, 0.999))), 1, round(SETTLED / lam)))
    inside = _from_centre(stable, young)[0]
    going_on = (settled.up + settled.down).sum(axis=-1, keepdims=True)
    free = inside.inside / np.maximum(inside.inside.sum(axis=-1, keepdims=True), 1e-300) * (1 - going_on)
    nodes = _nodes(wide, moved, lam)
    states = _States(*(np.broadcast_to(one, nodes.centre.shape) for one in (free, settled.up, settled.down)))
    alarms = np.zeros(wide.shape)
    for _ in range(MONTH):
        states, new = _next_day(states, nodes)
        alarms += new
    return alarms / MONTH


def _from_centre(nodes: _Nodes, days: int) -> tuple[_States, Floats]:
    """Return the states so many days after W stood at its centre, and the alarms until then."""
    nothing = np.zeros(nodes.centre.shape)
    states, alarms = _sorted(nodes.centre, nothing, nothing)
    for _ in range(days - 1):
        states, new = _next_day(states, nodes)
        alarms = alarms + new
    return states, alarms


def _next_day(states: _States, nodes: _Nodes) -> tuple[_States, Floats]:
    """Return the states of the next day, and the probability of an alarm on it."""
    stacked = np.stack(states, axis=-2) @ nodes.kernel
    return _sorted(stacked[..., 0, :], stacked[..., 1, :], stacked[..., 2, :])


def _sorted(inside: Floats, up: Floats, down: Floats) -> tuple[_States, Floats]:
    """Return states from where W has gone by the state it came from, and the probability that crossed a limit."""
    nothing = np.zeros(inside.shape)
    after = _States(nothing, nothing.copy(), nothing.copy())
    after.inside[..., _LOW] = inside[..., _LOW] + up[..., _LOW]
    after.inside[..., _HIGH] = inside[..., _HIGH] + down[..., _HIGH]
    risen, fallen = inside[..., _ABOVE] + down[..., _ABOVE], inside[..., _BELOW] + up[..., _BELOW]
    after.up[..., _HIGH], after.up[..., _ABOVE] = up[..., _HIGH], up[..., _ABOVE] + risen
    after.down[..., _LOW], after.down[..., _BELOW] = down[..., _LOW], down[..., _BELOW] + fallen
    return after, np.asarray(risen.sum(axis=-1) + fallen.sum(axis=-1), dtype=np.float64)


def _nodes(limit: Floats, shift: Floats, lam: float) -> _Nodes:
    edge = (limit * np.sqrt(lam / (2 - lam)))[..., None]
    reach = FAR * lam + np.abs(shift)[..., None]
    inner, outer = (np.polynomial.legendre.leggauss(size) for size in (INNER, OUTER))
    near, far = edge * (inner[0] + 1) / 2, edge + reach * (outer[0] + 1) / 2
    places = np.concatenate([-far[..., ::-1], -near[..., ::-1], near, far], axis=-1)
    of_near, of_far = edge * inner[1] / 2, reach * outer[1] / 2
    weight = np.concatenate([of_far[..., ::-1], of_near[..., ::-1], of_near, of_far], axis=-1) / lam
    step = (places[..., None, :] - (1 - lam) * places[..., :, None]) / lam - shift[..., None, None]
    centre = normal_density(places / lam - shift[..., None]) * weight
    return _Nodes(normal_density(step) * weight[..., None, :], centre)
