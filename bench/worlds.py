"""Does the chain find what was planted? Many companies of each example world, through the numbers end to end.

    .venv/bin/python -m bench.worlds --runs 100 linear s_shaped

prints, for every touchpoint, the mean estimate over truth and how often the nominal 90 % interval holds the truth.
"""

import argparse
import dataclasses
import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analytics.numerics.drivers import fit_drivers
from analytics.numerics.estimate import Estimate
from analytics.numerics.forecast import forecast_estimate
from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.loyalty import LoyaltyCurve, fit_loyalty
from analytics.numerics.ranks import rank_estimates
from analytics.numerics.value import value_curve
from analytics.simulation.company import Company
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world
from analytics.simulation.truth import true_projection, true_returns
from analytics.simulation.world import World

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

WORLDS = Path(__file__).parents[1] / "docs" / "examples" / "worlds"
BUCKETS = 64
POPULATION = 600_000
LEVELS = np.arange(11.0)


@dataclass(frozen=True)
class Found:
    """What one company's answers and orders say: an estimate a touchpoint."""

    slopes: list[Estimate]
    returns: list[Estimate]
    ranks: list[Estimate]
    top: int


@dataclass(frozen=True)
class Score:
    """How one touchpoint fared over many companies of a world."""

    world: str
    touchpoint: str
    runs: int
    refused: int
    slope_ratio: float
    slope_coverage: float
    rank_coverage: float
    return_ratio: float
    return_error: float
    return_coverage: float


def estimate_company(company: Company, *, screen: bool = False) -> Found:
    """Return slopes and returns per point of the last window, estimated from answer sheets and orders alone.

    With `screen`, sheets of three touchpoints or more that carry the same figure everywhere are left out.
    """
    world, visits = company.world, company.visits
    inside = visits.month >= world.months.count - world.value.window_months
    told = np.flatnonzero(visits.answered & inside)
    if screen:
        told = told[~_same_everywhere(company)[told]]
    bucket = visits.customer[told] % BUCKETS
    seen, scores = visits.seen[told], company.answered_scores()[told]
    loyalty = company.answered_loyalty()[told]
    codes = [point.code for point in world.touchpoints]
    gram, xl, ll, l_sum, n = _moments(bucket, seen, scores, loyalty)
    fit = fit_drivers(gram, xl, ll, l_sum, n, codes)
    value = value_curve(
        _curve(company, told, bucket, loyalty),
        margin_rate=world.value.margin_rate,
        horizon=world.value.horizon_months,
        discount=world.value.discount_rate_monthly,
        referral_share=world.value.referral_incremental_share,
        acquisition_cost=world.value.acquisition_cost,
    )
    rows = leave_one_out(np.bincount(bucket, minlength=BUCKETS).astype(float))
    customers = float(len(np.unique(visits.customer[inside])))
    returns = []
    for j in range(len(codes)):
        joint, means = _joint(bucket[seen[:, j]], scores[seen[:, j], j], loyalty[seen[:, j]])
        money = forecast_estimate(joint, means, LEVELS, fit.slopes[:, j], 1.0, rows, customers, value)
        returns.append(money)
    slopes = [fit.slope_estimate(j) for j in range(len(codes))]
    ranks = rank_estimates(fit.importance, fit.usable.tolist(), fit.n)
    return Found(slopes=slopes, returns=returns, ranks=ranks, top=int(fit.importance[0].argmax()))


def _same_everywhere(company: Company) -> NDArray[np.bool_]:
    """Return which sheets answer at least three touchpoints, all with the figure given for loyalty."""
    seen, loyalty = company.visits.seen, company.answered_loyalty()[:, None]
    alike: NDArray[np.bool_] = (~seen | (company.answered_scores() == loyalty)).all(axis=1) & (seen.sum(axis=1) >= 3)
    return alike


def _moments(bucket: Ints, seen: NDArray[np.bool_], scores: Floats, loyalty: Ints) -> tuple[Floats, ...]:
    rows = np.column_stack([np.ones(len(bucket)), seen, np.where(seen, scores, 0.0), loyalty])
    order = np.argsort(bucket, kind="stable")
    parts = np.split(rows[order], np.cumsum(np.bincount(bucket, minlength=BUCKETS))[:-1])
    sums = leave_one_out(np.stack([part.T @ part for part in parts]))
    return sums[:, :-1, :-1], sums[:, :-1, -1], sums[:, -1, -1], sums[:, 0, -1], sums[:, 0, 0]


def _joint(bucket: Ints, score: Floats, loyalty: Ints) -> tuple[Floats, Floats]:
    bins = np.floor(score + 0.5).astype(np.int64)
    place = (bucket * 11 + bins) * 11 + loyalty
    size = BUCKETS * 121
    counts = leave_one_out(np.bincount(place, minlength=size).reshape(BUCKETS, 11, 11).astype(float))
    people = np.bincount(bins, minlength=11)
    means = np.where(people > 0, np.bincount(bins, score, minlength=11) / np.maximum(people, 1), LEVELS)
    return counts, means


