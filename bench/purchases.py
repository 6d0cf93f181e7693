"""Fitting customers without contracts (BG/NBD): ours on counted histories, against the lifetimes package."""

import os
import time
import warnings

import numpy as np
from numpy.typing import NDArray

from analytics.numerics.customers.bgnbd import PurchaseFit, fit_purchases
from analytics.numerics.customers.purchases import Rates, cells_of, likelihoods

CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", "1000000"))
CLOSE = 1e-4
"""How near the log-likelihoods must be, per customer."""

_TRUE = Rates(0.243, 4.414 * 7, 0.793, 2.426)
_DAYS = 273
_BIRTHS = 84
_RUNS = 3

type Floats = NDArray[np.float64]


def measures() -> dict[str, dict[str, object]]:
    """Return `bgnbd_vs_lifetimes`: CPU seconds to fit the same customers, ours with the counting of histories."""
    repeats, recency, age = simulated(np.random.default_rng(1), CUSTOMERS)
    runs, fit = [], None
    for _ in range(_RUNS):
        started = time.process_time()
        fit = fit_purchases(cells_of(repeats, recency, age))
        runs.append(time.process_time() - started)
    assert fit is not None
    theirs, other = _lifetimes(repeats, recency, age)
    _check(fit, theirs, repeats, recency, age)
    ours = sorted(runs)[len(runs) // 2]
    unit = f"s CPU for {CUSTOMERS:,} customers"
    return {"bgnbd_vs_lifetimes": {"ratio": other / ours, "ours": ours, "other": other, "unit": unit, "runs": _RUNS}}


def simulated(rng: np.random.Generator, customers: int) -> tuple[Floats, Floats, Floats]:
    """Return repeats, recency and age in whole days of customers won during twelve weeks and watched for 39."""
    age = np.floor(rng.uniform(_DAYS - _BIRTHS, _DAYS, customers))
    rate = np.maximum(rng.gamma(_TRUE.r, 1 / _TRUE.alpha, customers), 1e-12)
    stop = rng.beta(_TRUE.a, _TRUE.b, customers)
    repeats, last = np.zeros(customers), np.zeros(customers)
    active, clock = np.arange(customers), np.zeros(customers)
    while len(active):
        clock = clock + rng.exponential(1 / rate[active])
        bought = clock < age[active]
        active, clock = active[bought], clock[bought]
        repeats[active] += 1
        last[active] = np.floor(clock)
        stays = rng.random(len(active)) > stop[active]
        active, clock = active[stays], clock[stays]
    return repeats, last, age


def _lifetimes(repeats: Floats, recency: Floats, age: Floats) -> tuple[Rates, float]:
    """Return the parameters and the CPU seconds of the fit; the import, which takes long, does not count."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter  # noqa: PLC0415

        started = time.process_time()
        found = BetaGeoFitter().fit(repeats, recency, age).params_
        took = time.process_time() - started
    return Rates(float(found["r"]), float(found["alpha"]), float(found["a"]), float(found["b"])), took


def _check(fit: PurchaseFit, theirs: Rates, repeats: Floats, recency: Floats, age: Floats) -> None:
    """Make sure that what was measured is right: both found the same maximum."""
    cells = cells_of(repeats, recency, age)
    other = float(likelihoods(theirs, cells)[0] @ cells.customers)
    apart = (fit.log_likelihood - other) / len(age)
    if fit.reason or abs(apart) > CLOSE:
        raise AssertionError(f"log-likelihoods differ by {apart:.1e} per customer: {fit.rates()}, {theirs}")
