"""What tells of the value dimensions at a touchpoint, piece by piece, and what customers had expected there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations_with_replacement

import numpy as np

from analytics.aggregates.counters import UNITS, Ints
from analytics.aggregates.sums import GapSums, ItemPair, PairSums
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.expectation import Expectation, expectation_from_sums
from analytics.numerics.experience.reliability import reliability
from analytics.numerics.jackknife import leave_one_out, non_empty_groups
from analytics.services.scoring.figures import Mean, too_few
from analytics.services.scoring.months import Months

ASKED_WEIGHT = 1.0
"""Weight of a dimension that was asked for by itself, beside what contacts tell."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The counters of evidence and of expectation in a period, by touchpoint."""

    pairs: Mapping[ItemPair, PairSums] = field(default_factory=dict)
    gaps: Mapping[str, GapSums] = field(default_factory=dict)


def read_signals(months: Months, first: int, last: int, segment: str | None = None) -> Signals:
    """Return the signals of the months `first` to `last`, of a segment or of everybody."""
    return Signals(pairs=months.evidence((first, last), segment), gaps=months.gaps((first, last), segment))


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence at a touchpoint: what it says on 0 to 100, and its share in its dimension."""

    code: str
    source: str
    dimension: str
    share: float
    value: Estimate

    def as_json(self) -> dict[str, object]:
        """Return the printed piece."""
        return {
            "code": self.code,
            "source": self.source,
            "dimension": self.dimension,
            "share": self.share,
            "value": self.value.as_json(),
        }


def item_mean(signals: Signals, touchpoint: str, place: int) -> Mean | None:
    """Return the mean of a piece of evidence at a touchpoint in points of 0-10, or None where nothing tells it."""
    found = signals.pairs.get(ItemPair(touchpoint, place, place))
    n = int(found.n.sum()) if found is not None else 0
    if found is None or n == 0:
        return None
    return _mean(found.n, found.one, found.one_squares)


def _mean(counts: Ints, total: Ints, squares: Ints) -> Mean:
    n = int(counts.sum())
    replicates = divide(leave_one_out(total), leave_one_out(counts), empty=np.nan) / UNITS
    spread = float(as_floats(squares).sum()) / UNITS**2 - n * float(replicates[0]) ** 2
    return Mean(replicates, n, non_empty_groups(counts), max(spread, 0.0))


def seen_means(signals: Signals, touchpoint: str, dimension: str, settings: Settings) -> list[tuple[Mean, float]]:
    """Return what contacts tell of a dimension at a touchpoint, each with its weight."""
    found = [
        (item_mean(signals, touchpoint, place), one.weight)
        for place, one in enumerate(settings.value_evidence)
        if one.dimension == dimension and not one.is_asked
    ]
    return [(mean, weight) for mean, weight in found if mean is not None]


def asked_weight(dimension: str, settings: Settings) -> float:
    """Return the weight of what people said of a dimension: that of its questions and texts together."""
    own = [one.weight for one in settings.value_evidence if one.is_asked and one.dimension == dimension]
    return sum(own) if own else ASKED_WEIGHT


def weighted_mean(parts: list[tuple[Mean, float]]) -> Mean | None:
    """Return the mean of means by their weights; n counts what all of them rest on."""
    if len(parts) < 2:
        return parts[0][0] if parts else None
    total = sum(weight for _, weight in parts)
    replicates = as_floats(sum((weight / total) * mean.replicates for mean, weight in parts))
    largest = max((mean for mean, _ in parts), key=lambda mean: mean.n)
    return Mean(replicates, sum(mean.n for mean, _ in parts), max(mean.groups for mean, _ in parts), largest.squares)


def pieces_of(signals: Signals, touchpoint: str, settings: Settings) -> tuple[Piece, ...]:
    """Return every piece of evidence that tells of a touchpoint, in the order of the settings."""
    known = {
        place: mean
        for place in range(len(settings.value_evidence))
        if (mean := item_mean(signals, touchpoint, place)) is not None
    }
    total: dict[str, float] = {}
    for place in known:
        one = settings.value_evidence[place]
        total[one.dimension] = total.get(one.dimension, 0.0) + one.weight
    return tuple(
        Piece(
            code=settings.value_evidence[place].code,
            source=settings.value_evidence[place].source.value,
            dimension=settings.value_evidence[place].dimension,
            share=settings.value_evidence[place].weight / total[settings.value_evidence[place].dimension],
            value=mean.estimate(settings.minimum_n, factor=10.0, bounds=(0.0, 100.0)),
        )
        for place, mean in known.items()
    )


def reliability_of(signals: Signals, touchpoint: str, dimension: str, settings: Settings) -> Estimate | None:
    """Return how reliable the questions of a dimension are together, 0 to 1; None where fewer than two are asked.

    Every covariance is that of the answers that give both questions.
    """
    places = [
        place
        for place, one in enumerate(settings.value_evidence)
        if one.dimension == dimension and one.is_asked and ItemPair(touchpoint, place, place) in signals.pairs
    ]
    if len(places) < 2:
        return None
    found = {
        (low, high): signals.pairs.get(ItemPair(touchpoint, low, high))
        for low, high in combinations_with_replacement(places, 2)
    }
    together = [pair for pair in found.values() if pair is not None]
    if len(together) < len(found):
        return insufficient(0, "two of the questions were never answered together")
    matrices = np.empty((1 + len(together[0].n), len(places), len(places)))
    for (low, high), pair in found.items():
        if pair is not None:
            i, j = places.index(low), places.index(high)
            matrices[:, i, j] = matrices[:, j, i] = _covariance(pair)
    n = min(int(pair.n.sum()) for pair in together)
    groups = min(non_empty_groups(pair.n) for pair in together)
    return reliability(matrices, n, effective_groups=groups).best


def _covariance(pair: PairSums) -> Floats:
    """Return the covariance of two items (R,) in squared points."""
    n, one, other, products = (as_floats(leave_one_out(part)) for part in (pair.n, pair.one, pair.other, pair.products))
    return divide(products - divide(one * other, n), n, empty=np.nan) / UNITS**2


def expectation_of(signals: Signals, touchpoint: str, minimum: int) -> Expectation:
    """Return what customers experienced at a touchpoint against what they had expected, in points of 0-10."""
    found = signals.gaps.get(touchpoint)
    n = int(found.n.sum()) if found is not None else 0
    few = "nobody told what they had expected" if n == 0 else too_few(n, minimum)
    if found is None or few:
        nothing = insufficient(n, few)
        return Expectation(nothing, nothing, nothing, nothing)
    people, difference, beyond, met = (
        as_floats(leave_one_out(part)) for part in (found.n, found.difference, found.beyond, found.met)
    )
    return expectation_from_sums(people, difference / UNITS, beyond, met, effective_groups=non_empty_groups(found.n))