def _curve(company: Company, told: Ints, bucket: Ints, loyalty: Ints) -> LoyaltyCurve:
    """Return the curves from the months whose follow-up is complete; money and referrals from the month after."""
    visits, people = company.visits, company.people
    span = company.world.months.count
    size = len(people.segment) * span
    amount = np.zeros(size)
    np.add.at(amount, visits.customer * span + visits.month, visits.amount / 100.0)
    referred = np.zeros(size)
    brought = np.flatnonzero(people.referrer >= 0)
    np.add.at(referred, people.referrer[brought] * span + people.joined[brought], 1.0)
    early = visits.month[told] < span - 1
    visit, cell = told[early], bucket[early] * 11 + loyalty[early]
    after = visits.customer[visit] * span + visits.month[visit] + 1

    def table(weights: Floats) -> Floats:
        return leave_one_out(np.bincount(cell, weights, minlength=BUCKETS * 11).reshape(BUCKETS, 11))

    ones = np.ones(len(visit))
    return fit_loyalty(
        table(ones), table((amount[after] > 0).astype(float)), table(amount[after]), table(referred[after])
    )


def run_world(path: Path, runs: int, screen: bool = False, first: int = 1) -> list[Score]:
    """Return how each touchpoint of a world fared over `runs` companies with seeds from `first` on."""
    world = read_world(path)
    projection = true_projection(generate(world), visits=POPULATION)
    slopes, ranks = projection.slopes, projection.ranks()
    found, truths = [], []
    for seed in range(first, first + runs):
        company = generate(_seeded(world, seed))
        found.append(estimate_company(company, screen=screen))
        truths.append(true_returns(company).per_point[-1])
    return [
        _score(path.stem, point.code, j, found, (float(slopes[j]), ranks[j]), [float(truth[j]) for truth in truths])
        for j, point in enumerate(world.touchpoints)
    ]


def _seeded(world: World, seed: int) -> World:
    return dataclasses.replace(world, seed=seed)


def _score(
    world: str, code: str, j: int, found: list[Found], planted: tuple[float, int], returns: list[float]
) -> Score:
    slope, rank = planted
    slopes = [one.slopes[j] for one in found]
    money = [(one.returns[j], truth) for one, truth in zip(found, returns, strict=True)]
    usable = [(estimate, truth) for estimate, truth in money if estimate.value is not None]
    ratios = np.array([estimate.value / truth for estimate, truth in money if estimate.value is not None])
    return Score(
        world=world,
        touchpoint=code,
        runs=len(found),
        refused=len(money) - len(usable),
        slope_ratio=float(np.mean([one.value for one in slopes if one.value is not None]) / slope),
        slope_coverage=float(np.mean([_holds(one, slope) for one in slopes])),
        rank_coverage=float(np.mean([_holds(one.ranks[j], rank) for one in found])),
        return_ratio=float(ratios.mean()),
        return_error=float(ratios.std() / np.sqrt(len(ratios))),
        return_coverage=float(np.mean([_holds(estimate, truth) for estimate, truth in usable])),
    )


def _holds(found: Estimate, truth: float) -> bool:
    return found.low is not None and found.high is not None and found.low <= truth <= found.high


def main() -> None:
    """Print a table of the worlds named on the command line, or of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("worlds", nargs="*")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="seed of the first company")
    parser.add_argument("--screen", action="store_true", help="leave out sheets with one figure everywhere")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    paths = [path for path in sorted(WORLDS.glob("*.toml")) if not options.worlds or path.stem in options.worlds]
    started = time.perf_counter()
    settings = ([options.runs] * len(paths), [options.screen] * len(paths), [options.first] * len(paths))
    with ProcessPoolExecutor(2) as pool:
        results = [score for scores in pool.map(run_world, paths, *settings) for score in scores]
    if options.json:
        print(json.dumps([dataclasses.asdict(score) for score in results]))
        return
    print(
        f"{'world':18}{'touchpoint':11}{'slope':>7}{'cover':>7}{'rank':>7}{'return':>8}{'(se)':>7}{'cover':>7}{'refused':>9}"
    )
    for s in results:
        print(
            f"{s.world:18}{s.touchpoint:11}{s.slope_ratio:7.3f}{s.slope_coverage:7.2f}{s.rank_coverage:7.2f}"
            f"{s.return_ratio:8.3f}{s.return_error:7.3f}{s.return_coverage:7.2f}{s.refused:9d}"
        )
    print(f"{options.runs} companies a world, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
