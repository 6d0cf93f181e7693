"""What a scenario changes beside money: the experience value, repurchase and word of mouth."""

from collections.abc import Mapping

import numpy as np

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.experience.experience import experience_index
from analytics.numerics.returns.effects import Ends, Measure
from analytics.numerics.returns.rates import Rate, change_together, mean_move, mean_rate
from analytics.numerics.returns.scenario import Pert
from analytics.services.scoring.chain import Chain
from analytics.services.scoring.combined import shares_of
from analytics.services.scoring.figures import Mean

ENDS = ("low", "mode", "high")
RATES: Mapping[str, tuple[Rate, tuple[float, float]]] = {
    "repurchase": (lambda curve: curve.repurchase, (0.0, 1.0)),
    "referrals": (lambda curve: curve.referrals, (0.0, np.inf)),
}


def measures_of(
    chain: Chain, means: Mapping[str, Mean], uplifts: Mapping[str, Pert], shares: Mapping[str, float]
) -> dict[str, Measure]:
    """Return what is measured beside money, before and by what each touchpoint would add.

    The experience value is left out where a touchpoint that is improved has no part in it.
    """
    found = {name: _rate(chain, uplifts, shares, rate, bounds) for name, (rate, bounds) in RATES.items()}
    if all(code in means for code in uplifts):
        found["experience"] = _experience(chain, means, uplifts, shares)
    return found


def _rate(
    chain: Chain,
    uplifts: Mapping[str, Pert],
    shares: Mapping[str, float],
    rate: Rate,
    bounds: tuple[float, float],
) -> Measure:
    places = {code: chain.fit.touchpoints.index(code) for code in uplifts}
    low, mode, high = (
        change_together(chain.whole.groups, {places[code]: getattr(pert, end) for code, pert in uplifts.items()}, rate)
        for end in ENDS
    )
    parts: dict[str, Ends] = {
        code: (shares[code] * low[place], shares[code] * mode[place], shares[code] * high[place])
        for code, place in places.items()
    }
    return Measure(mean_rate(chain.value.curve, rate), parts, is_causal=True, bounds=bounds)


def _experience(
    chain: Chain, means: Mapping[str, Mean], uplifts: Mapping[str, Pert], shares: Mapping[str, float]
) -> Measure:
    """Return the company's experience value, 0 to 100, and what each uplift adds by its touchpoint's weight."""
    codes = sorted(means)
    weights, _ = shares_of(codes, means, chain.fit)
    values = as_floats(10.0 * np.stack([means[code].replicates for code in codes], axis=1))
    weighed = divide(weights, weights.sum(axis=1, keepdims=True))

    def part(code: str, uplift: float) -> Floats:
        crowd = chain.whole.common.crowds[chain.fit.touchpoints.index(code)]
        return as_floats(10.0 * shares[code] * mean_move(crowd, uplift) * weighed[:, codes.index(code)])

    parts: dict[str, Ends] = {
        code: (part(code, pert.low), part(code, pert.mode), part(code, pert.high)) for code, pert in uplifts.items()
    }
    return Measure(as_floats(experience_index(values, weights)), parts, is_causal=False, bounds=(0.0, 100.0))
