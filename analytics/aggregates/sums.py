"""The sums that scoring reads, with the groups of customers as leading axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.counters import LEVELS, UNITS, Ints, Part

Floats = NDArray[np.float64]


class SeriesKey(NamedTuple):
    """A metric at a touchpoint; touchpoint "" is the company as a whole."""

    touchpoint: str
    metric: str
    weighted: bool


@dataclass(frozen=True)
class SeriesSums:
    """Counters of a metric: answers by bin (B, 11), sum of values and of squares (B,).

    `total / scale` is in points of the metric (rating and score: 0-10). In a weighted series `hist` and `total` are
    sums of nano-weights (1e-9), `squares` is the sum of squared weights in milli-weights (1e-3), and `weighed` (B,)
    counts the answers with a weight, zero or not; it is None where it is not known.

    Where the counters know no groups of customers (those of days), or customers may answer several times (those of
    several months), `lender` is the same series over the months around, by groups: intervals take their design effect
    from it.
    """

    hist: Ints
    total: Ints
    squares: Ints
    scale: int
    lender: "SeriesSums | None" = None
    weighed: Ints | None = None

    @property
    def is_told(self) -> bool:
        """Return whether there is any answer, be its weight zero."""
        return bool(self.hist.any()) or (self.weighed is not None and bool(self.weighed.any()))


class ItemPair(NamedTuple):
    """Two pieces of evidence, by their places in the settings, at a touchpoint; an item is paired with itself too."""

    touchpoint: str
    low: int
    high: int


@dataclass(frozen=True)
class PairSums:
    """Counters of the rows that give both items of a pair (B,): how many, sums, squares and products, in units."""

    n: Ints
    one: Ints
    other: Ints
    one_squares: Ints
    other_squares: Ints
    products: Ints


@dataclass(frozen=True)
class GapSums:
    """Counters of answers that tell experience and expectation (B,): how many, experience minus expectation in units.

    `beyond` counts the answers whose experience was better than expected, `met` those whose was just that.
    """

    n: Ints
    difference: Ints
    beyond: Ints
    met: Ints


@dataclass(frozen=True)
class LoyaltySums:
    """By loyalty bin (B, 11): respondent-months of known customers and what followed them; money in minor units.

    `unmargined` is the amount of orders that came without a margin, `foreign` the number of orders and refunds in other
    currencies, of which nothing else is counted, `loyalty_sum` the sum of loyalty in units.
    """

    n: Ints
    repurchased: Ints
    orders: Ints
    revenue: Ints
    margin_known: Ints
    unmargined: Ints
    referrals: Ints
    foreign: Ints
    loyalty_sum: Ints


@dataclass(frozen=True)
class SalesSums:
    """Sales (B,): number of orders, money in minor units (refunds negative), first and second purchases ever.

    All of them are of orders in the company's currency; `foreign` is the number of orders and refunds in others.
    """

    orders: Ints
    gross: Ints
    refunds: Ints
    net: Ints
    margin_known: Ints
    unmargined: Ints
    buyers_first: Ints
    buyers_second: Ints
    foreign: Ints


@dataclass(frozen=True)
class DriverFloats:
    """Driver sums on the 0-10 scale, by group: Gram (B, p, p), X'L (B, p), L'L, sum of L and rows (B,).

    `joint` (B, J, 11, 11) counts rows by score and loyalty bin; `v_values` (J, 11) and `l_values` (11,) are the mean
    score and loyalty inside each bin, over all groups.
    """

    gram: Floats
    xl: Floats
    ll: Floats
    l_sum: Floats
    n: Floats
    joint: Floats
    v_values: Floats
    l_values: Floats


@dataclass(frozen=True)
class DriverSums:
    """Sums over the driver sample, one row a respondent and month; columns [1, d_1..d_J, d_1 x_1..d_J x_J].

    Shapes: n (B,), gram (B, p, p), outcome (B, p, 11) = X'D, loyalty_sum (B, 11), joint (B, J, 11, 11),
    score_sum (B, J, 11); scores and loyalty sums in units. `met` (B, J, 2) counts the rows with a logged contact, and
    those of them with an answer. `straight_lines` (B,) counts the sheets left out because the same figure stood
    everywhere.
    """

    touchpoints: tuple[str, ...]
    n: Ints
    gram: Ints
    outcome: Ints
    loyalty_sum: Ints
    joint: Ints
    score_sum: Ints
    met: Ints
    straight_lines: Ints

    @classmethod
    def arranged(cls, codes: Sequence[str], dense: Mapping[Part, Ints], wanted: Sequence[str] | None = None) -> Self:
        """Return the sums with touchpoints sorted by code: those wanted, or all but those that nobody met.

        `codes` are all touchpoints by position; `dense` holds the counters of each part as the cells number them.
        """
        groups, width = len(dense[Part.GRAM]), 1 + 2 * len(codes)
        lower, left = np.tril_indices(width)
        gram = np.zeros((groups, width, width), dtype=np.int64)
        gram[:, lower, left] = dense[Part.GRAM]
        gram[:, left, lower] = dense[Part.GRAM]
        met = gram[:, 0, 1::2].any(axis=0)
        told = [place for place, code in enumerate(codes) if (met[place] if wanted is None else code in wanted)]
        places = np.array(sorted(told, key=lambda place: codes[place]), dtype=np.int64)
        columns = np.concatenate([np.zeros(1, dtype=np.int64), 1 + 2 * places, 2 + 2 * places])
        outcome = dense[Part.OUTCOME].reshape(-1, width, LEVELS)[:, columns]
        return cls(
            touchpoints=tuple(codes[place] for place in places),
            n=gram[:, 0, 0],
            gram=gram[:, columns[:, None], columns[None, :]],
            outcome=outcome,
            loyalty_sum=dense[Part.LOYALTY_SUM],
            joint=dense[Part.JOINT].reshape(groups, len(codes), LEVELS, LEVELS)[:, places],
            score_sum=dense[Part.SCORE_SUM].reshape(groups, len(codes), LEVELS)[:, places],
            met=dense[Part.MET].reshape(groups, len(codes), 2)[:, places],
            straight_lines=dense[Part.STRAIGHT_LINES][:, 0],
        )

    def floats(self, levels: Floats | None = None) -> DriverFloats:
        """Return the sums on the 0-10 scale, ready for the driver regression.

        `levels` (11,) are the mean loyalty of each bin, those of these sums if not given.
        """
        count = len(self.touchpoints)
        unit = np.concatenate([np.ones(1 + count), np.full(count, 1.0 / UNITS)])
        by_level = self.outcome[:, 0, :]
        l_values = _bin_means(self.loyalty_sum.sum(axis=0), by_level.sum(axis=0)) if levels is None else levels
        return DriverFloats(
            gram=self.gram * unit[:, None] * unit[None, :],
            xl=(self.outcome * unit[None, :, None]) @ l_values,
            ll=by_level @ (l_values * l_values),
            l_sum=self.loyalty_sum.sum(axis=1) / UNITS,
            n=self.n.astype(np.float64),
            joint=self.joint.astype(np.float64),
            v_values=_bin_means(self.score_sum.sum(axis=0), self.joint.sum(axis=(0, 3))),
            l_values=l_values,
        )


def _bin_means(total: Ints, count: Ints) -> Floats:
    """Return the mean value in each bin on the 0-10 scale; an empty bin has its own number."""
    empty = np.broadcast_to(np.arange(LEVELS, dtype=np.float64), total.shape)
    means: Floats = np.where(count > 0, total / (np.maximum(count, 1) * UNITS), empty)
    return means
