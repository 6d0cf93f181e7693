"""Many plans of a kind: without effect, with the gain and with the loss that the power statement names."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analytics.numerics.estimate import Estimate
from analytics.numerics.evaluation.verdict import Evaluation
from analytics.numerics.experience.scales import wilson
from bench.plans import sketches
from bench.plans.stores import evaluate_stores

type Evaluate = Callable[[int, float], Evaluation]

KINDS: dict[str, Evaluate] = {
    "stores by lot, did": evaluate_stores("plan_nothing"),
    "worst stores, did": evaluate_stores("plan_worst_picked"),
    "stores by lot, randomised": evaluate_stores("plan_nothing", by_lot=True),
    "roll-out by lot": sketches.roll_out,
    "roll-out, worst first": sketches.roll_out_worst,
    "whole company, single series": sketches.everybody,
    "customers by lot": sketches.people_by_lot,
    "worst customers, did": sketches.people_chosen_worst,
}


@dataclass(frozen=True)
class Trial:
    """How plans of one kind fared. Shares are of all runs, with 95 % intervals."""

    kind: str
    runs: int
    praised: Estimate  # "worked" without any effect
    blamed: Estimate  # "harmed" without any effect
    coverage: float  # 90 % intervals that hold the zero
    smallest: float  # median of the gains that the power statements name
    loss: float  # median of the losses that they name
    found: Estimate  # "worked" with an effect of that size
    harm: Estimate  # "harmed" with a loss of that size


def try_kind(kind: str, runs: int, first: int = 1) -> Trial:
    """Return how `runs` plans of a kind fared, with seeds from `first` on."""
    evaluate = KINDS[kind]
    seeds = range(first, first + runs)
    nothing = [evaluate(seed, 0.0) for seed in seeds]
    smallest = float(np.median([one.smallest_detectable for one in nothing if one.smallest_detectable is not None]))
    loss = float(np.median([one.smallest_harm for one in nothing if one.smallest_harm is not None]))
    better, worse = ([evaluate(10_000 + seed, effect) for seed in seeds] for effect in (smallest, -loss))
    return Trial(
        kind=kind,
        runs=runs,
        praised=_share(nothing, "worked"),
        blamed=_share(nothing, "harmed"),
        coverage=float(np.mean([_holds(one.effect, 0.0) for one in nothing])),
        smallest=smallest,
        loss=loss,
        found=_share(better, "worked"),
        harm=_share(worse, "harmed"),
    )


def _share(found: list[Evaluation], verdict: str) -> Estimate:
    return wilson(Counter(one.verdict for one in found)[verdict], len(found), confidence=0.95)


def _holds(found: Estimate, truth: float) -> bool:
    return found.low is not None and found.high is not None and found.low <= truth <= found.high
