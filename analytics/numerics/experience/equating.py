"""Putting channels on one scale (linear equating): u' = mu_ref + (sd_ref / sd_c) (u - mu_c)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import t_quantile
from analytics.numerics.shrinkage import common_weights

LEAST_PAIRS = 30
CONFIDENCE = 0.90
METHOD = "linear equating"


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums of a channel's scores on customers or cells that both channels share."""

    n: float
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """Return the mean, 0 when there is nothing."""
        return self.total / self.n if self.n > 0 else 0.0

    @property
    def sd(self) -> float:
        """Return the standard deviation, 0 for fewer than two scores."""
        if self.n < 2:
            return 0.0
        return float(np.sqrt(max(self.squares - self.n * self.mean**2, 0.0) / (self.n - 1)))


@dataclass(frozen=True, slots=True)
class Equating:
    """A line onto the reference channel; `reason` says why it is the identity."""

    slope: float
    offset: float
    reason: str = ""

    def __call__(self, scores: ArrayLike) -> Floats:
        """Return the channel's scores on the reference scale, kept within 0-100."""
        return np.clip(self.slope * as_floats(scores) + self.offset, 0.0, 100.0)


def equate(reference: Moments, channel: Moments, *, shrink: float = 0.0) -> Equating:
    """Return the line that gives the channel the mean and spread of the reference.

    `shrink` in 0..1 is the weight of "no difference" (the B of equation 4) on the whole line. Fewer than 30 shared
    scores or scores without spread leave the channel as it is, with the reason.

    >>> line = equate(Moments(100, 7000.0, 500000.0), Moments(100, 6000.0, 370000.0))
    >>> round(float(line(60.0)), 6)
    70.0
    """
    if min(reference.n, channel.n) < LEAST_PAIRS:
        return Equating(1.0, 0.0, f"fewer than {LEAST_PAIRS} scores are shared between the channels")
    if reference.sd == 0 or channel.sd == 0:
        return Equating(1.0, 0.0, "a channel's scores are all equal")
    slope = reference.sd / channel.sd
    offset = reference.mean - slope * channel.mean
    return Equating(1 + (1 - shrink) * (slope - 1), (1 - shrink) * offset)


@dataclass(frozen=True, slots=True)
class Offsets:
    """What C channels' scores lack to the scale of the `reference` channel (its place), at their own means.

    `found` (C,) holds the points to add, None for the reference itself.
    """

    reference: int
    found: tuple[Estimate | None, ...]


def channel_offsets(channels: Sequence[Moments], *, design_effect: float = 1.0) -> Offsets:
    """Return what to add to the means of channels to put them on the scale of the largest one, in points of 0-100.

    The offsets are shrunk towards "no difference" by v / (v + tau2) of equation (4). The interval is that of the plain
    difference, stretched where it would leave out the shrunken one: shrinking makes nothing surer here, because few
    channels tell little about how much channels differ. `design_effect` >= 1 is how much more the means vary because
    customers answer repeatedly. Raises ValueError without channels.

    >>> store, app = Moments(100, 7000.0, 500000.0), Moments(90, 5400.0, 333000.0)
    >>> round(channel_offsets([store, app]).found[1].value, 2)
    9.79
    """
    largest = max(range(len(channels)), key=lambda place: (channels[place].n, -place))
    reference = channels[largest]
    apart = np.array([reference.mean - one.mean for one in channels])
    variances = np.array([_difference_variance(reference, one) * design_effect for one in channels])
    told = [
        place
        for place, one in enumerate(channels)
        if place != largest and not equate(reference, one).reason and variances[place] > 0
    ]
    weights = np.ones(len(channels))
    weights[told] = common_weights(apart[told], variances[told])
    return Offsets(
        largest,
        tuple(
            _offset(reference, one, shrink=float(weights[place]), variance=float(variances[place]))
            if place != largest
            else None
            for place, one in enumerate(channels)
        ),
    )


def _difference_variance(reference: Moments, channel: Moments) -> float:
    if min(reference.n, channel.n) < LEAST_PAIRS:
        return 0.0
    return reference.sd**2 / reference.n + channel.sd**2 / channel.n


def _offset(reference: Moments, channel: Moments, *, shrink: float, variance: float) -> Estimate:
    n = round(channel.n)
    line = equate(reference, channel, shrink=shrink)
    if line.reason:
        return insufficient(n, line.reason, method=METHOD)
    plain = reference.mean - channel.mean
    value = float(line(channel.mean)) - channel.mean
    width = t_quantile((1 + CONFIDENCE) / 2, min(reference.n, channel.n) - 1) * float(np.sqrt(variance))
    return estimate(value, min(plain - width, value), max(plain + width, value), n, method=METHOD)
