"""Companies as odd as they come: the chain neither crashes nor prints NaN nor money out of all proportion."""

import json

import numpy as np
import pytest

from analytics.numerics.drivers.drivers import fit_drivers
from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.forecast import forecast_estimate
from analytics.numerics.returns.loyalty import fit_loyalty
from analytics.numerics.returns.value import value_curve

POINTS = np.arange(11.0)


@pytest.mark.parametrize("seed", range(60))
def test_the_chain_survives(seed):
    rng = np.random.default_rng(seed)
    n, buckets = int(rng.integers(1, 400)), int(rng.choice([2, 8, 64]))
    met = (rng.random((n, 3)) < 1.2 * rng.random(3)).astype(float)
    x = np.clip(np.round(rng.normal(rng.uniform(2, 11), rng.choice([0, 0.5, 2]), (n, 3))), 0, 10)
    loyalty = np.clip(np.round(rng.normal(rng.uniform(0, 11), rng.choice([0, 0.4, 2]), n)), 0, 10).astype(int)
    bucket = rng.integers(0, buckets, n)
    back = (rng.random(n) < rng.random()).astype(float)

    def sums(values):
        return leave_one_out(np.stack([values[bucket == b].sum(axis=0) for b in range(buckets)]))

    def table(values):
        return leave_one_out(np.bincount(bucket * 11 + loyalty, values, buckets * 11).reshape(buckets, 11))

    rows = np.column_stack([np.ones(n), met, met * x])
    products = rows[:, :, None] * rows[:, None, :]
    fit = fit_drivers(
        *(sums(v) for v in (products, rows * loyalty[:, None], loyalty**2.0, loyalty * 1.0, 1.0 + 0 * back)), "abc"
    )
    margins = back * rng.normal(20, 30, n)
    curve = fit_loyalty(table(np.ones(n)), table(back), table(margins), table(rng.poisson(0.1, n) * 1.0))
    value = value_curve(curve, margin_rate=0.4, horizon=12, discount=0.01)
    key = (bucket * 121 + x[:, 0].astype(int) * 11 + loyalty)[met[:, 0] > 0]
    joint = leave_one_out(np.bincount(key, minlength=buckets * 121).reshape(buckets, 11, 11).astype(float))

    for uplift in (1.0, -1.0, 0.3, 3.0):
        found = forecast_estimate(joint, POINTS, POINTS, fit.slopes[:, 0], uplift, sums(np.ones(n)), n, value)

        json.dumps(found.as_json(), allow_nan=False)
        assert found.value is None or abs(found.value) < 1e6
    assert np.isfinite(value.table).all()
    assert (fit.r2 <= 1 + 1e-9).all()
