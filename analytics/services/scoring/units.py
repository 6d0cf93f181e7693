"""Scores of units: each leans on the unit above it (equation 4), and siblings are ranked without ranking noise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.experience.hierarchy import shrink_tree
from analytics.numerics.experience.league import Standing, standings
from analytics.services.scoring.cells import (
    Level,
    Small,
    combine_levels,
    is_spread_known,
    level_ends,
    pooled_variances,
    small_nps,
    small_value,
)
from analytics.services.scoring.experience import HUNDRED
from analytics.services.scoring.figures import Series, effect_of, has_weights
from analytics.services.scoring.gather import WHOLE
from analytics.services.scoring.scopes import Levels, ScopeScores, Whole, score_scope

METHOD = "empirical Bayes over the tree of units"
UNKNOWN = "nothing tells yet how much units differ, so nothing can be borrowed"
MOSTLY = 0.5

type Tree = Mapping[str, str]
"""The unit above each unit, by code; empty for those directly below the company."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """Levels of all units of a tree: `levels` where they or units below them have answers, `expected` everywhere.

    `expected` is None for a unit of which neither it nor one above it is known at any touchpoint.
    """

    levels: Levels
    expected: Mapping[str, Level | None]


def lean(own: Mapping[str, Series], tree: Tree, whole: Whole) -> Leaning:
    """Return the levels of the units of a tree; `own` are the answers of each unit without those of units below it."""
    weights = whole.settings.metric_weights
    by_dimensions = whole.settings.touchpoint_score in ("auto", "dimensions")
    weighted = any(has_weights(series) for series in own.values())
    found = {}
    for touchpoint in sorted(whole.means):
        smalls = {
            code: small_value(series, touchpoint, weights, by_dimensions=by_dimensions, weighted=weighted)
            for code, series in own.items()
        }
        found[touchpoint] = _shrunken(smalls, tree, effect_of(whole.means[touchpoint]))
    nps = _shrunken({code: small_nps(own[code], WHOLE, weighted=weighted) for code in own}, tree, 1.0)
    told = {code: {t: levels[code] for t, levels in found.items() if levels and levels[code].n} for code in tree}
    expected = {
        code: combine_levels(
            {t: found[t][code] for t in _touchpoints_of(code, told, tree)}, whole.shares, whole.inflation
        )
        for code in tree
    }
    answered = {code: level for code, level in nps.items() if level.n}
    return Leaning(Levels(touchpoints=told, nps=answered), expected)


def _touchpoints_of(code: str, told: Mapping[str, Mapping[str, Level]], tree: Tree) -> list[str]:
    """Return the touchpoints of a unit that has answers; of another, those of the nearest unit above it that has."""
    while code and not told[code]:
        code = tree[code]
    return sorted(told[code]) if code else []


def _shrunken(smalls: Mapping[str, Small | None], tree: Tree, effect: float) -> dict[str, Level]:
    """Return the levels of all units of a tree at one touchpoint, empty where no unit has answers."""
    known = {code: small for code, small in smalls.items() if small is not None and small.n > 0}
    if not is_spread_known(list(known.values())):
        return {}
    codes = sorted(tree)
    place = {code: index for index, code in enumerate(codes)}
    variance = dict(zip(known, pooled_variances(list(known.values()), effect), strict=True))
    n = np.array([known[code].n if code in known else 0 for code in codes], dtype=np.float64)
    found = shrink_tree(
        [known[code].mean if code in known else 0.0 for code in codes],
        [variance.get(code, np.inf) for code in codes],
        n,
        [place.get(tree[code], -1) for code in codes],
    )
    below = _answers_below(n, [place.get(tree[code], -1) for code in codes])
    return {
        code: Level(
            float(found.values[i]), float(found.variances[i]), float(found.borrowed[i]), below[i], float(found.apart[i])
        )
        for i, code in enumerate(codes)
    }


def _answers_below(n: np.ndarray[tuple[int], np.dtype[np.float64]], parents: list[int]) -> list[int]:
    """Return the answers at and below each unit."""
    total = [0] * len(parents)
    for unit, count in enumerate(n):
        above = unit
        while above >= 0:
            total[above] += int(count)
            above = parents[above]
    return total


def score_units(cells: Mapping[str, Series], leaning: Leaning, tree: Tree, whole: Whole) -> Iterable[ScopeScores]:
    """Yield the scores of the units of a tree by code; `cells` hold each unit's answers with those below it."""
    ranks = _ranked(leaning, tree)
    for code in sorted(tree):
        score = score_scope("unit", code, cells.get(code, {}), leaning.levels, whole)
        level, standing = leaning.expected[code], ranks[code]
        expected = _expected(level, tree[code], whole.settings.minimum_n)
        yield replace(
            score,
            evidence=_evidence(level, expected),
            figures={**score.figures, "expected": expected, "rank": standing.rank},
            details={"parent": tree[code], "p_best": standing.p_best},
        )


def _expected(level: Level | None, parent: str, minimum: int) -> Estimate:
    """Return the level to expect from a unit on 0 to 100; below the minimum it is provisional and tells its source."""
    n = level.n if level is not None else 0
    if level is None or not np.isfinite(level.variance):
        return insufficient(n, UNKNOWN, method=METHOD)
    value = level.value * 10.0
    low, high = level_ends(level, factor=10.0, bounds=HUNDRED)
    if n >= minimum:
        return estimate(value, low, high, n, method=METHOD)
    source = f"unit {parent}" if parent else "all units"
    reason = f"{n} answers of its own; {level.borrowed:.0%} of it is borrowed from {source}"
    return estimate(value, low, high, n, method=METHOD, status="provisional", reason=reason)


def _evidence(level: Level | None, expected: Estimate) -> str:
    if level is None or expected.value is None:
        return "prior"
    return "observed" if level.n and level.borrowed <= MOSTLY else "borrowed"


def _ranked(leaning: Leaning, tree: Tree) -> dict[str, Standing]:
    """Return how each unit stands among those below the same unit."""
    siblings: dict[str, list[str]] = {}
    for code in sorted(tree):
        siblings.setdefault(tree[code], []).append(code)
    found: dict[str, Standing] = {}
    for group in siblings.values():
        levels = [leaning.expected[code] for code in group]
        values = [level.value * 10.0 if level is not None else np.nan for level in levels]
        apart = [level.apart * 100.0 if level is not None else np.nan for level in levels]
        found |= dict(zip(group, standings(values, apart), strict=True))
    return found
