"""Which touchpoints drive loyalty: the exposure regression of equation (6), from sums alone.

    L = a + sum_j d_j (gamma_j + beta_j t_j) + e,     t_j = x_j - mu_j

d_j says whether the respondent met touchpoint j, mu_j is the mean score of those who did. The columns 1 and d_j are
partialled out of the score columns d_j t_j and of L; Johnson weights and slopes are those of what remains. The weights
are shares of the whole variation of L, so they add up to `r2`, what the scores explain beyond mere exposure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, Floats, as_floats, divide
from analytics.numerics.drivers.importance import (
    LMG_LIMIT,
    SINGULAR,
    johnson_weights,
    lmg,
    lost_columns,
    variance_inflation,
)
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate

ROWS_PER_PARAMETER = 10
CEILING = 10.0
CONSTANT = 1e-9


@dataclass(frozen=True, slots=True)
class DriverFit:
    """The drivers of J touchpoints with replicates in front (R = 1 + B).

    A touchpoint that cannot be estimated has zeros in the arrays and a sentence in `reasons`; ask `slope_estimate`
    and `importance_estimate`, which turn that into "insufficient". `gamma` is 0 where everybody met the touchpoint.
    """

    touchpoints: tuple[str, ...]
    slopes: Floats  # (R, J) loyalty points per score point
    gamma: Floats  # (R, J) loyalty points of having met the touchpoint at its mean score
    importance: Floats  # (R, J) Johnson weights, sum r2
    r2: Floats  # (R,) share of the variation of loyalty explained by scores beyond exposure
    r2_model: Floats  # (R,) share explained by exposure and scores together
    reach: Floats  # (R, J) share of rows that met the touchpoint
    means: Floats  # (R, J) mean score of those who met it, 0-10
    answers: Floats  # (J,) rows that met it, full sample
    vif: tuple[float | None, ...]
    reasons: tuple[str, ...]  # "" where the touchpoint is estimated
    correlations: Floats  # (J, J) of the partialled score columns, full sample
    with_outcome: Floats  # (J,) their correlations with loyalty
    n: int

    @property
    def usable(self) -> Bools:
        """Return which touchpoints are estimated, shape (J,)."""
        return np.array([not reason for reason in self.reasons], dtype=np.bool_)

    def slope_estimate(self, index: int, *, effective_groups: int | None = None) -> Estimate:
        """Return the raw slope of one touchpoint with its interval, or why there is none."""
        return self._figure(self.slopes[:, index], index, (None, None), effective_groups)

    def importance_estimate(self, index: int, *, effective_groups: int | None = None) -> Estimate:
        """Return the Johnson weight of one touchpoint with its interval, or why there is none."""
        return self._figure(self.importance[:, index], index, (0.0, 1.0), effective_groups)

    def r2_estimate(self, *, effective_groups: int | None = None) -> Estimate:
        """Return the share of variation explained by scores, or why there is none."""
        if not self.usable.any():
            return insufficient(self.n, self.reasons[0] if self.reasons else "no touchpoints")
        return jackknife_estimate(self.r2, self.n, bounds=(0.0, 1.0), effective_groups=effective_groups)

    def lmg_shares(self) -> Floats | None:
        """Return LMG shares (J,) as a check on Johnson's weights, None above 14 estimated touchpoints."""
        used = np.flatnonzero(self.usable)
        if len(used) > LMG_LIMIT:
            return None
        shares = np.zeros(len(self.touchpoints))
        if len(used):
            shares[used] = lmg(self.correlations[np.ix_(used, used)], self.with_outcome[used])
        return shares

    def _figure(
        self, replicates: Floats, index: int, bounds: tuple[float | None, float | None], groups: int | None
    ) -> Estimate:
        n = int(self.answers[index])
        if self.reasons[index]:
            return insufficient(n, self.reasons[index])
        return jackknife_estimate(replicates, n, bounds=bounds, effective_groups=groups)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Sums of squares after 1 and d_j have been partialled out, replicates in front."""

    scores: Floats  # (R, J, J)
    with_outcome: Floats  # (R, J)
    total: Floats  # (R,) of loyalty around its mean
    by_exposure: Floats  # (R,) part of `total` that exposure explains
    exposure_inverse: Floats  # (R, J, J)
    exposure_outcome: Floats  # (R, J)
    exposure_scores: Floats  # (R, J, J) rows exposure, columns scores
    reach: Floats
    means: Floats
    answers: Floats  # (R, J)
    spread: Floats  # (R, J) variance of the scores of those who met it


def fit_drivers(
    gram: ArrayLike, xl: ArrayLike, ll: ArrayLike, l_sum: ArrayLike, n: ArrayLike, touchpoints: Sequence[str]
) -> DriverFit:
    """Return the drivers from sums over rows z = (1, d_1..d_J, d_1 x_1..d_J x_J), scores and loyalty on 0-10.

    gram (R, p, p) = Z'Z with p = 1 + 2J, xl (R, p) = Z'L, ll (R,) = L'L, l_sum (R,), n (R,). Touchpoints with too few
    answers, without variation, or moving exactly together get a reason in words instead of figures.
    Raises ValueError if the shapes do not fit the touchpoints.
    """
    sums, outcome = as_floats(gram), as_floats(xl)
    count = len(touchpoints)
    if sums.shape[1:] != (1 + 2 * count, 1 + 2 * count) or outcome.shape[1:] != (1 + 2 * count,):
        raise ValueError(f"{count} touchpoints need {1 + 2 * count} columns, not {sums.shape[1:]}")
    moments = _partial_out(sums, outcome, as_floats(ll), as_floats(l_sum), as_floats(n))
    rows = round(float(as_floats(n)[0]))
    active, reasons = _judge(moments, rows, touchpoints)
    return _solve(moments, active, tuple(reasons), tuple(touchpoints), rows)


def _partial_out(gram: Floats, xl: Floats, ll: Floats, l_sum: Floats, n: Floats) -> _Moments:
    count = (gram.shape[1] - 1) // 2
    met, scored = slice(1, 1 + count), slice(1 + count, None)
    answers = gram[:, 0, met]
    means = divide(gram[:, 0, scored], answers)
    reach = divide(answers, n[:, None])
    together, crossed = gram[:, met, met], gram[:, met, scored]
    exposure_scores = crossed - together * means[:, None, :]
    raw = gram[:, scored, scored] - means[:, :, None] * crossed - np.swapaxes(crossed, 1, 2) * means[:, None, :]
    raw = raw + means[:, :, None] * together * means[:, None, :]
    centred = together - answers[:, :, None] * reach[:, None, :]
    exposure_outcome = xl[:, met] - answers * divide(l_sum, n)[:, None]
    inverse = _pseudo_inverse(centred)
    score_outcome = xl[:, scored] - means * xl[:, met]
    by_exposure = np.einsum("rj,rjk,rk->r", exposure_outcome, inverse, exposure_outcome)
    pulled = np.swapaxes(exposure_scores, 1, 2) @ inverse
    return _Moments(
        scores=raw - pulled @ exposure_scores,
        with_outcome=score_outcome - (pulled @ exposure_outcome[..., None])[..., 0],
        total=ll - divide(l_sum**2, n),
        by_exposure=by_exposure,
        exposure_inverse=inverse,
        exposure_outcome=exposure_outcome,
        exposure_scores=exposure_scores,
        reach=reach,
        means=means,
        answers=answers,
        spread=divide(np.diagonal(raw, axis1=1, axis2=2), answers),
    )


def _pseudo_inverse(matrices: Floats) -> Floats:
    """Return inverses (R, J, J) of cross-products, ignoring columns and directions without variation."""
    size = np.diagonal(matrices, axis1=1, axis2=2)
    scale = np.sqrt(np.where(size > CONSTANT * size.max(axis=1, keepdims=True, initial=1.0), size, 0.0))
    inverse_scale = divide(1.0, scale)
    values, vectors = np.linalg.eigh(matrices * inverse_scale[:, :, None] * inverse_scale[:, None, :])
    kept = divide(1.0, np.where(values > SINGULAR, values, 0.0))
    inverse = (vectors * kept[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    return as_floats(inverse * inverse_scale[:, :, None] * inverse_scale[:, None, :])


def _judge(moments: _Moments, rows: int, touchpoints: Sequence[str]) -> tuple[Bools, list[str]]:
    """Return which columns enter the regression, and why each of the others gets no figure."""
    answers, means, spread = moments.answers[0], moments.means[0], moments.spread[0]
    reasons = [_column_reason(*column) for column in zip(answers, means, spread, strict=True)]
    active = np.array([not reason for reason in reasons], dtype=np.bool_)
    skipped = active & (answers < rows)  # where everybody answered, exposure is no parameter of its own
    parameters = 1 + int(active.sum()) + int(skipped.sum())
    blocked = ""
    if rows < ROWS_PER_PARAMETER * parameters:
        blocked = f"{rows} respondents for {parameters} parameters, at least {ROWS_PER_PARAMETER} each are needed"
    elif moments.total[0] <= CONSTANT * max(rows, 1):
        blocked = "everybody has the same loyalty, so nothing can explain it"
    if blocked:
        return np.zeros(len(reasons), dtype=np.bool_), [reason or blocked for reason in reasons]
    correlations, _, _ = _correlate(moments.scores[:1], moments.with_outcome[:1], moments.total[:1], active)
    for index, partners in enumerate(lost_columns(correlations[0])):
        if partners:
            others = ", ".join(touchpoints[other] for other in partners if other != index)
            reasons[index] = f"its scores are an exact combination of those of {others or 'the exposures'}"
    return active, reasons


def _column_reason(answers: float, mean: float, spread: float) -> str:
    least = 2 * ROWS_PER_PARAMETER
    if answers < least:
        return f"{answers:.0f} answers, at least {least} are needed"
    if spread <= CONSTANT:
        return "everybody is at the ceiling" if mean >= CEILING - CONSTANT else "every answer is the same"
    return ""


def _correlate(scores: Floats, with_outcome: Floats, total: Floats, active: Bools) -> tuple[Floats, Floats, Floats]:
    """Return correlations (R, J, J), correlations with loyalty (R, J) and the columns' root sums of squares."""
    size = np.sqrt(np.where(active, np.maximum(np.diagonal(scores, axis1=1, axis2=2), 0.0), 0.0))
    inverse = divide(1.0, size)
    correlations = scores * inverse[:, :, None] * inverse[:, None, :]
    diagonal = np.arange(scores.shape[1])
    correlations[:, diagonal, diagonal] = 1.0
    related = divide(with_outcome * inverse, np.sqrt(np.maximum(total, 0.0))[:, None])
    return correlations, related, size


