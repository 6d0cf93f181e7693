"""Empirical Bayes over a tree (equation 4 and its hierarchy): a store leans on its region, a region on the company.

Each node's level lies around its parent's, with one variance tau2 for all nodes of a depth. What is under a node is
collapsed into one mean on the way up; on the way down each node is pulled towards its parent's level, whose own
uncertainty is carried. How much nodes of a depth really differ is known badly where they are few, so weights are
averaged over tau2 instead of taken at one estimate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.experience.between import Spread, spread_between


@dataclass(frozen=True, slots=True)
class TreeLevels:
    """Levels of the nodes of a tree; arrays are (k,).

    `values` with posterior `variances`: of a node with answers the mean level of what is under it, weighted by
    answers; of one without, the level to expect there, with infinite variance where nodes of its depth could not be
    compared. `borrowed` is the weight of what was told elsewhere, 1 without
    answers. `apart` is the variance without what a node shares with its siblings, for comparing them. `tau2` (depths,)
    is the mean variance between nodes of a depth, from the top.
    """

    values: Floats
    variances: Floats
    borrowed: Floats
    apart: Floats
    tau2: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Tree:
    """The nodes: parents (-1 at the top), how many nodes are above, and mean, variance and number of own answers."""

    parents: NDArray[np.int64]
    depth: NDArray[np.int64]
    y: Floats
    v: Floats
    n: Floats


@dataclass(frozen=True, slots=True)
class _Told:
    """What is under each node: one mean `y`, its variance `v` and its `share` in what is under the parent.

    `spreads` are those of the depths, `top` is the mean of everything with its variance.
    """

    y: Floats
    v: Floats
    share: Floats
    spreads: list[Spread]
    top: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Centres:
    """Posterior of the nodes' centres: means, variances, and the mean weight `b` of the parent's centre.

    `alone` is the variance given the parent's centre, `apart` the one that siblings do not share, `own` the weight of
    what is under the node itself, also on the way over its parent.
    """

    mean: Floats
    variance: Floats
    b: Floats
    alone: Floats
    apart: Floats
    own: Floats


def shrink_tree(means: ArrayLike, variances: ArrayLike, answers: ArrayLike, parents: Sequence[int]) -> TreeLevels:
    """Return the levels of the nodes of a tree from what was measured at each of them.

    `means`, `variances` and `answers` (k,) belong to a node's own answers, without those of the nodes below it; a node
    without answers has an infinite variance and 0 answers, and its mean is not read. `parents` (k,) holds the index
    of each node's parent, -1 at the top. A node that has both nodes below it and answers of its own counts as one more
    below itself. Raises ValueError where a node is its own ancestor, and when no node says anything.

    Two regions of stores. The fifth store leads by its mean and not by its level, because it has 9 answers; the sixth
    has none and takes its region's.

    >>> inf = float("inf")
    >>> means = [7.8, 7.5, 7.2, 7.6, 8.4, 0, 6.9, 6.6, 7.0, 6.5, 0, 0]
    >>> variances = [0.02] * 4 + [0.5, inf] + [0.02] * 4 + [inf, inf]
    >>> answers = [225] * 4 + [9, 0] + [225] * 4 + [0, 0]
    >>> found = shrink_tree(means, variances, answers, [10] * 6 + [11] * 4 + [-1, -1])
    >>> found.values[:6].round(2).tolist(), found.borrowed[4:6].round(2).tolist()
    ([7.72, 7.51, 7.31, 7.58, 7.65, 7.54], [0.85, 1.0])
    """
    above = np.asarray(parents, dtype=np.int64)
    k = len(above)
    tree = _grown(as_floats(means), _floored(as_floats(variances)), as_floats(answers), above)
    if not np.isfinite(tree.v).any():
        raise ValueError("no node has a mean with a finite variance")
    told = _collapsed(tree)
    centres = _centred(tree, told)
    values, variance, apart, slope = _delivered(tree, told.y, centres)
    answered = _summed_up(tree)[:k] > 0
    return TreeLevels(
        values=values[:k],
        variances=variance[:k],
        borrowed=np.where(answered, (slope * (1 - centres.own))[:k], 1.0),
        apart=apart[:k],
        tau2=tuple(spread.mean for spread in told.spreads),
    )


def _floored(variances: Floats) -> Floats:
    """Return variances with zeros, where all answers agree, raised to far below the largest."""
    finite = variances[np.isfinite(variances)]
    top = float(finite.max()) if len(finite) else 0.0
    return np.maximum(variances, 1e-9 * top if top > 0 else 1e-12)


def _grown(y: Floats, v: Floats, n: Floats, parents: NDArray[np.int64]) -> _Tree:
    """Return the tree in which only nodes without children have answers: those of others become a child of theirs."""
    k = len(parents)
    has_children = np.zeros(k, dtype=np.bool_)
    has_children[parents[parents >= 0]] = True
    moved = np.flatnonzero(has_children & np.isfinite(v))
    still = np.where(has_children, np.inf, v)
    return _Tree(
        parents=np.concatenate([parents, moved]),
        depth=_depths(np.concatenate([parents, moved])),
        y=np.concatenate([np.where(np.isfinite(still), y, 0.0), y[moved]]),
        v=np.concatenate([still, v[moved]]),
        n=np.concatenate([np.where(has_children, 0.0, n), n[moved]]),
    )


def _depths(parents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many nodes are above each; raises ValueError where a node is its own ancestor."""
    depth = np.zeros(len(parents), dtype=np.int64)
    above = parents.copy()
    for _ in range(len(parents) + 1):
        waiting = above >= 0
        if not waiting.any():
            return depth
        depth[waiting] += 1
        above[waiting] = parents[above[waiting]]
    raise ValueError("a node of the tree is its own ancestor")


