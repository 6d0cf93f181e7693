"""One series and nothing to compare it with but series that the plan did not touch: a local level with controls.

    y_t = level_t + b' x_t + e_t,   level_t = level_(t-1) + w_t

is fitted to the time before the plan by a Kalman filter with an exact diffuse start and carried on without the plan;
the difference to what happened is the effect (Durbin and Koopman; the idea of CausalImpact). How much the level wanders
is uncertain in short series: the forecast is averaged over all ratios of the two variances, by their likelihood.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, Numbers, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import t_quantile, t_tail

LEAST_PER_COEFFICIENT = 5
LEAST = 10
METHOD = "local level with controls"
RATIOS = np.exp(np.linspace(np.log(1e-3), np.log(1e3), 61))
ZOOMS = 7


@dataclass(frozen=True, slots=True)
class LocalLevel:
    """The fitted model: variances of answers around the level and of the level's steps, coefficients, likelihood."""

    irregular: float
    level: float
    coefficients: Floats
    log_likelihood: float
    n: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a series did beyond what was to be expected, a period on average and in sum; `expected` has every period."""

    average: Estimate
    cumulative: Estimate
    error: float
    p_value: float | None
    degrees: int
    expected: Floats


@dataclass(frozen=True, slots=True)
class _Fits:
    """The model at several ratios Q of the variances: filter, coefficients, variance and likelihood of each."""

    ratio: Floats
    coefficients: Floats
    information: Floats
    variance: Floats
    log_likelihood: Floats
    log_marginal: Floats
    state: Floats
    doubt: Floats
    degrees: int


def fit_local_level(y: ArrayLike, controls: ArrayLike | None = None) -> LocalLevel:
    """Return the maximum-likelihood fit of a series (T,) with controls (T, k); gaps are NaN.

    Raises ValueError for fewer than three values more than controls.
    """
    series, design = _prepared(y, controls)
    fits = _fit(series, design, RATIOS)
    if fits.degrees < 2:
        raise ValueError("a local level needs at least three values more than controls")
    for _ in range(ZOOMS):
        best = int(fits.log_likelihood.argmax())
        low, high = fits.ratio[max(best - 1, 0)], fits.ratio[min(best + 1, len(fits.ratio) - 1)]
        fits = _fit(series, design, np.exp(np.linspace(np.log(low), np.log(high), 21)))
    best = int(fits.log_likelihood.argmax())
    variance = float(fits.variance[best])
    return LocalLevel(
        irregular=variance,
        level=variance * float(fits.ratio[best]),
        coefficients=fits.coefficients[best],
        log_likelihood=float(fits.log_likelihood[best]),
        n=int(np.isfinite(series).sum()),
    )


def causal_impact(
    y: ArrayLike, first_post: int, controls: ArrayLike | None = None, *, confidence: float = 0.90
) -> Impact:
    """Return what a series (T,) did from `first_post` on, beyond what its past and its controls (T, k) let expect.

    Gaps are NaN; a period without all its controls is a gap. Too few periods give "insufficient" with the reason.
    """
    series, design = _prepared(y, controls)
    after = np.flatnonzero(np.isfinite(series[first_post:])) + first_post
    n = int(np.isfinite(series).sum())
    reason = _refusal(series[:first_post], design[:first_post], len(after))
    if reason:
        nothing = insufficient(n, reason, method=METHOD)
        return Impact(nothing, nothing, np.nan, None, 0, np.full(len(series) - first_post, np.nan))
    fits = _fit(series[:first_post], design[:first_post], RATIOS)
    weights = np.exp(fits.log_marginal - fits.log_marginal.max())
    weights /= weights.sum()
    expected = _expected(fits, design[first_post:])
    means = (series[after] - expected[:, after - first_post]).mean(axis=1)
    average = float(weights @ means)
    spread = fits.variance * _mean_doubt(fits, design, after, first_post) + (means - average) ** 2
    error = float(np.sqrt(weights @ spread))
    width = t_quantile((1 + confidence) / 2, fits.degrees) * error
    return Impact(
        average=estimate(average, average - width, average + width, n, method=METHOD),
        cumulative=estimate(
            average * len(after), (average - width) * len(after), (average + width) * len(after), n, method=METHOD
        ),
        error=error,
        p_value=2 * t_tail(abs(average) / error, fits.degrees) if error > 0 else None,
        degrees=fits.degrees,
        expected=as_floats(weights @ expected),
    )


def _prepared(y: ArrayLike, controls: ArrayLike | None) -> tuple[Floats, Floats]:
    series = np.array(as_floats(y))
    design = np.zeros((len(series), 0)) if controls is None else as_floats(controls).reshape(len(series), -1)
    series[~np.isfinite(design).all(axis=1)] = np.nan
    return series, design


def _refusal(series: Floats, design: Floats, after: int) -> str:
    seen = np.isfinite(series)
    needed = max(LEAST, LEAST_PER_COEFFICIENT * (design.shape[1] + 1))
    if seen.sum() < needed:
        return f"{seen.sum()} periods before the plan, at least {needed} are needed to see how the series moves"
    if after == 0:
        return "no period of the plan has both the series and its controls"
    if np.ptp(series[seen]) == 0:
        return "the series did not move before the plan, so chance has no measure"
    centred = design[seen] - design[seen].mean(axis=0)
    if design.shape[1] and np.linalg.matrix_rank(centred) < design.shape[1]:
        return "a control did not move before the plan, or two controls move as one"
    return ""


def _fit(series: Floats, design: Floats, ratio: Floats) -> _Fits:
    """Filter the series and each control alike, then regress innovation on innovations, at every ratio."""
    seen = np.flatnonzero(np.isfinite(series))
    columns = np.column_stack([series, design])
    innovations, scales, state, doubt = _filter(columns, seen, ratio, len(series))
    y, x = innovations[..., 0], innovations[..., 1:]
    information = np.einsum("qti,qtj->qij", x, x)
    moments = np.einsum("qti,qt->qi", x, y)
    coefficients = np.linalg.solve(information, moments[..., None])[..., 0] if x.shape[2] else moments
    residual = np.maximum((y**2).sum(axis=1) - (coefficients * moments).sum(axis=1), np.finfo(float).tiny)
    count = len(seen) - 1
    log_likelihood = -0.5 * (count * (np.log(2 * np.pi * residual / count) + 1) + scales)
    degrees = count - x.shape[2]
    variance = residual / (count if x.shape[2] == 0 else max(degrees, 1))
    log_marginal = -0.5 * (degrees * np.log(residual) + scales + np.linalg.slogdet(information)[1])
    return _Fits(ratio, coefficients, information, variance, log_likelihood, log_marginal, state, doubt, degrees)


def _filter(columns: Floats, seen: Numbers, ratio: Floats, length: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return scaled innovations (Q, n - 1, 1 + k), sums of log variances (Q,), the last level (Q, 1 + k) and its doubt.

    The diffuse start is exact: the first value sets the level, with the variance of one answer.
    """
    first = int(seen[0])
    state = np.repeat(columns[first][None], len(ratio), axis=0)
    doubt = np.ones(len(ratio))
    innovations = np.zeros((len(ratio), len(seen) - 1, columns.shape[1]))
    scales = np.zeros(len(ratio))
    place, known = 0, set(seen.tolist())
    for t in range(first + 1, length):
        doubt = doubt + ratio
        if t not in known:
            continue
        variance = doubt + 1.0
        step = columns[t] - state
        innovations[:, place] = step / np.sqrt(variance)[:, None]
        scales += np.log(variance)
        gain = doubt / variance
        state = state + gain[:, None] * step
        doubt = doubt * (1.0 - gain)
        place += 1
    return innovations, scales, state, doubt


def _expected(fits: _Fits, design: Floats) -> Floats:
    """Return what each ratio expects of the periods after (Q, H)."""
    level = fits.state[:, 0] - (fits.coefficients * fits.state[:, 1:]).sum(axis=1)
    return as_floats(level[:, None] + fits.coefficients @ design.T)


def _mean_doubt(fits: _Fits, design: Floats, after: Numbers, first_post: int) -> Floats:
    """Return the variance of the mean error over the periods after, in units of the irregular variance (Q,)."""
    steps = after - first_post + 1.0
    wandering = np.minimum.outer(steps, steps).mean() * fits.ratio
    doubt = fits.doubt + wandering + 1.0 / len(after)
    if design.shape[1]:
        apart = design[after].mean(axis=0) - fits.state[:, 1:]
        doubt = doubt + np.einsum("qi,qi->q", apart, np.linalg.solve(fits.information, apart[..., None])[..., 0])
    return as_floats(doubt)
