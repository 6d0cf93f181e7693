"""Is a touchpoint the same experience in every channel?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.aggregates.sums import SeriesKey
from analytics.numerics.channel_consistency import Consistency, channel_consistency
from analytics.numerics.equating import Moments, channel_offsets
from analytics.numerics.estimate import Estimate
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
    means: Mapping[str, float | None]
    reference: str
    offsets: Mapping[str, Estimate]

    def as_json(self) -> dict[str, object]:
        """Return the printed figures; a channel with too few answers has no mean."""
        return {
            "index": self.found.index.as_json(),
            "spread": self.found.spread.as_json(),
            "p_value": self.found.p_value,
            "channels": dict(self.means),
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
    means = {
        code: float(value) if np.isfinite(value) else None for code, value in zip(answered, found.means, strict=True)
    }
    codes, offsets = list(answered), channel_offsets(sums, design_effect=effect)
    told = {code: offset for code, offset in zip(codes, offsets.found, strict=True) if offset is not None}
    return Channels(found, means, codes[offsets.reference], told)
