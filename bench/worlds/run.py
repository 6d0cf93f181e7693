"""Many companies of one world: what the chain says of each, beside what is true of it."""

import dataclasses
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analytics.numerics.drivers.ranks import rank_estimates
from analytics.numerics.estimate import Estimate
from analytics.numerics.returns.chain import fit_chain
from analytics.numerics.returns.loyalty import LoyaltyCurve
from analytics.numerics.returns.value import ValueCurve, value_curve
from analytics.simulation.company import Company
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world
from analytics.simulation.truth import true_projection, true_returns
from analytics.simulation.world import Value, World
from bench.worlds.answers import sums_of
from bench.worlds.naive import naive_returns

type Floats = NDArray[np.float64]

WORLDS = Path(__file__).parents[2] / "docs" / "examples" / "worlds"
POPULATION = 600_000


@dataclass(frozen=True)
class Trial:
    """How many companies of a world are drawn, from which seed on, and how they answer."""

    runs: int
    first: int = 1
    screen: bool = True
    customers: int = 0
    naive: bool = False


@dataclass(frozen=True)
class Found:
    """What one company's answers and orders say of each touchpoint, and what is true there."""

    slopes: list[Estimate]
    ranks: list[Estimate]
    returns: dict[str, list[Estimate]]  # by method
    truth: Floats


@dataclass(frozen=True)
class Score:
    """How one touchpoint fared by one method over many companies of a world; NaN where nothing was said."""

    world: str
    touchpoint: str
    method: str
    runs: int
    refused: int
    slope_ratio: float
    slope_coverage: float
    rank_coverage: float
    return_ratio: float
    return_error: float
    return_coverage: float


def price(terms: Value, curve: LoyaltyCurve) -> ValueCurve:
    """Return the value of a customer under a world's terms."""
    return value_curve(
        curve,
        margin_rate=terms.margin_rate,
        horizon=terms.horizon_months,
        discount=terms.discount_rate_monthly,
        referral_share=terms.referral_incremental_share,
        acquisition_cost=terms.acquisition_cost,
    )


def estimate_company(company: Company, trial: Trial) -> Found:
    """Return what the chain and the naive chains say of a company, and the truth."""
    sums, terms = sums_of(company, screen=trial.screen), partial(price, company.world.value)
    chain = fit_chain(sums, terms)
    points = range(len(sums.touchpoints))
    returns = {"chain": [chain.gain_estimate(j, 1.0) for j in points]}
    if trial.naive:
        returns |= naive_returns(sums, terms)
    return Found(
        slopes=[chain.fit.slope_estimate(j) for j in points],
        ranks=rank_estimates(chain.fit.importance, chain.fit.usable.tolist(), chain.fit.n),
        returns=returns,
        truth=true_returns(company).per_point[-1],
    )


def run_world(path: Path, trial: Trial) -> list[Score]:
    """Return how each touchpoint of a world fared, by the chain first and then by each naive chain."""
    world = read_world(path)
    projection = true_projection(generate(world), visits=POPULATION)
    planted = [(float(slope), rank) for slope, rank in zip(projection.slopes, projection.ranks(), strict=True)]
    seeds = range(trial.first, trial.first + trial.runs)
    found = [estimate_company(generate(_drawn(world, seed, trial)), trial) for seed in seeds]
    codes = [point.code for point in world.touchpoints]
    return [
        _score((path.stem, code, method), j, found, planted[j])
        for method in found[0].returns
        for j, code in enumerate(codes)
    ]


def _drawn(world: World, seed: int, trial: Trial) -> World:
    return dataclasses.replace(world, seed=seed, customers=trial.customers or world.customers)


def _score(names: tuple[str, str, str], j: int, found: list[Found], planted: tuple[float, int]) -> Score:
    slope, rank = planted
    slopes = [one.slopes[j] for one in found]
    known = [one.value for one in slopes if one.value is not None]
    money = [(one.returns[names[2]][j], float(one.truth[j])) for one in found]
    usable = [(estimate, truth) for estimate, truth in money if estimate.value is not None]
    ratios = np.array([estimate.value / truth for estimate, truth in money if estimate.value is not None])
    return Score(
        *names,
        runs=len(found),
        refused=len(money) - len(usable),
        slope_ratio=_mean(known) / slope,
        slope_coverage=_mean([_holds(one, slope) for one in slopes if one.value is not None]),
        rank_coverage=_mean([_holds(one.ranks[j], rank) for one in found if one.ranks[j].value is not None]),
        return_ratio=_mean(ratios),
        return_error=float(ratios.std() / np.sqrt(len(ratios))) if len(ratios) else float("nan"),
        return_coverage=_mean([_holds(estimate, truth) for estimate, truth in usable]),
    )


def _mean(values: list[float] | list[bool] | Floats) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _holds(found: Estimate, truth: float) -> bool:
    return found.low is not None and found.high is not None and found.low <= truth <= found.high
