"""From a simulated company to the sums that the chain reads: answer sheets and orders alone, no truth."""

import numpy as np
from numpy.typing import NDArray

from analytics.numerics.drivers.skipped import answered_shares
from analytics.numerics.returns.chain import ChainSums
from analytics.numerics.returns.moves import Parts
from analytics.simulation.company import Company

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]

BUCKETS = 64
LEVELS = np.arange(11.0)
COARSE = 6


def sums_of(company: Company, *, screen: bool = True) -> ChainSums:
    """Return the sums of the last window by segment.

    With `screen`, as the product does, sheets with the same figure everywhere are left out.
    """
    world, visits = company.world, company.visits
    inside = visits.month >= world.months.count - world.value.window_months
    told = np.flatnonzero(visits.answered & inside)
    if screen:
        told = told[~_straight_lines(company)[told]]
    groups = len(world.segments)
    place = company.segment_of_visit()[told] * BUCKETS + visits.customer[told] % BUCKETS
    seen, scores = visits.seen[told], company.answered_scores()[told]
    loyalty = company.answered_loyalty()[told]
    came = np.unique(visits.customer[inside])
    joint, means = _joint(place, seen, scores, loyalty, groups)
    return ChainSums(
        touchpoints=tuple(point.code for point in world.touchpoints),
        groups=tuple(segment.code for segment in world.segments),
        joint=joint,
        scores=means,
        levels=LEVELS,
        parts=_parts(company, told),
        answered=_answered(company, told),
        customers=np.bincount(company.people.segment[came], minlength=groups).astype(float),
        **_moments(place, seen, scores, loyalty, groups),
        **_followed(company, told, place, loyalty, groups),
    )


def _straight_lines(company: Company) -> Bools:
    """Return which sheets carry one figure everywhere, for loyalty too; coarse scales need more of them."""
    seen, loyalty = company.visits.seen, company.answered_loyalty()[:, None]
    rough = np.array([point.question != "dims" and point.rating_max <= COARSE for point in company.world.touchpoints])
    least = np.where((seen & rough).any(axis=1), 6, 3)
    alike: Bools = (~seen | (company.answered_scores() == loyalty)).all(axis=1) & (seen.sum(axis=1) >= least)
    return alike


def _moments(place: Ints, seen: Bools, scores: Floats, loyalty: Ints, groups: int) -> dict[str, Floats]:
    rows = np.column_stack([np.ones(len(place)), seen, np.where(seen, scores, 0.0), loyalty])
    size = groups * BUCKETS
    order = np.argsort(place, kind="stable")
    parts = np.split(rows[order], np.cumsum(np.bincount(place, minlength=size))[:-1])
    sums = np.stack([part.T @ part for part in parts]).reshape(groups, BUCKETS, rows.shape[1], rows.shape[1])
    return {
        "gram": sums[..., :-1, :-1],
        "xl": sums[..., :-1, -1],
        "ll": sums[..., -1, -1],
        "l_sum": sums[..., 0, -1],
        "n": sums[..., 0, 0],
    }


def _joint(place: Ints, seen: Bools, scores: Floats, loyalty: Ints, groups: int) -> tuple[Floats, Floats]:
    """Return rows by score and loyalty, and the mean score of each bin."""
    size = groups * BUCKETS * 121
    tables, means = [], []
    for j in range(seen.shape[1]):
        met = seen[:, j]
        bins = np.floor(scores[met, j] + 0.5).astype(np.int64)
        cells = np.bincount((place[met] * 11 + bins) * 11 + loyalty[met], minlength=size)
        tables.append(cells.reshape(groups, BUCKETS, 11, 11).astype(float))
        people = np.bincount(bins, minlength=11)
        total = np.bincount(bins, scores[met, j], minlength=11)
        means.append(np.where(people > 0, total / np.maximum(people, 1), LEVELS))
    return np.stack(tables, axis=2), np.stack(means)


def _answered(company: Company, told: Ints) -> Floats:
    """Return the share who answered of those who met a touchpoint, where the world logs contacts."""
    world, visits = company.world, company.visits
    logged = np.array([point.code in world.output.interactions for point in world.touchpoints])
    met, seen = (visits.met[told] & logged).sum(axis=0), visits.seen[told]
    return answered_shares(met, (visits.met[told] & seen & logged).sum(axis=0), seen.sum(axis=0))


def _parts(company: Company, told: Ints) -> tuple[Parts | None, ...]:
    """Return the single answers behind scores that are means of three, as the counters of the product hold them."""
    written, scores, seen = company.answers(), company.answered_scores(), company.visits.seen
    found: list[Parts | None] = []
    for j, point in enumerate(company.world.touchpoints):
        here = told[seen[told, j]]
        bins = np.floor(scores[here, j] + 0.5).astype(np.int64)
        people = np.bincount(bins, minlength=11).astype(float)
        means = np.where(people > 0, np.bincount(bins, scores[here, j], minlength=11) / np.maximum(people, 1), LEVELS)
        answers = np.bincount(written[here, j].ravel().astype(np.int64), minlength=11).astype(float)
        found.append(Parts(answers, people, means) if point.question == "dims" else None)
    return tuple(found)


def _followed(company: Company, told: Ints, place: Ints, loyalty: Ints, groups: int) -> dict[str, Floats]:
    """Return the loyalty tables of the months whose follow-up is complete; money and referrals of the month after."""
    visits, people = company.visits, company.people
    span = company.world.months.count
    size = len(people.segment) * span
    amount = np.zeros(size)
    np.add.at(amount, visits.customer * span + visits.month, visits.amount / 100.0)
    referred = np.zeros(size)
    brought = np.flatnonzero(people.referrer >= 0)
    np.add.at(referred, people.referrer[brought] * span + people.joined[brought], 1.0)
    early = visits.month[told] < span - 1
    visit, cell = told[early], place[early] * 11 + loyalty[early]
    after = visits.customer[visit] * span + visits.month[visit] + 1

    def table(weights: Floats) -> Floats:
        found = np.bincount(cell, weights, minlength=groups * BUCKETS * 11)
        return found.reshape(groups, BUCKETS, 11)

    return {
        "followed": table(np.ones(len(visit))),
        "repurchased": table((amount[after] > 0).astype(float)),
        "money": table(amount[after]),
        "referrals": table(referred[after]),
        "followed_loyalty": table(loyalty[early].astype(float)),
    }
