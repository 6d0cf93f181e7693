"""Bootstrap by buckets of customers, from 64 sums, against drawing every customer and adding everything up again."""

import time

import numpy as np
from numpy.typing import NDArray

from analytics.numerics.bootstrap import bucket_weights, resampled
from analytics.numerics.drivers.drivers import fit_drivers

CUSTOMERS, TOUCHPOINTS, BUCKETS = 50_000, 12, 64
DRAWS = 400
CODES = [f"t{place:02}" for place in range(TOUCHPOINTS)]

type Floats = NDArray[np.float64]


def measures() -> dict[str, dict[str, object]]:
    """Return how much cheaper the buckets are, and how their standard errors of slopes compare."""
    rows = _answers(np.random.default_rng(7))
    bucket = np.arange(CUSTOMERS) % BUCKETS
    sums = [rows[bucket == group].T @ rows[bucket == group] for group in range(BUCKETS)]
    started = time.process_time()
    ours = _by_buckets(np.stack(sums))
    by_buckets = time.process_time() - started
    started = time.process_time()
    other = _by_customers(rows)
    by_customers = time.process_time() - started
    shares = ours / other
    widest = int(np.abs(shares - 1).argmax())
    return {
        "bootstrap_vs_naive": _row(by_customers / by_buckets, by_buckets, by_customers, f"CPU s for {DRAWS} draws"),
        "bootstrap_standard_error": _row(
            float(shares.mean()), float(ours.mean()), float(other.mean()), "mean standard error of 12 slopes"
        ),
        "bootstrap_widest_difference": _row(
            float(shares[widest]), float(ours[widest]), float(other[widest]), "standard error that differs most of 12"
        ),
    }


def _answers(rng: np.random.Generator) -> Floats:
    """Return a row a customer: [1, met_1.., met_1 x_1.., loyalty], with scores that go together."""
    taste = rng.standard_normal(CUSTOMERS)
    met = (rng.random((CUSTOMERS, TOUCHPOINTS)) < 0.7).astype(np.float64)
    scores = np.clip(np.round(7 + taste[:, None] + 1.5 * rng.standard_normal((CUSTOMERS, TOUCHPOINTS))), 0, 10)
    slopes = np.linspace(0.05, 0.4, TOUCHPOINTS)
    loyalty = np.clip(np.round(5 + (met * (scores - 7)) @ slopes + 1.5 * rng.standard_normal(CUSTOMERS)), 0, 10)
    return np.column_stack([np.ones(CUSTOMERS), met, met * scores, loyalty])


def _slopes(moments: Floats) -> Floats:
    """Return slopes (R, J) from moments (R, p + 1, p + 1) of rows with loyalty last."""
    fit = fit_drivers(
        moments[:, :-1, :-1], moments[:, :-1, -1], moments[:, -1, -1], moments[:, 0, -1], moments[:, 0, 0], CODES
    )
    return fit.slopes


def _by_buckets(sums: Floats) -> Floats:
    weights = bucket_weights(sums[:, 0, 0], seed=3, draws=DRAWS)
    return np.asarray(_slopes(np.asarray(resampled(sums, weights), dtype=np.float64))[1:].std(axis=0))


def _by_customers(rows: Floats) -> Floats:
    rng = np.random.default_rng(3)
    moments = [rows.T @ rows]
    for _ in range(DRAWS):
        drawn = rows[rng.integers(CUSTOMERS, size=CUSTOMERS)]
        moments.append(drawn.T @ drawn)
    return np.asarray(_slopes(np.stack(moments))[1:].std(axis=0))


def _row(ratio: float, ours: float, other: float, unit: str) -> dict[str, object]:
    return {"ratio": ratio, "ours": ours, "other": other, "unit": unit, "runs": 1}
