"""CPU seconds of the chain from sums to money: 12 touchpoints, 8 segments, whatever the number of answers.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python -m bench.chain

prices one point more at every touchpoint, for the company and for each segment, from the sums of growing companies.
"""

import dataclasses
import time
from datetime import date
from functools import partial

from analytics.numerics.returns.chain import ChainSums, fit_chain
from analytics.simulation.generate import generate
from analytics.simulation.world import Correlation, Loyalty, Missing, Months, Repurchase, Segment, Touchpoint, World
from bench.worlds.answers import sums_of
from bench.worlds.run import price

TOUCHPOINTS, SEGMENTS = 12, 8
CUSTOMERS = (5_000, 20_000, 80_000, 320_000)


def world(customers: int) -> World:
    """Return a world whose segments differ in loyalty, slopes and habit."""
    points = [
        Touchpoint(code=f"t{j:02}", exposure=0.5 + 0.04 * j, mean=6.5 + 0.1 * j, slope=0.03 * (j + 1) / 2)
        for j in range(TOUCHPOINTS)
    ]
    segments = [
        Segment(code=f"s{s}", share=1 + s % 3, slope_factor=0.6 + 0.1 * s, repurchase_shift=0.1 * s - 0.4)
        for s in range(SEGMENTS)
    ]
    return World(
        name="Cost",
        seed=1,
        customers=customers,
        months=Months(start=date(2026, 1, 1), count=2),
        touchpoints=tuple(points),
        segments=tuple(segments),
        correlation=Correlation(experience=0.3, exposure=0.2),
        loyalty=Loyalty(intercept=7.3, noise=1.5),
        repurchase=Repurchase(intercept=-2.6, slope=0.34),
        missing=Missing(careless=0.02),
    )


def priced(sums: ChainSums, found: World) -> float:
    """Return the money of one point more everywhere, after all that the product prices: stakes and segments too."""
    chain = fit_chain(sums, partial(price, found.value))
    for place in range(TOUCHPOINTS):
        chain.gain_estimate(place, 0.4)
        for group in chain.groups:
            group.gain(place, 1.0)
    return sum(chain.gain_estimate(place, 1.0).value or 0.0 for place in range(TOUCHPOINTS))


def main() -> None:
    """Print a line for each size of company."""
    for customers in CUSTOMERS:
        found = world(customers)
        sums = sums_of(generate(dataclasses.replace(found, customers=customers)))
        started = time.process_time()
        money = priced(sums, found)
        spent = time.process_time() - started
        print(f"{sums.n.sum():>9.0f} answer sheets  {spent:6.2f} s CPU  (return of one point everywhere {money:,.0f})")


if __name__ == "__main__":
    main()
