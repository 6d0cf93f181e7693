"""Columns that nobody would make up give finite figures or a reason, never a crash or NaN."""

import json

import numpy as np
import pytest

from analytics.numerics.prediction.columns import Block, Column
from analytics.numerics.prediction.signs import confounded, signs_of
from analytics.numerics.prediction.traps import copies_in, leaks, twins
from analytics.numerics.prediction.trial import fit_blocks, trial_in_folds, trial_in_time

N = 600
RNG = np.random.default_rng(8)
OUTCOME = (RNG.random(N) < 0.4).astype(float)
ODD = {
    "constant": np.full(N, 7.0),
    "missing": np.full(N, np.nan),
    "one_known": np.r_[5.0, np.full(N - 1, np.nan)],
    "infinite": np.where(RNG.random(N) < 0.1, np.inf, RNG.normal(size=N)),
    "huge": RNG.normal(size=N) * 1e90,
    "tiny": RNG.normal(size=N) * 1e-90,
    "negative": -RNG.exponential(1e6, N),
    "separating": OUTCOME * 3 - 1,
    "outlier": np.r_[1e12, np.zeros(N - 1)],
    "ids": np.array([f"id{number}" for number in range(N)], dtype=object),
    "blank": np.full(N, "", dtype=object),
    "rare": np.array(["x"] + ["y"] * (N - 1), dtype=object),
}


def block(*names):
    return Block(tuple(Column(name, ODD[name], activity=name == "huge") for name in names), OUTCOME)


def finite(value):
    json.dumps(value, allow_nan=False)
    return True


@pytest.mark.parametrize("name", ODD)
def test_one_odd_column_is_finite_or_insufficient(name):
    odd = block(name)

    found = trial_in_folds(odd, rules=(), seed=1)

    assert finite([one.as_json() for one in (found.auc, found.rule_auc, found.difference)])
    assert finite([trap.as_json() for trap in (*leaks(odd), *copies_in(odd), *twins(odd), *confounded(signs_of(odd)))])
    assert found.auc.value is not None or found.reason == "nothing that is known tells the customers apart"


def test_all_odd_columns_together_are_finite():
    odd = block(*ODD)
    parts = [odd.at(np.arange(N) % 3 == third) for third in range(3)]
    big = [Block(part.columns, part.outcome).at(np.repeat(np.arange(part.n), 3)) for part in parts]

    found = trial_in_time(big[:2], big[2], rules=(), seed=1)
    forecast = fit_blocks(big, rules=(), seed=1).forecast(odd.columns)

    assert finite([found.auc.as_json(), found.calibration.slope.as_json()])
    assert finite([sign.as_json() for sign in signs_of(odd)])
    for values in (forecast.probability, forecast.low, forecast.high, forecast.effects):
        assert np.isfinite(values).all()
    assert "separating" in {trap.column for trap in leaks(odd)}
