"""How many people cross from one loyalty level to the next when what lies beneath the answers shifts a little.

Answers on 0-10 are a latent loyalty, rounded and cut off at both ends. A shift of the latent by s moves exactly the
people who lie within s of a threshold between two levels; their density is read from the levels on both sides. At the
ends, where everybody beyond is piled up on one level, it is continued from the inner levels, and the pile is an
exponential tail. So nobody at the ceiling is lifted, and an average slope is not applied where it does not hold.
"""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, as_floats, divide


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Rows of people (R, V) over K observed loyalty levels with the K - 1 thresholds between them."""

    levels: Floats  # (K,)
    cuts: Floats  # (K - 1,)
    density: Floats  # (R, V, K - 1) people per loyalty point at each threshold
    below: Floats  # (R, V) people beneath the lowest threshold
    above: Floats  # (R, V) people beyond the highest threshold

    def sensitivity(self) -> Floats:
        """Return how much the summed loyalty of each row moves per point of latent shift, (R, V)."""
        return as_floats(self.density @ np.diff(self.levels))

    def crossed(self, shift: Floats) -> Floats:
        """Return the net number of people (R, V, K - 1) who pass each threshold upwards for latent shifts (R, V)."""
        here = np.broadcast_to(self.cuts, self.density.shape)
        return self._beneath(here) - self._beneath(here - shift[:, :, None])

    def _beneath(self, points: Floats) -> Floats:
        """Return the people beneath latent points (R, V, P), up to a constant per row."""
        widths = np.diff(self.cuts)
        steps = widths * (self.density[..., 1:] + self.density[..., :-1]) / 2
        known = np.concatenate([np.zeros((*self.below.shape, 1)), np.cumsum(steps, axis=-1)], axis=-1)
        place = np.clip(np.searchsorted(self.cuts, points, side="right") - 1, 0, len(self.cuts) - 1)
        inside = np.clip(points, self.cuts[0], self.cuts[-1]) - self.cuts[place]
        start = np.take_along_axis(self.density, place, axis=-1)
        after = np.take_along_axis(self.density, np.minimum(place + 1, len(self.cuts) - 1), axis=-1)
        width = np.append(widths, 1.0)[place]
        middle = np.take_along_axis(known, place, axis=-1) + inside * (start + (after - start) * inside / width / 2)
        under = _tail(self.below, self.density[..., 0], np.maximum(self.cuts[0] - points, 0.0))
        over = _tail(self.above, self.density[..., -1], np.maximum(points - self.cuts[-1], 0.0))
        return as_floats(middle - under + over)


def find_thresholds(counts: Floats, levels: Floats) -> Thresholds:
    """Return the thresholds of rows (R, V, K) of people at K >= 2 increasing levels (K,)."""
    cuts = (levels[1:] + levels[:-1]) / 2
    inner = divide(counts[..., 1:-1], np.diff(cuts))
    ends = np.diff(levels)[[0, -1]]
    low, high = counts[..., :1] / ends[0], counts[..., -1:] / ends[1]
    mean = np.concatenate([low, inner, high], axis=-1)
    density = (mean[..., 1:] + mean[..., :-1]) / 2
    if len(levels) > 3:
        density[..., 0] = np.minimum(density[..., 0], _continued(mean[..., 1], mean[..., 2]))
        density[..., -1] = np.minimum(density[..., -1], _continued(mean[..., -2], mean[..., -3]))
    return Thresholds(levels, cuts, density, counts[..., 0], counts[..., -1])


def _continued(near: Floats, far: Floats) -> Floats:
    """Continue a density half a level outwards from its two outermost inner levels."""
    return np.maximum(near + (near - far) / 2, 0.0)


def _tail(people: Floats, density: Floats, depth: Floats) -> Floats:
    """Return the people within `depth` of the threshold in a tail of that many people and that starting density."""
    rate = divide(density, people)[..., None]
    return as_floats(people[..., None] * -np.expm1(-rate * depth))
