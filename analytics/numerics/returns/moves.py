"""How far scores move when the experience beneath them is lifted, on fine and on coarse scales.

On 0-10 nearly everybody lifted by one point answers one point higher. Stars are 2.5 points apart: only those close to
the next star answer higher, and they go the whole way. Where people are spread evenly that comes to the same; where
most are near the top, as they usually are, more cross than that, and shifting everybody by a point falls short.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide

TOP = 10.0
# Shifting everybody by one point moves the mean of normal crowds around 6.3 to 8.5 too little by 7 to 27 % on five
# scores, by 1 to 4 % on nine and by less than 2 % on ten, not at all on eleven. It needs no assumption about what
# lies between the steps, so it stays where it is good.
MOST_COARSE_SCORES = 9
LEAST_SCORES = 3
ROUNDING = 1e-9
ON_A_STEP = 1e-6
MOST_DEPTH = 100.0


def effective_uplift(scores: ArrayLike, uplift: float) -> Floats:
    """Return how far each score can really move: min(v + dx, 10) - v, or max(v + dx, 0) - v for a decline.

    >>> effective_uplift([4.0, 9.5, 10.0], 1.0).tolist()
    [1.0, 0.5, 0.0]
    """
    values = as_floats(scores)
    return np.clip(values + uplift, 0.0, TOP) - values


@dataclass(frozen=True, slots=True)
class Parts:
    """Scores that are means of several answers, each of which meets the end of the scale by itself.

    answers (11,) counts the single answers 0-10, people (V,) the scores of the same sheets at scores (V,).
    """

    answers: Floats
    people: Floats
    scores: Floats

    def uplift(self, scores: Floats, uplift: float) -> Floats:
        """Return how far each of the scores moves on average when every answer is lifted as far as it can be.

        A score close to the end consists of answers at the end and others further away. How many are at the end is
        known from all answers together; the scores share the loss by 1 - exp(-room / depth), room being the distance
        from the end.

        >>> parts = Parts(np.array([0.0] * 8 + [20, 0, 20]), np.array([10.0, 20, 10]), np.array([8.0, 9, 10]))
        >>> parts.uplift(np.array([8.0, 9.0, 10.0]), 1.0).round(2).tolist()
        [0.83, 0.59, 0.0]
        """
        return as_floats(np.sign(uplift) * self._moves(scores, uplift, self._depth(uplift)))

    def _depth(self, uplift: float) -> float:
        """Return the depth at which the scores move as far as the answers, 0 where no score loses more than it must."""
        single = np.abs(effective_uplift(np.arange(11.0), uplift))
        wanted = float(divide(self.answers @ single, self.answers.sum()))

        def excess(depth: float) -> float:
            return float(divide(self.people @ self._moves(self.scores, uplift, depth), self.people.sum())) - wanted

        if excess(0.0) <= 0 or excess(MOST_DEPTH) >= 0:
            return 0.0
        return float(scipy.optimize.brentq(excess, 0.0, MOST_DEPTH, xtol=1e-9))

    @staticmethod
    def _moves(scores: Floats, uplift: float, depth: float) -> Floats:
        whole = np.abs(effective_uplift(scores, uplift))
        room = TOP - scores if uplift > 0 else scores
        return np.minimum(whole, abs(uplift) * -np.expm1(-divide(room, depth, empty=np.inf)))


def score_moves(people: ArrayLike, scores: ArrayLike, uplift: float) -> Iterator[tuple[Floats, Floats]]:
    """Yield moves: the share (R, V) of each score's people who make it, and how far it takes them (V,).

    people (R, V) at increasing scores (V,) on 0-10. On a fine scale, or with fewer than three different scores, there
    is one move: everybody by the uplift, as far as the scale goes. On a coarse one (three to nine scores, read from the
    full sample in row 0) there is a move for each number of steps that somebody goes; those left over stay where they
    are. Stars, lifted by one point:

    >>> [(share, step)] = score_moves([[10, 20, 40, 20, 10]], [0.0, 2.5, 5.0, 7.5, 10.0], 1.0)
    >>> share.round(2).tolist(), step.tolist()
    ([[0.43, 0.48, 0.4, 0.32, 0.0]], [2.5, 2.5, 2.5, 2.5, 0.0])
    """
    counts, values = as_floats(people), as_floats(scores)
    filled = np.flatnonzero(counts[0] > 0)
    seen = values[filled]
    if not _is_coarse(seen):
        yield np.ones(counts.shape), effective_uplift(values, uplift)
        return
    shares = _arrivals(counts[:, filled], seen, uplift)
    for steps in range(1 - len(seen), len(seen)):
        origin = np.arange(max(-steps, 0), len(seen) - max(steps, 0))
        going = shares[:, origin, origin + steps]
        if steps and (going > ROUNDING).any():
            share, step = np.zeros(counts.shape), np.zeros(len(values))
            share[:, filled[origin]] = going
            step[filled[origin]] = seen[origin + steps] - seen[origin]
            yield share, step


def _is_coarse(seen: Floats) -> bool:
    """Return whether three scores or more all lie on a scale of at most nine equal steps from 0 to 10."""
    if len(seen) < LEAST_SCORES:
        return False
    places = seen[:, None] / TOP * np.arange(LEAST_SCORES - 1, MOST_COARSE_SCORES)
    return bool(np.abs(places - np.round(places)).max(axis=0).min() < ON_A_STEP)


def _arrivals(people: Floats, seen: Floats, uplift: float) -> Floats:
    """Return the share of each score's people (R, K) who then give each score, (R, K, K): origin, then destination.

    Thresholds lie halfway between neighbouring scores. How many lie beneath a point between two thresholds is read
    from the line that joins their normal quantiles, which goes on beyond the outermost ones.
    """
    until = np.cumsum(people, axis=1)
    before, nobody = until - people, np.zeros((len(people), 1))
    after = np.concatenate([nobody, _beneath_after(until, seen, uplift), until[:, -1:]], axis=1)
    after = np.maximum.accumulate(after, axis=1)
    reached = np.clip(after[:, None, :], before[:, :, None], until[:, :, None])
    return divide(np.diff(reached, axis=2), people[:, :, None])


def _beneath_after(until: Floats, seen: Floats, uplift: float) -> Floats:
    """Return the people (R, K - 1) beneath each threshold once everybody is lifted; until (R, K) cumulates people.

    Where nobody or everybody is beneath a threshold, half a person is taken to be on its other side.
    """
    cuts = (seen[1:] + seen[:-1]) / 2
    total = until[:, -1:]
    half = 0.5 / np.maximum(total, 1.0)
    quantiles = scipy.special.ndtri(np.clip(divide(until[:, :-1], total), half, 1.0 - half))
    points = cuts - uplift
    place = np.clip(np.searchsorted(cuts, points, side="right") - 1, 0, len(cuts) - 2)
    rise = np.diff(quantiles, axis=1) / np.diff(cuts)
    line = quantiles[:, place] + rise[:, place] * (points - cuts[place])
    return as_floats(until[:, :-1] - total * (scipy.special.ndtr(quantiles) - scipy.special.ndtr(line)))
