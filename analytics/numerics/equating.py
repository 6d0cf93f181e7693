"""Putting channels on one scale (linear equating): u' = mu_ref + (sd_ref / sd_c) (u - mu_c)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats

LEAST_PAIRS = 30


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
