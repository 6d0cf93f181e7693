"""Is a touchpoint the same experience in every channel?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.aggregates.sums import SeriesKey
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.experience.channel_consistency import (
    CONFIDENCE,
    LEAST_ANSWERS,
    Consistency,
    channel_consistency,
)
from analytics.numerics.experience.equating import Moments, channel_offsets
from analytics.numerics.quantiles import t_quantile
from analytics.services.scoring.figures import Mean, Series, effect_of

HUNDRED = 100.0
TOP = 10.0


@dataclass(frozen=True, slots=True)
class Channels:
    """How alike the channels of a touchpoint are, and the mean score of each, 0-100.

    `offsets` are the points to add to the mean of each other channel to put it on the scale of `reference`, the one
    with most answers. They are told, not applied: a channel may be better, and not only be scored higher.
    """

    found: Consistency
    means: Mapping[str, Estimate]
    reference: str
    offsets: Mapping[str, Estimate]

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        return {
            "index": self.found.index.as_json(),
            "spread": self.found.spread.as_json(),
            "p_value": self.found.p_value,
            "channels": {code: mean.as_json() for code, mean in self.means.items()},
            "reference": self.reference,
            "offsets": {code: offset.as_json() for code, offset in self.offsets.items()},
        }


def compare_channels(cells: Mapping[str, Series], touchpoint: str, mean: Mean | None) -> Channels | None:
    """Return how alike the channels of a touchpoint are in a period, None where no channel was told.

    `cells` are the series of each channel, `mean` that of the touchpoint, whose design effect widens the channels'. The
    mix of segments is not held equal: channels' answers are not counted by segment.
    """
    key = SeriesKey(touchpoint, "score", False)
    answered = {code: series[key] for code, series in sorted(cells.items()) if key in series}
    if not answered:
        return None
    unit, effect = HUNDRED / TOP, effect_of(mean)
    sums = [
        Moments(
            float(one.hist.sum()),
            unit * float(one.total.sum()) / one.scale,
            unit**2 * float(one.squares.sum()) / one.scale**2,
        )
        for one in answered.values()
    ]
    found = channel_consistency(
        [one.n for one in sums], [one.total for one in sums], [one.squares for one in sums], design_effect=effect
    )
    means = {code: _mean(one, effect) for code, one in zip(answered, sums, strict=True)}
    codes, offsets = list(answered), channel_offsets(sums, design_effect=effect)
    told = {code: offset for code, offset in zip(codes, offsets.found, strict=True) if offset is not None}
    return Channels(found, means, codes[offsets.reference], told)


def _mean(sums: Moments, effect: float) -> Estimate:
    """Return a channel's mean score 0-100, its interval widened by the touchpoint's design effect."""
    n = round(sums.n)
    if n < LEAST_ANSWERS:
        return insufficient(n, f"{n} answers through this channel, at least {LEAST_ANSWERS} are needed")
    mean = sums.total / sums.n
    variance = max(sums.squares / sums.n - mean**2, 0.0) / (sums.n - 1)
    width = t_quantile((1 + CONFIDENCE) / 2, n - 1) * float(np.sqrt(effect * variance))
    return estimate(mean, max(mean - width, 0.0), min(mean + width, HUNDRED), n, method="design effect")
