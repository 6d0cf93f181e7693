"""Estimates of means and shares from the counters of a series of answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from analytics.aggregates.sums import SeriesKey, SeriesSums
from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.clusters import design_effect, lent_replicates
from analytics.numerics.experience.scales import (
    csat_from_histogram,
    nps_from_histogram,
    nps_replicates,
    top_two_replicates,
)
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out, non_empty_groups

type Series = Mapping[SeriesKey, SeriesSums]

NO_ANSWERS = "no answers"
ALL_ZERO = "all weights are zero"
CSAT_ANSWERS = slice(1, 6)
BOUNDS: Mapping[str, tuple[float, float]] = {"nps": (-100.0, 100.0), "ces": (1.0, 7.0), "loyalty": (0.0, 10.0)}


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its jackknife replicates (1 + B,), number of answers, filled groups and sum of squares around it.

    `effective` is how many equal weights would tell as much, None where all answers count the same.
    """

    replicates: Floats
    n: int
    groups: int
    squares: float
    effective: float | None = None

    def lacking(self, minimum: int) -> str:
        """Return why the mean tells too little for a figure, or an empty string."""
        reason = too_few(self.n, minimum)
        if reason or self.effective is None or self.effective >= minimum:
            return reason
        if self.effective == 0:
            return ALL_ZERO
        return f"by their weights {self.n} answers tell as much as {self.effective:.0f}, at least {minimum} are needed"

    def estimate(self, minimum: int, *, factor: float = 1.0, bounds: tuple[float, float] | None = None) -> Estimate:
        """Return the mean times a factor with its interval, or why there is none."""
        reason = self.lacking(minimum)
        if reason:
            return insufficient(self.n, reason)
        return jackknife_estimate(self.replicates * factor, self.n, bounds=bounds, effective_groups=self.groups)


def too_few(n: int, minimum: int) -> str:
    """Return why n answers are not enough, or an empty string."""
    if n == 0:
        return NO_ANSWERS
    return f"{n} answers, at least {minimum} are needed" if n < minimum else ""


def gated(
    replicates: Floats, n: int, groups: int, minimum: int, *, bounds: tuple[float, float] | None = None
) -> Estimate:
    """Return the jackknife estimate, or "insufficient" below the minimum number of answers."""
    reason = too_few(n, minimum)
    if reason:
        return insufficient(n, reason)
    return jackknife_estimate(replicates, n, bounds=bounds, effective_groups=groups)


def answers(series: Series, code: str, metric: str) -> int:
    """Return how many answers a touchpoint ("" for the company as a whole) has in a metric."""
    sums = series.get(SeriesKey(code, metric, False))
    return int(sums.hist.sum()) if sums is not None else 0


def mean_of(series: Series, code: str, metric: str, *, weighted: bool = False) -> Mean | None:
    """Return the mean of a metric in points of its own scale, or None without answers."""
    plain = series.get(SeriesKey(code, metric, False))
    sums = series.get(SeriesKey(code, metric, weighted))
    if plain is None or sums is None:
        return None
    found = _mean_by_groups(plain, sums)
    if found is None or plain.lender is None or sums.lender is None:
        return found
    lender = _mean_by_groups(plain.lender, sums.lender)
    return found if lender is None else _lent(found, lender)


def _lent(found: Mean, lender: Mean) -> Mean:
    """Return a mean with the replicates of its lender, as wide as its own answers make them."""
    replicates = lent_replicates(
        float(found.replicates[0]),
        found.n,
        found.squares,
        lender.replicates,
        lender.n,
        lender.squares,
        groups=lender.groups,
    )
    return Mean(replicates, found.n, lender.groups, found.squares, found.effective)


def _mean_by_groups(plain: SeriesSums, sums: SeriesSums) -> Mean | None:
    """Return the mean of a series with replicates by its own groups of customers."""
    counts = plain.hist.sum(axis=1)
    n = int(counts.sum())
    if n == 0:
        return None
    scale = float(sums.scale)
    replicates = divide(leave_one_out(sums.total), leave_one_out(sums.hist.sum(axis=1)), empty=np.nan) / scale
    centre = float(as_floats(plain.total).sum()) / n
    squares = (float(as_floats(plain.squares).sum()) - n * centre**2) / scale**2
    effective = None if sums is plain else effective_answers(sums)
    return Mean(replicates, n, non_empty_groups(sums.hist.sum(axis=1)), max(squares, 0.0), effective)


