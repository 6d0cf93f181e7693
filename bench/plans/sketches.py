"""Plans that the generator of companies does not know, drawn directly: roll-outs, single series, customers."""

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.evaluation.chosen_people import evaluate_chosen
from analytics.numerics.evaluation.cuped import arm_of, evaluate_lottery
from analytics.numerics.evaluation.single_series import evaluate_series
from analytics.numerics.evaluation.staggered import evaluate_rollout
from analytics.numerics.evaluation.verdict import Evaluation

PERIODS, STORES, STARTS, COHORT = 14, 24, (6, 8, 10), 4
BEFORE, AFTER = 60, 20
PEOPLE = 600


def stores(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return answers n and mean scores of stores by period: levels, lasting shocks, and few answers."""
    shock = np.zeros((STORES, PERIODS))
    for period in range(PERIODS):
        earlier = shock[:, period - 1] if period else 0.0
        shock[:, period] = 0.5 * earlier + 0.15 * rng.normal(size=STORES)
    n = 1.0 + rng.poisson(40, size=shock.shape)
    noise = 2.2 * rng.normal(size=shock.shape) / np.sqrt(n)
    return n, 7 + 0.4 * rng.normal(size=(STORES, 1)) + shock + 0.05 * np.arange(PERIODS) + noise


def roll_out(seed: int, effect: float, *, worst: bool = False) -> Evaluation:
    """Evaluate a plan that starts in three cohorts of stores, dealt by lot or the worst of the last quarter first."""
    rng = np.random.default_rng(seed)
    n, mean = stores(rng)
    order = np.argsort(mean[:, STARTS[0] - 3 : STARTS[0]].mean(axis=1) if worst else rng.random(STORES))
    starts = np.full(STORES, -1)
    for place, start in enumerate(STARTS):
        chosen = order[place * COHORT : (place + 1) * COHORT]
        starts[chosen] = start
        mean[chosen, start:] += effect
    return evaluate_rollout(n, n * mean, starts, seed=seed)


def roll_out_worst(seed: int, effect: float) -> Evaluation:
    """Evaluate a roll-out that begins where things looked worst."""
    return roll_out(seed, effect, worst=True)


def everybody(seed: int, effect: float) -> Evaluation:
    """Evaluate a plan for the whole company: one series with swings that a control shares and shocks of its own."""
    rng = np.random.default_rng(seed)
    size = BEFORE + AFTER
    common, shock = np.cumsum(0.2 * rng.normal(size=size)), np.zeros(size)
    for period in range(1, size):
        shock[period] = 0.5 * shock[period - 1] + 0.3 * rng.normal()
    series = 7 + common + shock + 0.5 * rng.normal(size=size)
    series[BEFORE:] += effect
    return evaluate_series(series, 6 + common + 0.3 * rng.normal(size=size), BEFORE)


def people_by_lot(seed: int, effect: float) -> Evaluation:
    """Evaluate a plan for half of the customers, drawn by lot."""
    rng = np.random.default_rng(seed)
    taste, treated = rng.normal(size=PEOPLE), rng.permutation(PEOPLE) < PEOPLE // 2
    before, after = (taste + 0.7 * rng.normal(size=PEOPLE) for _ in range(2))
    after = after + effect * treated
    return evaluate_lottery(*(arm_of(after[arm], before[arm]) for arm in (~treated, treated)))


def people_chosen_worst(seed: int, effect: float) -> Evaluation:
    """Evaluate a plan for the half of the customers who were least happy just before."""
    rng = np.random.default_rng(seed)
    taste = rng.normal(size=PEOPLE)
    earlier, before, after = (taste + 0.7 * rng.normal(size=PEOPLE) for _ in range(3))
    treated = before < np.median(before)
    after = after + effect * treated
    control, chosen = (arm_of(after[arm], before[arm]) for arm in (~treated, treated))
    return evaluate_chosen(
        control, chosen, (arm_of(before[~treated], earlier[~treated]), arm_of(before[treated], earlier[treated]))
    )
