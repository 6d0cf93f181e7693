"""The sums of the chain by groups of customers: segments with enough answers stand alone, all others are one group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce

import numpy as np

from analytics.aggregates.counters import UNITS, Ints
from analytics.aggregates.sums import DriverSums, LoyaltySums
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.drivers.skipped import answered_shares
from analytics.numerics.returns.chain import ChainSums
from analytics.numerics.returns.groups import least_rows
from analytics.services.scoring.answer_parts import parts_of
from analytics.services.scoring.money import minor_per_major
from analytics.services.scoring.months import Months, Window

MOST_GROUPS = 12
OTHERS = ""
"""The group of everybody whose segment does not stand alone, or who has none."""

type Sums = DriverSums | LoyaltySums


@dataclass(frozen=True, slots=True)
class Part:
    """The sums of one group of customers."""

    code: str
    drivers: DriverSums
    followed: LoyaltySums
    customers: int


def read_sums(months: Months, window: Window, followed: Window, settings: Settings) -> ChainSums:
    """Return the sums of a window by groups of customers; behaviour follows the answers of the months `followed`."""
    whole = Part(OTHERS, months.drivers(window), months.loyalty(followed), int(months.customers(window).sum()))
    sums = _together(whole, _parted(months, window, followed, whole), settings)
    return replace(sums, parts=parts_of(months, window, sums.touchpoints, sums.scores, settings))


def _parted(months: Months, window: Window, followed: Window, whole: Part) -> list[Part]:
    """Return the groups in the order of their codes, the others first; their sums add up to the whole."""
    codes = whole.drivers.touchpoints
    alone = []
    for code, customers in _largest(months, window):
        drivers = months.drivers(window, code, codes)
        if int(drivers.n.sum()) >= least_rows(len(codes)):
            alone.append(Part(code, drivers, months.loyalty(followed, code), customers))
    others = reduce(_without, alone, whole)
    empty = not others.drivers.n.any() and not others.customers
    return sorted(alone if alone and empty else [others, *alone], key=lambda part: part.code)


def _largest(months: Months, window: Window) -> list[tuple[str, int]]:
    """Return the named segments with the most known customers, who are counted first because that is cheap."""
    named = [(code, int(months.customers(window, code).sum())) for code in months.segments if code]
    return sorted((pair for pair in named if pair[1]), key=lambda pair: (-pair[1], pair[0]))[:MOST_GROUPS]


def _without(whole: Part, part: Part) -> Part:
    """Return what is left of the whole without a part; exact, because counters are integers."""
    drivers = DriverSums(touchpoints=whole.drivers.touchpoints, **_differences(whole.drivers, part.drivers))
    followed = LoyaltySums(**_differences(whole.followed, part.followed))
    return Part(whole.code, drivers, followed, whole.customers - part.customers)


def _differences(whole: Sums, part: Sums) -> dict[str, Ints]:
    names = [field.name for field in fields(whole) if field.name != "touchpoints"]
    return {name: getattr(whole, name) - getattr(part, name) for name in names}


def _together(whole: Part, parts: Sequence[Part], settings: Settings) -> ChainSums:
    levels = whole.drivers.floats().l_values
    drivers = [part.drivers.floats(levels) for part in parts]
    followed = [part.followed for part in parts]
    met = whole.drivers.met.sum(axis=0)
    told = whole.drivers.gram[:, 0, 1 : 1 + len(whole.drivers.touchpoints)].sum(axis=0)

    def stack(tables: Iterable[Floats | Ints]) -> Floats:
        return as_floats(np.stack(list(tables)))

    return ChainSums(
        touchpoints=whole.drivers.touchpoints,
        groups=tuple(part.code for part in parts),
        gram=stack(sums.gram for sums in drivers),
        xl=stack(sums.xl for sums in drivers),
        ll=stack(sums.ll for sums in drivers),
        l_sum=stack(sums.l_sum for sums in drivers),
        n=stack(sums.n for sums in drivers),
        joint=stack(sums.joint for sums in drivers),
        scores=whole.drivers.floats().v_values,
        levels=levels,
        parts=(),
        answered=answered_shares(met[:, 0], met[:, 1], told),
        followed=stack(sums.n for sums in followed),
        repurchased=stack(sums.repurchased for sums in followed),
        money=stack(money_of(sums, settings) for sums in followed),
        referrals=stack(sums.referrals for sums in followed),
        followed_loyalty=stack(sums.loyalty_sum / UNITS for sums in followed),
        customers=np.array([float(part.customers) for part in parts]),
    )


def money_of(sums: LoyaltySums, settings: Settings) -> Floats:
    """Return the margin of each loyalty level in major units, shape (B, 11): known margin, else rate times amount."""
    return (sums.margin_known + settings.margin_rate * sums.unmargined) / minor_per_major(settings.currency)