def _solve(
    moments: _Moments, active: Bools, reasons: tuple[str, ...], touchpoints: tuple[str, ...], rows: int
) -> DriverFit:
    correlations, related, size = _correlate(moments.scores, moments.with_outcome, moments.total, active)
    values, vectors = np.linalg.eigh(correlations)
    turned = (np.swapaxes(vectors, 1, 2) @ related[..., None])[..., 0]
    kept = divide(turned, np.where(values > SINGULAR, values, 0.0))
    standard = (vectors @ kept[..., None])[..., 0]
    slopes = divide(standard * np.sqrt(np.maximum(moments.total, 0.0))[:, None], size)
    left = moments.exposure_outcome - (moments.exposure_scores @ slopes[..., None])[..., 0]
    gamma = (moments.exposure_inverse @ left[..., None])[..., 0]
    weights = johnson_weights(correlations, related)
    usable = np.array([not reason for reason in reasons], dtype=np.bool_)
    explained = weights.sum(axis=1)
    return DriverFit(
        touchpoints=touchpoints,
        slopes=np.where(usable, slopes, 0.0),
        gamma=np.where(moments.answers > 0, gamma, 0.0),
        importance=np.where(usable, weights, 0.0),
        r2=explained,
        r2_model=divide(moments.by_exposure, moments.total) + explained,
        reach=moments.reach,
        means=moments.means,
        answers=moments.answers[0],
        vif=variance_inflation(correlations[0]),
        reasons=reasons,
        correlations=correlations[0],
        with_outcome=related[0],
        n=rows,
    )
