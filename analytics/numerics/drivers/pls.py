"""Path models of constructs measured by several items each (PLS), from a covariance matrix alone.

Every construct is a weighted sum of its items. The weights are found in turns: each construct is stood for by its
neighbours in the path model (inner step), and its items get the weights with which they follow that stand-in (mode A:
covariances) or foretell it (mode B: regression). Then each construct is regressed on those that point to it.

Tenenhaus, M., Esposito Vinzi, V., Chatelin, Y.-M., Lauro, C. (2005). PLS path modeling. Comp. Stat. Data Anal. 48.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, Floats, as_floats
from analytics.numerics.drivers.pls_weights import Construct, Scheme, degeneration, refusal, regress, settle_weights
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate

ROUNDS = 500
ROWS_PER_PARAMETER = 10
METHOD = "PLS path model, delete-a-group jackknife"


@dataclass(frozen=True, slots=True)
class PathModel:
    """A fitted path model of K constructs; `reason` says in words why there is none, and then all arrays are zero."""

    names: tuple[str, ...]
    weights: tuple[Floats, ...]  # of each construct's items; the construct has variance 1
    loadings: tuple[Floats, ...]  # covariance of each item with its construct
    correlations: Floats  # (K, K)
    paths: Floats  # (K, K), row points to column
    total_effects: Floats  # (K, K), along all ways
    r2: Floats  # (K,), 0 where nothing points to
    rounds: int
    reason: str = ""

    def path(self, origin: str, target: str) -> float:
        """Return the coefficient of the arrow from one construct to another, 0 where there is none."""
        return float(self.paths[self.names.index(origin), self.names.index(target)])

    def total_effect(self, origin: str, target: str) -> float:
        """Return what one standard deviation of a construct does to another, directly and through others."""
        return float(self.total_effects[self.names.index(origin), self.names.index(target)])


def fit_paths(
    covariance: ArrayLike,
    constructs: Sequence[Construct],
    arrows: Mapping[str, Sequence[str]],
    *,
    scheme: Scheme = "centroid",
    rounds: int = ROUNDS,
) -> PathModel:
    """Return the path model of items with this covariance matrix (p, p); give correlations to standardise the items.

    `arrows` maps a construct to those it points to. The inner step follows the sign of correlations (centroid) or
    takes regression on those that point here and correlation with those pointed to (path). A constant item, items
    that reproduce one another under mode B, a construct without arrows or weights that do not settle give a reason.
    Raises ValueError if an arrow names an unknown construct or if arrows go round in a circle.

    >>> items = [[1.0, 0.6, 0.4], [0.6, 1.0, 0.4], [0.4, 0.4, 1.0]]
    >>> model = fit_paths(items, [Construct("value", (0, 1)), Construct("loyalty", (2,))], {"value": ["loyalty"]})
    >>> round(model.path("value", "loyalty"), 6), round(float(model.r2[1]), 6)
    (0.447214, 0.2)
    """
    matrix, adjacency = as_floats(covariance), _adjacency(constructs, arrows)
    reason = refusal(matrix, constructs, adjacency)
    if reason:
        return _without(constructs, reason)
    weights, turns = settle_weights(matrix, constructs, adjacency, scheme, rounds)
    if not turns:
        return _without(constructs, f"the weights did not settle in {rounds} rounds", rounds)
    reason = degeneration(weights.T @ matrix @ weights, constructs, adjacency)
    return _without(constructs, reason, turns) if reason else _solve(matrix, weights, constructs, adjacency, turns)


def path_estimates(
    covariances: ArrayLike,
    constructs: Sequence[Construct],
    arrows: Mapping[str, Sequence[str]],
    n: int,
    *,
    scheme: Scheme = "centroid",
    effective_groups: int | None = None,
) -> dict[tuple[str, str], Estimate]:
    """Return every arrow's coefficient with its jackknife interval, from covariance matrices (R, p, p).

    Replicate 0 is the full sample of n respondents, the others leave a group out. Fewer than 10 respondents for each
    item and arrow, or a model that cannot be fitted with or without some group, are insufficient, with the reason.
    """
    links = [(origin, target) for origin, targets in arrows.items() for target in targets]
    parameters = len(links) + sum(len(construct.items) for construct in constructs)
    if n < ROWS_PER_PARAMETER * parameters:
        least = f"at least {ROWS_PER_PARAMETER} each are needed"
        short = insufficient(n, f"{n} respondents for {parameters} parameters, {least}", method=METHOD)
        return dict.fromkeys(links, short)
    models = [fit_paths(matrix, constructs, arrows, scheme=scheme) for matrix in as_floats(covariances)]
    failed = next((model.reason for model in models if model.reason), "")
    if failed:
        return dict.fromkeys(links, insufficient(n, failed, method=METHOD))
    return {
        link: jackknife_estimate(
            [model.path(*link) for model in models], n, effective_groups=effective_groups, method=METHOD
        )
        for link in links
    }


def _adjacency(constructs: Sequence[Construct], arrows: Mapping[str, Sequence[str]]) -> Bools:
    """Return which construct points to which (K, K)."""
    names = [construct.name for construct in constructs]
    unknown = {name for origin, targets in arrows.items() for name in (origin, *targets)} - set(names)
    if unknown:
        raise ValueError(f"arrows name unknown constructs: {', '.join(sorted(unknown))}")
    adjacency = np.zeros((len(names), len(names)), dtype=np.bool_)
    for origin, targets in arrows.items():
        adjacency[names.index(origin), [names.index(target) for target in targets]] = True
    if np.linalg.matrix_power(adjacency.astype(np.float64), len(names)).any():
        raise ValueError("the arrows go round in a circle")
    return adjacency


def _solve(
    matrix: Floats, weights: Floats, constructs: Sequence[Construct], adjacency: Bools, rounds: int
) -> PathModel:
    correlations = as_floats(weights.T @ matrix @ weights)
    paths, r2 = np.zeros_like(correlations), np.zeros(len(correlations))
    for target in range(len(correlations)):
        origins = np.flatnonzero(adjacency[:, target])
        paths[origins, target] = regress(correlations, origins, target)
        r2[target] = paths[origins, target] @ correlations[origins, target]
    total = np.linalg.inv(np.eye(len(paths)) - paths) - np.eye(len(paths))
    along = matrix @ weights
    blocks = [(list(construct.items), column) for column, construct in enumerate(constructs)]
    return PathModel(
        names=tuple(construct.name for construct in constructs),
        weights=tuple(weights[items, column] for items, column in blocks),
        loadings=tuple(along[items, column] for items, column in blocks),
        correlations=correlations,
        paths=paths,
        total_effects=as_floats(total),
        r2=r2,
        rounds=rounds,
    )


def _without(constructs: Sequence[Construct], reason: str, rounds: int = 0) -> PathModel:
    size = len(constructs)
    empty = tuple(np.zeros(len(construct.items)) for construct in constructs)
    square = np.zeros((size, size))
    names = tuple(construct.name for construct in constructs)
    return PathModel(names, empty, empty, square, square, square, np.zeros(size), rounds, reason)
