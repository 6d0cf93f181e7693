"""Small scopes - segments, units, channels - borrow from the company what their own answers lack (equation 4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.aggregates.sums import SeriesKey
from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.jackknife import jackknife_se, unanimous
from analytics.numerics.shrinkage import shrink
from analytics.services.scoring.figures import Mean, Series, too_few

NORMAL_90 = 1.6448536269514722
AGREED = 1e-4
"""Share of the scale: an interval narrower than this comes from answers that all agree, not from their number."""
METHOD = "empirical Bayes"
NO_SPREAD = "too few answers with a weight to tell how much they vary"


@dataclass(frozen=True, slots=True)
class Small:
    """The plain mean of a small scope: number of answers, mean, and sum of squares around it."""

    n: int
    mean: float
    squares: float


@dataclass(frozen=True, slots=True)
class Level:
    """A shrunken mean: its value and posterior variance, the weight of what was borrowed, and the answers behind it.

    `apart` is the variance without what it shares with those it is compared with.
    """

    value: float
    variance: float
    borrowed: float
    n: int
    apart: float


def small_mean(series: Series, code: str, metric: str, *, weighted: bool) -> Small | None:
    """Return the plain mean of a metric in points of its own scale, or None without answers."""
    plain = series.get(SeriesKey(code, metric, False))
    heavy = series.get(SeriesKey(code, metric, True)) if weighted else plain
    n = int(plain.hist.sum()) if plain is not None else 0
    count = int(heavy.hist.sum()) if heavy is not None else 0
    if plain is None or heavy is None or n == 0 or count == 0:
        return None
    centre = int(plain.total.sum()) / n
    squares = (int(plain.squares.sum()) - n * centre**2) / plain.scale**2
    return Small(n, int(heavy.total.sum()) / count / plain.scale, max(squares, 0.0))


def small_value(
    series: Series, code: str, weights: Mapping[str, float], *, by_dimensions: bool, weighted: bool
) -> Small | None:
    """Return the experience value of equation (5) of a small scope in points of 0-10."""
    score = small_mean(series, code, "score", weighted=weighted)
    asked = {name: small_mean(series, code, name, weighted=weighted) for name in weights} if by_dimensions else {}
    used = {name: found for name, found in asked.items() if found is not None and weights[name] > 0}
    if not used:
        return score
    mean = sum(weights[name] * found.mean for name, found in used.items()) / sum(weights[name] for name in used)
    widest = score or max(used.values(), key=lambda found: found.n)
    return Small(widest.n, mean, widest.squares)


def small_nps(series: Series, code: str, *, weighted: bool) -> Small | None:
    """Return the net promoter score of a small scope; the squares are those of +100, 0 and -100."""
    plain = series.get(SeriesKey(code, "nps", False))
    heavy = series.get(SeriesKey(code, "nps", True)) if weighted else plain
    n = int(plain.hist.sum()) if plain is not None else 0
    if plain is None or heavy is None or n == 0 or int(heavy.hist.sum()) == 0:
        return None
    own, shown = plain.hist.sum(axis=0), heavy.hist.sum(axis=0)
    net = 100.0 * int(own[9:].sum() - own[:7].sum()) / n
    squares = 10_000.0 * int(own[9:].sum() + own[:7].sum()) - n * net**2
    return Small(n, 100.0 * int(shown[9:].sum() - shown[:7].sum()) / int(shown.sum()), max(squares, 0.0))


def levels_of(smalls: Mapping[str, Small], effect: float) -> dict[str, Level]:
    """Return the shrunken means of scopes by code; they share one variance of answers times the design effect."""
    codes = [code for code in sorted(smalls) if smalls[code].n > 0]
    known = [smalls[code] for code in codes]
    if not is_spread_known(known):
        return {}
    found = shrink([small.mean for small in known], pooled_variances(known, effect))
    spread = found.variances.tolist()
    return {
        code: Level(float(found.values[i]), spread[i], float(found.b[i]), smalls[code].n, spread[i])
        for i, code in enumerate(codes)
    }


def is_spread_known(smalls: Sequence[Small]) -> bool:
    """Return whether there are more answers than scopes, without which nothing tells how much answers vary."""
    return sum(small.n for small in smalls) > len(smalls)


def pooled_variances(smalls: Sequence[Small], effect: float) -> Floats:
    """Return the variances of means that share one variance of answers, times the design effect."""
    n = np.array([small.n for small in smalls], dtype=np.float64)
    free = max(float(n.sum()) - len(smalls), 1.0)
    pooled = sum(small.squares for small in smalls) / free
    return as_floats(pooled * effect / n)


def level_estimate(level: Level | None, minimum: int, *, factor: float = 1.0, bounds: tuple[float, float]) -> Estimate:
    """Return a shrunken mean times a factor with its 90 % interval, or "insufficient" below the minimum."""
    if level is None or too_few(level.n, minimum):
        n = level.n if level is not None else 0
        return insufficient(n, too_few(n, minimum), method=METHOD)
    value = level.value * factor
    low, high = level_ends(level, factor=factor, bounds=bounds)
    return estimate(value, low, high, level.n, method=METHOD)


def level_ends(level: Level, *, factor: float, bounds: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of the 90 % interval of a level times a factor; where all answers agree, that of such answers."""
    value, width = level.value * factor, NORMAL_90 * float(np.sqrt(level.variance)) * factor
    if width < AGREED * (bounds[1] - bounds[0]):
        return unanimous(value, level.n, bounds)
    return max(value - width, bounds[0]), min(value + width, bounds[1])


def combine_levels(levels: Mapping[str, Level], shares: Mapping[str, float], inflation: float) -> Level | None:
    """Return the mean of a scope over its touchpoints, weighted by shares; None when it has none.

    `inflation` is the factor by which answers of the same people to several touchpoints widen the company's interval.
    """
    used = {code: shares.get(code, 0.0) for code in levels}
    if not used:
        return None
    total = sum(used.values())
    parts = {code: share / total if total > 0 else 1 / len(used) for code, share in used.items()}
    return Level(
        value=sum(parts[code] * levels[code].value for code in used),
        variance=inflation**2 * sum(parts[code] ** 2 * levels[code].variance for code in used),
        borrowed=sum(parts[code] * levels[code].borrowed for code in used),
        n=sum(levels[code].n for code in used),
        apart=inflation**2 * sum(parts[code] ** 2 * levels[code].apart for code in used),
    )


def inflation_of(codes: Collection[str], means: Mapping[str, Mean], shares: Mapping[str, float]) -> float:
    """Return how much wider the company's common value varies than independent touchpoints would, at least 1."""
    used = [code for code in codes if code in means and shares.get(code, 0.0) > 0]
    finite = [code for code in used if np.isfinite(means[code].replicates).all()]
    if len(finite) < 2:
        return 1.0
    weights = np.array([shares[code] for code in finite])
    stacked: Floats = np.stack([means[code].replicates for code in finite], axis=1)
    together = float(jackknife_se(stacked @ weights))
    apart = float(np.sqrt(((as_floats(jackknife_se(stacked)) * weights) ** 2).sum()))
    return max(together / apart, 1.0) if apart > 0 and np.isfinite(together) else 1.0
