"""What a point of experience is worth in one segment."""

from dataclasses import replace

import numpy as np

from analytics.numerics.arrays import as_floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out, non_empty_groups
from analytics.numerics.returns.groups import Group
from analytics.services.scoring.chain import Chain
from analytics.services.scoring.months import Months, Window
from analytics.services.scoring.segments import OTHERS


def segment_return(months: Months, window: Window, segment: str, chain: Chain) -> Estimate:
    """Return the money of one point more at every touchpoint for the customers of a segment.

    A segment with enough answers has slopes and a value curve of its own, pulled towards the company's; any other takes
    those of all such segments together, with its own scores, loyalty and number of customers.
    """
    group = _group(months, window, segment, chain)
    rows = round(float(group.rows[0]))
    priced = [] if chain.reason else _priced(chain, group)
    if not priced or group.customers == 0:
        unknown = "no customer of this segment is known" if group.customers == 0 else ""
        return insufficient(rows, unknown or chain.reason or "no touchpoint of this segment has a price yet")
    total = as_floats(sum(group.gain(place, 1.0) for place in priced))
    if not np.isfinite(total).all():
        return insufficient(rows, "too few customers of this segment told their loyalty")
    return jackknife_estimate(total, rows, effective_groups=group.filled)


def _group(months: Months, window: Window, segment: str, chain: Chain) -> Group:
    alone = chain.whole.group(segment) if segment != OTHERS else None
    if alone is not None:
        return alone
    drivers = months.drivers(window, segment, chain.fit.touchpoints)
    return replace(
        chain.whole.group(OTHERS) or chain.whole.common,
        code=segment,
        customers=float(months.customers(window, segment).sum()),
        rows=as_floats(leave_one_out(drivers.n)),
        crowds=chain.whole.crowds_of(as_floats(leave_one_out(drivers.joint))),
        filled=non_empty_groups(drivers.n),
    )


def _priced(chain: Chain, group: Group) -> list[int]:
    """Return the touchpoints that have a price in a segment."""
    reasons = chain.fit.reasons
    return [place for place in range(len(reasons)) if not reasons[place] and not group.refusal(place, 1.0)]