def _collapsed(tree: _Tree) -> _Told:
    """Return what is under each node, from the bottom up."""
    y, v, share = tree.y.copy(), tree.v.copy(), np.zeros(len(tree.y))
    spreads: list[Spread] = []
    top = (0.0, np.inf)
    for depth in range(int(tree.depth.max()), -1, -1):
        here = np.flatnonzero(tree.depth == depth)
        groups = tree.parents[here] + 1
        spread = spread_between(y[here], v[here], groups)
        spreads.insert(0, spread)
        precision = spread.precision(v[here])
        total = np.bincount(groups, precision, minlength=len(y) + 1)
        level = divide(np.bincount(groups, precision * y[here], minlength=len(y) + 1), total)
        share[here] = divide(precision, total[groups])
        told = np.flatnonzero(total[1:] > 0)
        y[told], v[told] = level[1:][told], 1.0 / total[1:][told]
        if depth == 0:
            top = (float(level[0]), 1.0 / float(total[0]))
    return _Told(y, v, share, spreads, top)


def _centred(tree: _Tree, told: _Told) -> _Centres:
    """Return the posterior of each node's centre, from the top down: equation (4) with the parent's own variance."""
    found = _Centres(*(np.zeros(len(told.y)) for _ in range(6)))
    for depth, spread in enumerate(told.spreads):
        here = np.flatnonzero(tree.depth == depth)
        parents = tree.parents[here]
        m, m_variance = told.top if depth == 0 else (found.mean[parents], found.variance[parents])
        known = np.isfinite(told.v[here])
        b, b_variance = spread.pull(told.v[here])
        away = np.where(known, told.y[here] - m, 0.0)
        unseen = spread.mean if spread.known else np.inf
        own = np.where(known, (1 - b) * np.where(known, told.v[here], 0.0), unseen)
        usual = divide(np.bincount(parents + 1, b), np.bincount(parents + 1))[parents + 1]
        shared = np.where(np.isfinite(m_variance), m_variance, 0.0)
        found.mean[here] = m + (1 - b) * away
        found.alone[here] = own + b_variance * away**2
        found.variance[here] = found.alone[here] + (b**2 + b_variance) * m_variance
        found.apart[here] = found.alone[here] + (b - usual) ** 2 * shared
        found.own[here] = (1 - b) + b * told.share[here] * (1.0 if depth == 0 else found.own[parents])
        found.b[here] = b
    return found


def _summed_up(tree: _Tree) -> Floats:
    """Return the answers at and under each node."""
    total = tree.n.copy()
    for depth in range(int(tree.depth.max()), 0, -1):
        here = np.flatnonzero(tree.depth == depth)
        np.add.at(total, tree.parents[here], total[here])
    return total


def _delivered(tree: _Tree, y: Floats, centres: _Centres) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the levels weighted by answers: values, variances, variances apart from siblings, and slope in the centre.

    Given its centre c, the level of a node is a line: const + slope * c, with a variance around it. The lines of its
    children, put at their centres given its own, add up to its line.
    """
    k = len(y)
    n = _summed_up(tree)
    const, slope, around = np.zeros(k), np.ones(k), np.zeros(k)
    for depth in range(int(tree.depth.max()), 0, -1):
        here = np.flatnonzero((tree.depth == depth) & (n > 0))
        up = tree.parents[here]
        weight = n[here] / n[up]
        b = centres.b[here]
        parts = (
            weight * (const[here] + slope[here] * (1 - b) * y[here]),
            weight * slope[here] * b,
            weight**2 * (around[here] + slope[here] ** 2 * centres.alone[here]),
        )
        touched = np.unique(up)
        for table, part in zip((const, slope, around), parts, strict=True):
            table[touched] = np.bincount(up, part, minlength=k)[touched]
    values = const + slope * centres.mean
    return values, around + slope**2 * centres.variance, around + slope**2 * centres.apart, slope
