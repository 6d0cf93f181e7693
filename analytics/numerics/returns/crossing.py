"""How many people cross from one loyalty level to the next when what lies beneath the answers shifts a little.

Answers on 0-10 are a latent loyalty, rounded and cut off at both ends. A shift of the latent by s moves exactly the
people who lie within s of a threshold between two levels. How many lie beneath each threshold is known from the
answers; a cubic spline through these counts says how many lie in between, and its derivative is their density at the
threshold. Those piled up on the lowest and the highest level form exponential tails. So nobody at the ceiling is
lifted, and an average slope is not applied where it does not hold.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from analytics.numerics.arrays import Floats, as_floats, divide


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Rows of people (R, V) over K observed loyalty levels with the K - 1 thresholds between them."""

    levels: Floats  # (K,)
    cuts: Floats  # (K - 1,)
    density: Floats  # (R, V, K - 1) people per loyalty point at each threshold
    beneath: Floats  # (R, V, K - 1) people beneath each threshold
    pieces: Floats  # (4, R, V, K - 2) the spline's polynomials between thresholds, highest power first
    above: Floats  # (R, V) people beyond the highest threshold

    def sensitivity(self) -> Floats:
        """Return how much the summed loyalty of each row moves per point of latent shift, (R, V)."""
        return as_floats(self.density @ np.diff(self.levels))

    def crossed(self, shift: Floats) -> Floats:
        """Return the net number of people (R, V, K - 1) who pass each threshold upwards for latent shifts (R, V)."""
        return self.beneath - self._people_beneath(self.cuts - shift[:, :, None])

    def _people_beneath(self, points: Floats) -> Floats:
        """Return the people beneath latent points (R, V, P)."""
        inner = np.clip(points, self.cuts[0], self.cuts[-1])
        place = np.clip(np.searchsorted(self.cuts, inner, side="right") - 1, 0, len(self.cuts) - 2)
        inside = inner - self.cuts[place]
        people = np.zeros(points.shape)
        for terms in self.pieces:
            people = people * inside + np.take_along_axis(terms, place, axis=-1)
        first, last = self._tail_densities()
        under = _tail(self.beneath[..., 0], first, np.maximum(self.cuts[0] - points, 0.0))
        over = _tail(self.above, last, np.maximum(points - self.cuts[-1], 0.0))
        return as_floats(people - under + over)

    def _tail_densities(self) -> tuple[Floats, Floats]:
        """Return the densities at which the tails begin, never below half of what both neighbours suggest."""
        inner = np.diff(self.beneath, axis=-1) / np.diff(self.cuts)
        low, high = self.levels[1] - self.levels[0], self.levels[-1] - self.levels[-2]
        first = np.minimum(inner[..., 0], self.beneath[..., 0] / low) / 2
        last = np.minimum(inner[..., -1], self.above / high) / 2
        return np.maximum(self.density[..., 0], first), np.maximum(self.density[..., -1], last)


def find_thresholds(counts: Floats, levels: Floats) -> Thresholds:
    """Return the thresholds of rows (R, V, K) of people at K >= 3 increasing levels (K,)."""
    cuts = (levels[1:] + levels[:-1]) / 2
    beneath = np.cumsum(counts, axis=-1)[..., :-1]
    spline = scipy.interpolate.CubicSpline(cuts, beneath, axis=-1)
    return Thresholds(
        levels=levels,
        cuts=cuts,
        density=as_floats(spline(cuts, 1)),
        beneath=beneath,
        pieces=np.moveaxis(as_floats(spline.c), 1, -1),
        above=counts[..., -1],
    )


def _tail(people: Floats, density: Floats, depth: Floats) -> Floats:
    """Return the people within `depth` of the threshold in a tail of that many people and that starting density."""
    rate = divide(density, people)[..., None]
    return as_floats(people[..., None] * -np.expm1(-rate * depth))
