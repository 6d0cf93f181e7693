"""How repurchase and word of mouth follow improvements.

Rates follow loyalty as money does: people who cross from one loyalty level to the next come back, and bring others, as
those who are there already do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from analytics.numerics.arrays import Floats, divide
from analytics.numerics.returns.crowd import Crowd, ValueFunction
from analytics.numerics.returns.groups import Blend, Group
from analytics.numerics.returns.loyalty import LoyaltyCurve
from analytics.numerics.returns.together import gain_together
from analytics.numerics.returns.value import ValueCurve

type Rate = Callable[[LoyaltyCurve], ValueFunction]


def change_together(groups: Sequence[Group], uplifts: Mapping[int, float], rate: Rate) -> dict[int, Floats]:
    """Return each touchpoint's part (R,) of the change of a rate, averaged over all customers.

    `uplifts` are points of 0-10 by place of the touchpoint; see `gain_together`, whose money is replaced by a rate.
    """
    behaving = [replace(group, value=_rated(group.value, rate)) for group in groups]
    customers = sum(group.customers for group in groups)
    return {place: divide(part, customers) for place, part in gain_together(behaving, uplifts).items()}


def _rated(value: ValueFunction, rate: Rate) -> ValueFunction:
    """Return the rate by loyalty of customers with a value curve; groups blend rates as they blend values."""
    if isinstance(value, Blend):
        return Blend(_rated(value.common, rate), _rated(value.own, rate), value.lent)
    if isinstance(value, ValueCurve):
        return rate(value.curve)
    raise TypeError(f"a value of {type(value).__name__} knows no rates")


def mean_rate(curve: LoyaltyCurve, rate: Rate) -> Floats:
    """Return a rate (R,) averaged over the respondents of the loyalty table."""
    return divide((curve.n * rate(curve)(curve.levels)).sum(axis=1), curve.n.sum(axis=1))


def mean_move(crowd: Crowd | None, uplift: float) -> float:
    """Return how many points of 0-10 an uplift adds on average to the scores of those who met a touchpoint."""
    if crowd is None:
        return 0.0
    moved = sum(float((crowd.people[0] * share[0]) @ distance) for share, distance in crowd.moves(uplift))
    return float(divide(moved, crowd.people[0].sum()))
