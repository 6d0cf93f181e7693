"""A fitted forecast: what it learned, its probabilities with intervals, and the reasons of each customer."""

from dataclasses import dataclass

import numpy as np
import scipy

from analytics.numerics.arrays import Bools, Floats, as_floats
from analytics.numerics.prediction.columns import Block, Columns, Ints, stacked
from analytics.numerics.prediction.correction import Correction, platt
from analytics.numerics.prediction.encoding import Encoding, learn_encoding
from analytics.numerics.prediction.logistic import Logit, fit_logit
from analytics.numerics.quantiles import normal_quantile

PENALTIES = (16384.0, 4096.0, 1024.0, 256.0, 64.0, 16.0, 4.0, 1.0)
EVENTS_FOR_BENDS = 300
FOLDS = 4
TOP_REASONS = 3


@dataclass(frozen=True, slots=True)
class Forecast:
    """Probabilities (n,) with intervals, and the log-odds that each column adds to the average: (n, columns)."""

    probability: Floats
    low: Floats
    high: Floats
    effects: Floats

    def top(self, most: int = TOP_REASONS) -> Ints:
        """Return the places of the columns that move each customer most, strongest first: (n, most)."""
        order = np.argsort(-np.abs(self.effects), axis=1, kind="stable")
        return np.asarray(order[:, :most], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Model:
    """How columns enter, what they weigh, and how the result is corrected."""

    encoding: Encoding
    logit: Logit
    correction: Correction
    base: float  # share of customers with the outcome among those it was fitted to

    def probability(self, columns: Columns) -> Floats:
        """Return the probability of each customer."""
        return as_floats(
            scipy.special.expit(self.correction.apply(self.logit.predictor(self.encoding.encode(columns))))
        )

    def forecast(self, columns: Columns, *, confidence: float = 0.90) -> Forecast:
        """Return probabilities with intervals, and what each column adds: signed log-odds, relative to the average.

        The interval holds what sampling leaves open about the model, not whether one customer will come.
        """
        design = self.encoding.encode(columns)
        slope = self.correction.slope
        odds = self.correction.apply(self.logit.predictor(design))
        width = normal_quantile((1 + confidence) / 2) * slope * self.logit.deviation(design)
        effects = np.zeros((len(design), len(columns)))
        parts = slope * design * self.logit.terms[1:]
        for place, owner in enumerate(self.encoding.owners):
            effects[:, owner] += parts[:, place]
        low, high = scipy.special.expit(odds - width), scipy.special.expit(odds + width)
        return Forecast(as_floats(scipy.special.expit(odds)), as_floats(low), as_floats(high), effects)


def fit_in_time(blocks: tuple[Block, ...], *, rule: int | None = None) -> Model:
    """Return a model fitted to the earlier blocks; the latest chooses the penalty and corrects the forecast.

    The straight line of the column at `rule` is hardly held back: where nothing else helps, that rule is left.
    Blocks are in the order of time, at least two. What customers of the latest block did is so not among what the
    terms were fitted to, and a level that moves over time is followed.
    """
    past, latest = stacked(blocks[:-1]), blocks[-1]
    encoding = _encoding(past)
    path = _path(encoding.encode(past.columns), past.outcome, _free(encoding, rule))
    design = encoding.encode(latest.columns)
    odds = [logit.predictor(design) for logit in path]
    best = int(np.argmin([_loss(found, latest.outcome) for found in odds]))
    return Model(encoding, path[best], platt(odds[best], latest.outcome), float(past.outcome.mean()))


def fit_in_folds(block: Block, fold: Ints, *, rule: int | None = None) -> Model:
    """Return a model fitted to a block without order in time; forecasts across folds choose the penalty and correct.

    `fold` (n,) keeps together what belongs together, such as copies. `rule` is that of `fit_in_time`.
    """
    encoding = _encoding(block)
    free = _free(encoding, rule)
    design = encoding.encode(block.columns)
    odds = np.zeros((len(PENALTIES), block.n))
    for number in np.unique(fold):
        out = fold == number
        for place, logit in enumerate(_path(design[~out], block.outcome[~out], free)):
            odds[place, out] = logit.predictor(design[out])
    best = int(np.argmin([_loss(found, block.outcome) for found in odds]))
    logit = _path(design, block.outcome, free)[best]
    return Model(encoding, logit, platt(odds[best], block.outcome), float(block.outcome.mean()))


def folds_of(group: Ints, *, folds: int, seed: int) -> Ints:
    """Return the fold of each row: groups are shuffled, so that folds are about equal and keep groups together."""
    names = np.unique(group)
    shuffled = np.random.default_rng(seed).permutation(len(names)) % folds
    return np.asarray(shuffled[np.searchsorted(names, group)], dtype=np.int64)


def _encoding(block: Block) -> Encoding:
    return learn_encoding(block.columns, bent=block.rarest >= EVENTS_FOR_BENDS)


def _free(encoding: Encoding, rule: int | None) -> Bools | None:
    return None if rule is None else encoding.straight(rule)


def _path(design: Floats, outcome: Floats, free: Bools | None) -> list[Logit]:
    """Return the models of all penalties, each started from the one before."""
    found: list[Logit] = []
    for penalty in PENALTIES:
        start = found[-1].terms if found else None
        found.append(fit_logit(design, outcome, penalty=penalty, free=free, start=start))
    return found


def _loss(odds: Floats, outcome: Floats) -> float:
    """Return the mean log loss after the correction that the odds would get."""
    corrected = platt(odds, outcome).apply(odds)
    return float(np.logaddexp(0.0, corrected).mean() - (outcome * corrected).mean())
