"""Weights of items in the constructs of a path model (PLS), found in turns from a covariance matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.numerics.arrays import Bools, Floats, as_floats, divide

TOLERANCE = 1e-12
SINGULAR = 1e-10

type Mode = Literal["A", "B"]
type Scheme = Literal["centroid", "path"]


@dataclass(frozen=True, slots=True)
class Construct:
    """A name, the columns of its items in the covariance matrix, and how weights are found.

    Mode A suits items that mirror the construct (three questions on satisfaction), mode B items that make it up.
    """

    name: str
    items: tuple[int, ...]
    mode: Mode = "A"


def settle_weights(
    matrix: Floats, constructs: Sequence[Construct], adjacency: Bools, scheme: Scheme, rounds: int
) -> tuple[Floats, int]:
    """Return the weights (p, K), zero outside each construct's items, and after how many rounds they settled, else 0.

    Each construct is stood for by its neighbours (inner step), and its items get the weights with which they follow
    that stand-in (mode A: covariances) or foretell it (mode B: regression). Every construct has variance 1.
    """
    weights = _start(matrix, constructs)
    for turn in range(1, rounds + 1):
        renewed = _turn(matrix, weights, constructs, adjacency, scheme)
        moved = float(np.abs(renewed - weights).max())
        weights = renewed
        if moved <= TOLERANCE * float(np.abs(weights).max()):
            return weights, turn
    return weights, 0


def refusal(matrix: Floats, constructs: Sequence[Construct], adjacency: Bools) -> str:
    """Return why no weights can be found, or an empty string."""
    linked = (adjacency | adjacency.T).any(axis=0)
    lonely = [construct.name for construct, some in zip(constructs, linked, strict=True) if not some]
    if lonely:
        return f"no arrow leads to or from {', '.join(lonely)}"
    for construct in constructs:
        own = matrix[np.ix_(construct.items, construct.items)]
        variances = np.diag(own)
        if not construct.items or not np.isfinite(own).all() or (variances <= SINGULAR * np.diag(matrix).max()).any():
            return f"an item of {construct.name} does not vary"
        sd = np.sqrt(variances)
        if construct.mode == "B" and np.linalg.eigvalsh(own / np.outer(sd, sd))[0] < SINGULAR:
            return f"items of {construct.name} reproduce one another, so mode B cannot tell them apart"
    return ""


def degeneration(correlations: Floats, constructs: Sequence[Construct], adjacency: Bools) -> str:
    """Return why nothing can be regressed on these constructs (K, K), or an empty string."""
    for column, construct in enumerate(constructs):
        if correlations[column, column] < 0.5:
            return f"the items of {construct.name} go along with nothing that it is linked to"
        origins = np.flatnonzero(adjacency[:, column])
        if len(origins) and np.linalg.eigvalsh(correlations[np.ix_(origins, origins)])[0] < SINGULAR:
            return f"constructs that point to {construct.name} move exactly together"
    return ""


def regress(correlations: Floats, origins: np.ndarray[tuple[int], np.dtype[np.intp]], target: int) -> Floats:
    """Return the standardised coefficients of a construct on others; the smallest ones where some coincide."""
    inverse = np.linalg.pinv(correlations[np.ix_(origins, origins)], rcond=SINGULAR, hermitian=True)
    return as_floats(inverse @ correlations[origins, target])


def _start(matrix: Floats, constructs: Sequence[Construct]) -> Floats:
    """Return equal weights, (p, K) with zeros outside each construct's items."""
    weights = np.zeros((len(matrix), len(constructs)))
    for column, construct in enumerate(constructs):
        weights[list(construct.items), column] = 1.0
    return _scaled(matrix, weights)


def _scaled(matrix: Floats, weights: Floats) -> Floats:
    """Return weights with which every construct has variance 1."""
    variances = np.einsum("pk,pq,qk->k", weights, matrix, weights)
    return weights * divide(1.0, np.sqrt(np.maximum(variances, 0.0)))


def _turn(matrix: Floats, weights: Floats, constructs: Sequence[Construct], adjacency: Bools, scheme: Scheme) -> Floats:
    """Return the weights after one inner and one outer step, oriented so that most items count positively."""
    correlations = weights.T @ matrix @ weights
    stand_ins = matrix @ weights @ _inner(correlations, adjacency, scheme)
    renewed = np.zeros_like(weights)
    for column, construct in enumerate(constructs):
        items = list(construct.items)
        followed = stand_ins[items, column]
        found = np.linalg.solve(matrix[np.ix_(items, items)], followed) if construct.mode == "B" else followed
        renewed[items, column] = found
    return _oriented(matrix, _scaled(matrix, renewed), constructs)


def _oriented(matrix: Floats, weights: Floats, constructs: Sequence[Construct]) -> Floats:
    """Return weights with the sign by which a construct goes along with the sum of its standardised items."""
    along = matrix @ weights / np.sqrt(np.diag(matrix))[:, None]
    sums = np.array([along[list(construct.items), column].sum() for column, construct in enumerate(constructs)])
    return weights * np.where(sums < 0, -1.0, 1.0)


def _inner(correlations: Floats, adjacency: Bools, scheme: Scheme) -> Floats:
    """Return the weights (K, K) with which neighbours stand in for each construct (column)."""
    if scheme == "centroid":
        return np.sign(correlations) * (adjacency | adjacency.T)
    inner = correlations * adjacency.T
    for target in range(len(correlations)):
        origins = np.flatnonzero(adjacency[:, target])
        inner[origins, target] = regress(correlations, origins, target)
    return as_floats(inner)