def effective_answers(heavy: SeriesSums) -> float:
    """Return how many answers of equal weight would tell as much as weighted ones (Kish): (sum w)^2 / sum w^2."""
    total, squares = float(as_floats(heavy.hist).sum()) / 1e9, float(as_floats(heavy.squares).sum()) / 1e6
    return total**2 / squares if squares > 0 else float(total > 0)


def value_of(mean: Callable[[str], Mean | None], weights: Mapping[str, float], *, by_dimensions: bool) -> Mean | None:
    """Return the experience value of equation (5) from the means of metrics, in points of 0-10.

    The weighted mean of the dimensions that were asked; without any of them, the mean of the touchpoint's score.
    """
    asked = {name: mean(name) for name in weights} if by_dimensions else {}
    used = {name: found for name, found in asked.items() if found is not None and weights[name] > 0}
    score = mean("score")
    if not used:
        return score
    total = sum(weights[name] for name in used)
    replicates = sum((weights[name] / total) * found.replicates for name, found in used.items())
    widest = max(used.values(), key=lambda found: found.n)
    n = max(widest.n, score.n if score is not None else 0)
    squares = score.squares if score is not None else widest.squares
    effective = min((found.effective for found in used.values() if found.effective is not None), default=None)
    return Mean(as_floats(replicates), n, widest.groups, squares, effective)


def has_weights(series: Series) -> bool:
    """Return whether any answer carries a weight."""
    return any(key.weighted for key in series)


def nps_of(series: Series, code: str, minimum: int, *, weighted: bool = False) -> Estimate:
    """Return the net promoter score: adjusted Wald interval, or the jackknife's when answers carry weights."""
    n = answers(series, code, "nps")
    reason = too_few(n, minimum)
    if reason:
        return insufficient(n, reason)
    plain = series[SeriesKey(code, "nps", False)]
    heavy = series.get(SeriesKey(code, "nps", True)) if weighted else None
    if heavy is None:
        whole = plain.hist.sum(axis=0)
        return nps_from_histogram(whole, effective_n=n / effect_of(_nps_mean(plain.lender, plain.lender)))
    found = _nps_mean(plain, heavy)
    lender = _nps_mean(plain.lender, heavy.lender)
    if found is None:
        return insufficient(n, ALL_ZERO)
    return (found if lender is None else _lent(found, lender)).estimate(minimum, bounds=BOUNDS["nps"])


def _nps_mean(plain: SeriesSums | None, sums: SeriesSums | None) -> Mean | None:
    """Return the net promoter score as a mean of +100, 0 and -100, None without answers."""
    if plain is None or sums is None or not sums.hist.any():
        return None
    counts = plain.hist.sum(axis=0)
    n, moved = int(counts.sum()), int(counts[9:].sum() + counts[:7].sum())
    net = float(counts[9:].sum() - counts[:7].sum()) / n
    groups = non_empty_groups(sums.hist.sum(axis=1))
    effective = None if sums is plain else effective_answers(sums)
    return Mean(nps_replicates(leave_one_out(sums.hist)), n, groups, 1e4 * (moved - n * net**2), effective)


def effect_of(mean: Mean | None) -> float:
    """Return by how much repeated answers and weights inflate the variance of a mean, from 1 to 10; 1 without one."""
    return 1.0 if mean is None else design_effect(mean.replicates, mean.n, mean.squares, groups=mean.groups)


def csat_of(series: Series, code: str, minimum: int) -> Estimate:
    """Return the share (0 to 100) of 4 and 5 among the answers 1 to 5."""
    n = answers(series, code, "csat")
    reason = too_few(n, minimum)
    if reason:
        return insufficient(n, reason)
    plain = series[SeriesKey(code, "csat", False)]
    counts = plain.hist.sum(axis=0)[CSAT_ANSWERS]
    return replace(csat_from_histogram(counts / effect_of(_csat_mean(plain.lender))), n=n)


def _csat_mean(sums: SeriesSums | None) -> Mean | None:
    """Return the share of 4 and 5 as a mean of 100 and 0, None without answers."""
    if sums is None or not sums.hist.any():
        return None
    replicates = top_two_replicates(leave_one_out(sums.hist[:, CSAT_ANSWERS]))
    n = int(sums.hist.sum())
    groups = non_empty_groups(sums.hist.sum(axis=1))
    return Mean(replicates, n, groups, n * float(replicates[0]) * (100.0 - float(replicates[0])))


def metric_of(series: Series, code: str, metric: str, minimum: int) -> Estimate:
    """Return the mean answer of a metric in its own scale, with the jackknife's interval clipped to the scale."""
    found = mean_of(series, code, metric)
    if found is None:
        return insufficient(0, NO_ANSWERS)
    return found.estimate(minimum, bounds=BOUNDS.get(metric))
