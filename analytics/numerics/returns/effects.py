"""What improvements change beside money: experience, repurchase and word of mouth, with the draws of equation (10).

The causal discount applies to rates (`rates`) as it does to money; what is improved is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate
from analytics.numerics.jackknife import bucket_draws
from analytics.numerics.returns.draws import DRAWS, quantiles
from analytics.numerics.returns.roi import draw_causal_discount
from analytics.numerics.returns.scenario import Pert, between

type Ends = tuple[Floats, Floats, Floats]
"""Replicates (R,) when all uplifts are at their least, most likely and most."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure before the improvements (R,), and by touchpoint what each adds to it.

    `is_causal` says that the causal discount applies; `bounds` are where the measure can lie.
    """

    before: Floats
    parts: Mapping[str, Ends]
    is_causal: bool
    bounds: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Effect:
    """A measure before and after, and the change: medians with 5 % and 95 % quantiles of the draws."""

    before: Estimate
    change: Estimate
    after: Estimate

    def as_json(self) -> dict[str, object]:
        """Return the printed effect."""
        return {"before": self.before.as_json(), "change": self.change.as_json(), "after": self.after.as_json()}


def simulate_effects(
    measures: Mapping[str, Measure],
    uplifts: Mapping[str, Pert],
    *,
    n: int,
    seed: int,
    kappa: tuple[float, float],
    draws: int = DRAWS,
) -> dict[str, Effect]:
    """Return what improvements change, with the customers, causal discount and uplifts that `simulate` draws.

    Measures with replicates that are not finite are left out.
    """
    causes, people, guesses, _ = np.random.default_rng(seed).spawn(4)
    causal = draw_causal_discount(causes, draws, mean=kappa[0], sd=kappa[1])
    chosen = {code: pert.draw(guesses, draws) for code, pert in uplifts.items()}
    known = {name: found for name, found in measures.items() if _is_finite(found)}
    columns = [column for found in known.values() for column in (found.before, *_flat(found, uplifts))]
    if not columns:
        return {}
    sampled = bucket_draws(np.stack(columns, axis=1), draws, people)
    width = 1 + 3 * len(uplifts)
    found = {}
    for place, (name, measure) in enumerate(known.items()):
        mine = as_floats(sampled[:, place * width : (place + 1) * width])
        change = as_floats(
            sum(
                between(as_floats(mine[:, 1 + 3 * number : 4 + 3 * number]), uplifts[code], chosen[code])
                for number, code in enumerate(uplifts)
            )
        )
        found[name] = _effect(mine[:, 0], causal * change if measure.is_causal else change, measure.bounds, n)
    return found


def _is_finite(measure: Measure) -> bool:
    return all(bool(np.isfinite(column).all()) for ends in measure.parts.values() for column in (measure.before, *ends))


def _flat(measure: Measure, uplifts: Mapping[str, Pert]) -> list[Floats]:
    return [column for code in uplifts for column in measure.parts[code]]


def _effect(before: Floats, change: Floats, bounds: tuple[float, float], n: int) -> Effect:
    after = as_floats(np.clip(before + change, *bounds))
    return Effect(before=quantiles(before, n), change=quantiles(change, n), after=quantiles(after, n))
