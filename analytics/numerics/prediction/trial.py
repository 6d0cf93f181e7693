"""Would the forecast have been right, and better than a simple rule: judged on customers it has not seen.

In time: fitted to what was known some periods ago, corrected one period later, judged on the last period whose
outcome is known. Without time (labels that carry no date): across folds of customers, copies kept together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.prediction.accuracy import Accuracy, Decile, accuracy_of, deciles_of
from analytics.numerics.prediction.calibration import Calibration, calibration_of
from analytics.numerics.prediction.columns import Block, apart
from analytics.numerics.prediction.discrimination import area_difference, area_estimate
from analytics.numerics.prediction.encoding import learn_encoding
from analytics.numerics.prediction.model import FOLDS, Model, fit_in_folds, fit_in_time, folds_of
from analytics.numerics.prediction.rules import best_rule, fit_one

LEAST_EVENTS = 100
LEAST_JUDGED = 30
OUTER_FOLDS = 5

type Verdict = Literal["better", "no_better", "worse", "insufficient"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What the judged customers said; `reason` is not empty when nothing could be judged."""

    n: int
    events: int
    rule: str
    auc: Estimate
    rule_auc: Estimate
    difference: Estimate
    verdict: Verdict
    calibration: Calibration | None
    losses: dict[str, Accuracy]  # of the model, of the rule, of the base rate
    deciles: tuple[Decile, ...]
    rules: dict[str, Estimate]  # the area of each simple rule that was named
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities of judged customers by the model, by the rule and by the base rate, and what happened."""

    model: Floats
    rule: Floats
    base: Floats
    outcome: Floats
    name: str
    rules: dict[str, Floats]


def missing_for(n: int, events: int, rarest: int) -> str:
    """Return why customers do not suffice to fit a forecast, or an empty text.

    >>> missing_for(400, 43, 43)
    '43 outcomes among 400 customers; at least 100 with and 100 without are needed'
    """
    if rarest >= LEAST_EVENTS:
        return ""
    return f"{events} outcomes among {n} customers; at least {LEAST_EVENTS} with and {LEAST_EVENTS} without are needed"


def lacking(block: Block) -> str:
    """Return why a block does not suffice to fit a forecast, or an empty text."""
    if block.n and not learn_encoding(block.columns, bent=False).codes:
        return "nothing that is known tells the customers apart"
    return missing_for(block.n, block.events, block.rarest)


def fit_blocks(blocks: Sequence[Block], *, rules: Sequence[str], seed: int) -> Model:
    """Return the model of blocks in the order of time; a single one is split by customers instead.

    It is held towards the best of the simple rules, so that it is left with the rule where nothing else helps.
    """
    rule = best_rule(blocks[-1], rules)
    if len(blocks) > 1:
        return fit_in_time(tuple(blocks), rule=rule)
    return fit_in_folds(blocks[0], folds_of(apart(blocks[0]), folds=FOLDS, seed=seed), rule=rule)


def trial_in_time(past: Sequence[Block], judged: Block, *, rules: Sequence[str], seed: int) -> Trial:
    """Return how the model of past blocks, in the order of time, does on a later one.

    `rules` names the columns of simple rules; the one that was best in the past is the one to beat.
    """
    reason = next((reason for reason in map(lacking, past) if reason), "")
    if reason or judged.rarest < LEAST_JUDGED:
        few = f"{judged.events} outcomes among {judged.n} customers to judge by; {LEAST_JUDGED} are needed"
        return nothing(judged.n, judged.events, reason or few)
    model, place = fit_blocks(past, rules=rules, seed=seed), best_rule(past[-1], rules)
    rule = fit_one(past[-1], place)
    base = np.full(judged.n, past[-1].outcome.mean())
    name = past[-1].columns[place].code
    forecast, simple = model.probability(judged.columns), rule.probability(judged.columns)
    others = {
        column.code: fit_one(past[-1], number).probability(judged.columns)
        for number, column in enumerate(judged.columns)
        if column.code in rules
    }
    return _judge(Judged(forecast, simple, base, judged.outcome, name, others))


def trial_in_folds(block: Block, *, rules: Sequence[str], seed: int) -> Trial:
    """Return how models of four fifths of the customers do on the other fifth, for each fifth in turn."""
    reason = lacking(block)
    if reason:
        return nothing(block.n, block.events, reason)
    group = apart(block)
    fold = folds_of(group, folds=OUTER_FOLDS, seed=seed)
    model, simple, base = np.zeros(block.n), np.zeros(block.n), np.zeros(block.n)
    for number in range(OUTER_FOLDS):
        out = fold == number
        rest, judged = block.at(~out), block.at(out)
        inner = folds_of(group[~out], folds=FOLDS, seed=seed + 1 + number)
        rule = best_rule(rest, rules)
        model[out] = fit_in_folds(rest, inner, rule=rule).probability(judged.columns)
        simple[out] = fit_one(rest, rule).probability(judged.columns)
        base[out] = rest.outcome.mean()
    name = block.columns[best_rule(block, rules)].code
    return _judge(Judged(model, simple, base, block.outcome, name, {}))


def nothing(n: int, events: int, reason: str) -> Trial:
    """Return a trial that did not take place, with the reason."""
    none = insufficient(n, reason)
    return Trial(n, events, "", none, none, none, "insufficient", None, {}, (), {}, reason)


def _judge(judged: Judged) -> Trial:
    outcome = judged.outcome
    difference = area_difference(judged.model, judged.rule, outcome)
    return Trial(
        n=len(outcome),
        events=int(outcome.sum()),
        rule=judged.name,
        auc=area_estimate(judged.model, outcome),
        rule_auc=area_estimate(judged.rule, outcome),
        difference=difference,
        verdict=verdict_of(difference),
        calibration=calibration_of(judged.model, outcome),
        losses={
            "model": accuracy_of(judged.model, outcome),
            "rule": accuracy_of(judged.rule, outcome),
            "base_rate": accuracy_of(judged.base, outcome),
        },
        deciles=deciles_of(judged.model, outcome),
        rules={name: area_estimate(score, outcome) for name, score in judged.rules.items()},
    )


def verdict_of(difference: Estimate) -> Verdict:
    """Return whether the model beats the rule: only when the whole interval of the difference says so.

    >>> from analytics.numerics.estimate import estimate
    >>> verdict_of(estimate(0.004, -0.003, 0.011, 2000))
    'no_better'
    """
    if difference.low is None or difference.high is None:
        return "insufficient"
    return "better" if difference.low > 0 else "worse" if difference.high < 0 else "no_better"
