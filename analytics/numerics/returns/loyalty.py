"""From loyalty to behaviour (equation 7): repurchase, money and referrals as curves over 0-10.

The curves are fitted to an 11-row table. How much shape they may have depends on how much the table holds, decided on
the full sample and then used for every replicate:

- repurchase: quadratic logit with at least 4 levels, 30 repurchases and 30 lapses; linear with 3 levels and 20 of
  each; otherwise the pooled rate. A straight logit is too stiff once p^h enters the value of a customer. Where the
  quadratic is refuted by the levels' own rates (p < .05) and there are 100 repurchases and lapses for each term, terms
  up to the fifth power follow: behaviour that sets in late and levels off early.
- money per repurchaser: weighted least squares line with 3 levels and 30 repurchasers; otherwise, or if the line
  turns negative, the pooled mean.
- referrals per customer: log-linear with 3 levels and 20 referrals; otherwise the pooled rate.

Outside the observed levels the curves stay at their outermost observed value: nobody was seen there.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.quantiles import chi_square_tail
from analytics.numerics.regression import grouped_logit, grouped_poisson, isotonic, weighted_least_squares

LEVELS = np.arange(11, dtype=np.float64)
MINIMUM_N = 30
EVENTS_FOR_CURVE = {2: 30, 1: 20}
EVENTS_PER_TERM = 100
MOST_TERMS = 6
REFUTED = 0.05
REPURCHASERS_FOR_LINE = 30
REFERRALS_FOR_LINE = 20


@dataclass(frozen=True, slots=True)
class LoyaltyCurve:
    """Behaviour as functions of loyalty, replicates in front; `reason` is not empty when there is no curve to use."""

    levels: Floats  # (R, 11) mean loyalty of each bin
    n: Floats  # (R, 11) respondents with a complete follow-up
    observed: tuple[float, float]  # lowest and highest level with answers
    repurchase_terms: Floats  # (R, 1..6) logit
    money_terms: Floats  # (R, 1..2) linear
    referral_terms: Floats  # (R, 1..2) log
    repurchase_isotonic: Floats  # (11,) non-decreasing fit to the full table, a check
    lack_of_fit_p: float | None  # Pearson's test of the logit on the full table
    reason: str = ""

    def repurchase(self, levels: ArrayLike) -> Floats:
        """Return P(repurchase in the follow-up) at loyalty levels of shape (R or 1, ...)."""
        return as_floats(scipy.special.expit(self._linear(self.repurchase_terms, levels)))

    def money(self, levels: ArrayLike) -> Floats:
        """Return the money per repurchaser and follow-up at loyalty levels of shape (R or 1, ...)."""
        return self._linear(self.money_terms, levels)

    def referrals(self, levels: ArrayLike) -> Floats:
        """Return the referrals per customer and follow-up at loyalty levels of shape (R or 1, ...)."""
        return as_floats(np.exp(np.clip(self._linear(self.referral_terms, levels), -50.0, 20.0)))

    def _linear(self, terms: Floats, levels: ArrayLike) -> Floats:
        position = _centre(np.clip(as_floats(levels), *self.observed))
        total = np.zeros(np.broadcast_shapes(position.shape, (len(terms),) + (1,) * (position.ndim - 1)))
        for power in range(terms.shape[1]):
            total = total + terms[:, power].reshape((-1,) + (1,) * (position.ndim - 1)) * position**power
        return total


def fit_loyalty(
    n: ArrayLike, repurchased: ArrayLike, money: ArrayLike, referrals: ArrayLike, *, levels: ArrayLike = LEVELS
) -> LoyaltyCurve:
    """Return the curves from tables (R, 11) of respondents, repurchasers, their money and referrals, by loyalty level.

    `levels` (11,) or (R, 11) holds the mean loyalty of each level. Too few respondents, nobody who came back, or
    repurchasers who lose money in total give a `reason`; the curves are
    then pooled rates (money may be negative) and should not be shown.
    """
    counts, back, sums, referred = (as_floats(table) for table in (n, repurchased, money, referrals))
    positions = np.broadcast_to(as_floats(levels), counts.shape)
    filled = positions[0][counts[0] > 0]
    curve = LoyaltyCurve(
        levels=positions,
        n=counts,
        observed=(float(filled.min()), float(filled.max())) if len(filled) else (0.0, 10.0),
        repurchase_terms=_fit_repurchase(positions[0], counts, back),
        money_terms=_fit_money(positions[0], back, sums),
        referral_terms=_fit_referrals(positions[0], counts, referred),
        repurchase_isotonic=isotonic(counts[0], divide(back[0], counts[0])),
        lack_of_fit_p=None,
        reason=_reason(counts[0], back[0], sums[0]),
    )
    return _with_fit_test(curve, counts[0], back[0])


def pooled_value(table: ArrayLike, n: ArrayLike) -> Floats:
    """Return sums over levels divided: the rate of everybody together, replicates in front."""
    return divide(as_floats(table).sum(axis=1), as_floats(n).sum(axis=1))


def _reason(n: Floats, back: Floats, money: Floats) -> str:
    if n.sum() < MINIMUM_N:
        return f"{n.sum():.0f} answers with a complete follow-up, at least {MINIMUM_N} are needed"
    if back.sum() <= 0:
        return "nobody bought again in the follow-up"
    if money.sum() <= 0:
        return "repurchases lose money in total, so loyalty has no positive value"
    return ""


def _centre(levels: Floats) -> Floats:
    return (levels - 5.0) / 5.0


def _design(levels: Floats, degree: int) -> Floats:
    return as_floats(np.vander(_centre(levels), degree + 1, increasing=True))


def _fit_repurchase(levels: Floats, n: Floats, back: Floats) -> Floats:
    filled = int(np.count_nonzero(n[0]))
    rarest = min(back[0].sum(), n[0].sum() - back[0].sum())
    for degree, events in EVENTS_FOR_CURVE.items():
        if filled >= degree + 2 and rarest >= events:
            return _bent_further(levels, n, back, degree) if degree > 1 else _fit_logit(levels, n, back, degree)
    rate = np.clip(pooled_value(back, n), 1e-9, 1 - 1e-9)
    return as_floats(scipy.special.logit(rate))[:, None]


def _fit_logit(levels: Floats, n: Floats, back: Floats, degree: int) -> Floats:
    return grouped_logit(_design(levels, degree), n, back)


def _bent_further(levels: Floats, n: Floats, back: Floats, degree: int) -> Floats:
    """Return the first logit that the full table does not refute, as far as it holds enough for more terms."""
    filled = int(np.count_nonzero(n[0]))
    rarest = min(back[0].sum(), n[0].sum() - back[0].sum())
    terms = _fit_logit(levels, n[:1], back[:1], degree)
    while _fit_p(_design(levels, degree) @ terms[0], n[0], back[0], degree + 1) < REFUTED:
        enough = rarest >= EVENTS_PER_TERM * (degree + 2)
        if degree + 2 > MOST_TERMS or degree + 3 > filled or not enough:
            break
        degree += 1
        terms = _fit_logit(levels, n[:1], back[:1], degree)
    return _fit_logit(levels, n, back, degree)


def _fit_p(predictor: Floats, n: Floats, back: Floats, terms: int) -> float:
    """Return the p-value of Pearson's test of a logit against the levels' own rates, 1 if nothing is left to test."""
    freedom = int(np.count_nonzero(n)) - terms
    if freedom < 1:
        return 1.0
    rate = scipy.special.expit(predictor)
    return chi_square_tail(divide((back - n * rate) ** 2, n * rate * (1 - rate)).sum(), freedom)


def _fit_money(levels: Floats, back: Floats, money: Floats) -> Floats:
    pooled = pooled_value(money, back)[:, None]
    filled = back[0] > 0
    if np.count_nonzero(filled) < 3 or back[0].sum() < REPURCHASERS_FOR_LINE:
        return pooled
    terms = weighted_least_squares(_design(levels, 1), back, divide(money, back))
    lowest = (terms @ _design(levels[filled], 1).T).min()
    return terms if lowest > 0 else pooled


def _fit_referrals(levels: Floats, n: Floats, referrals: Floats) -> Floats:
    pooled = as_floats(np.log(np.maximum(pooled_value(referrals, n), 1e-20)))[:, None]
    if np.count_nonzero(referrals[0]) < 3 or referrals[0].sum() < REFERRALS_FOR_LINE:
        return pooled
    return grouped_poisson(_design(levels, 1), n, referrals)


def _with_fit_test(curve: LoyaltyCurve, n: Floats, back: Floats) -> LoyaltyCurve:
    """Return the curve with Pearson's test of its logit against the observed rates of the full table."""
    terms = curve.repurchase_terms.shape[1]
    if np.count_nonzero(n) <= terms:
        return curve
    predictor = scipy.special.logit(np.clip(curve.repurchase(curve.levels[:1])[0], 1e-12, 1 - 1e-12))
    return replace(curve, lack_of_fit_p=_fit_p(predictor, n, back, terms))
