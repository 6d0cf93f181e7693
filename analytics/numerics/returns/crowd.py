"""The people of one touchpoint by score and loyalty: how loyalty follows a lift, and who crosses to which level."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.returns.crossing import Thresholds, find_thresholds
from analytics.numerics.returns.moves import Parts, score_moves

LEAST_LEVELS = 3
LEAST_FOLLOWING = 0.1

type ValueFunction = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Crowd:
    """People (R, V) at V scores, spread over K observed loyalty levels; replicates in front."""

    scores: Floats  # (V,)
    levels: Floats  # (K,)
    people: Floats  # (R, V)
    thresholds: Thresholds
    follows: Floats  # (R,) how far loyalty answers follow a shift beneath them, 0 to 1
    parts: Parts | None = None  # where scores are means of several answers

    def beneath(self, slope: ArrayLike) -> Floats:
        """Return the slope of the loyalty beneath the answers from the raw slope of the answers, both (R,)."""
        return divide(slope, np.maximum(self.follows, LEAST_FOLLOWING / 2))

    def gain(self, beneath: Floats, uplift: float, value_fn: ValueFunction) -> Floats:
        """Return the money (R,) that these people bring more when their scores are lifted, as `gain_and_chance`."""
        return self.gain_and_chance(beneath, uplift, value_fn)[0]

    def gain_and_chance(self, beneath: Floats, uplift: float, value_fn: ValueFunction) -> tuple[Floats, float]:
        """Return the money (R,) that these people bring more when their scores are lifted, and its variance by chance.

        beneath (R,) is the slope of `beneath`; value_fn maps loyalty (1, K) to money (R, K). The variance is that of
        the number of people who happen to be near a threshold (Poisson), were all the rest known.
        """
        steps = np.diff(value_fn(self.levels[None, :]), axis=1)
        gain, chance = np.zeros(len(self.people)), 0.0
        for share, distance in self.moves(uplift):
            crossed = self.thresholds.crossed(beneath[:, None] * distance) * share[:, :, None]
            gain += (crossed.sum(axis=1) * steps).sum(axis=1)
            chance += float((np.abs(crossed[0]).sum(axis=0) * steps[0] ** 2).sum())
        return gain, chance

    def moves(self, uplift: float) -> Iterable[tuple[Floats, Floats]]:
        """Yield the share (R, V) of each score's people who make a move, and how far it takes them (V,)."""
        if self.parts is None:
            return score_moves(self.people, self.scores, uplift)
        return [(np.ones(self.people.shape), self.parts.uplift(self.scores, uplift))]


def crowd_of(joint: ArrayLike, v_values: ArrayLike, l_values: ArrayLike, parts: Parts | None = None) -> Crowd | None:
    """Return the crowd of a joint table (R, 11, 11) of scores by loyalty, or None with fewer than three loyalty levels.

    v_values and l_values (11,) are the bins' mean values on 0-10.
    """
    counts, scores = as_floats(joint), as_floats(v_values)
    seen = counts[0].sum(axis=0) > 0
    if np.count_nonzero(seen) < LEAST_LEVELS:
        return None
    levels = as_floats(l_values)[seen]
    thresholds = find_thresholds(counts[:, :, seen], levels)
    people = counts.sum(axis=2)
    follows = _mean_following(people, scores, thresholds.sensitivity())
    return Crowd(scores, levels, people, thresholds, follows, parts)


def _mean_following(people: Floats, scores: Floats, sensitivity: Floats) -> Floats:
    """Return how far loyalty answers follow a shift beneath them, weighted as least squares weights a slope, (R,).

    A fitted line is the mean of the local slopes between neighbouring scores, weighted by the sum of the deviations
    from the mean score of everybody above (Yitzhaki 1996).
    """
    local = divide(sensitivity, people)
    deviations = people * (scores - divide(people @ scores, people.sum(axis=1))[:, None])
    above = np.cumsum(deviations[:, ::-1], axis=1)[:, ::-1][:, 1:] * np.diff(scores)
    filled = people > 0
    known = filled[:, 1:].astype(np.float64) + filled[:, :-1]
    between = divide(local[:, 1:] + local[:, :-1], known)
    weights = above * (known > 0)
    return divide((weights * between).sum(axis=1), weights.sum(axis=1))
