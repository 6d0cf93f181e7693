"""A world of customers with known truth: what an intervention is really worth, beside what the chain says."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from analytics.numerics.drivers.drivers import DriverFit, fit_drivers
from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.loyalty import LoyaltyCurve, fit_loyalty
from analytics.numerics.returns.value import ValueCurve, value_curve

BUCKETS = 64
HORIZON = 12
DISCOUNT = 0.01
ACQUISITION = 30.0
REFERRAL_SHARE = 0.5


@dataclass(frozen=True)
class World:
    """Customers of one company: scores x where they met a touchpoint (met), loyalty on 0-10, behaviour afterwards."""

    met: NDArray[np.float64]
    x: NDArray[np.float64]
    latent: NDArray[np.float64]
    loyalty: NDArray[np.int64]
    slopes: NDArray[np.float64]
    bucket: NDArray[np.int64]
    back: NDArray[np.int64]
    money: NDArray[np.float64]
    referrals: NDArray[np.int64]

    def sums(self, values: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float64]:
        """Return sums of rows per bucket: (rows, ...) becomes (buckets, ...)."""
        return np.stack([values[self.bucket == b].sum(axis=0) for b in range(BUCKETS)])

    def table(self, weights: NDArray[np.float64] | NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """Return leave-one-out tables by loyalty level, (1 + buckets, 11)."""
        cells = np.bincount(self.bucket * 11 + self.loyalty, weights=weights, minlength=BUCKETS * 11)
        return leave_one_out(cells.reshape(BUCKETS, 11).astype(np.float64))

    def joint(self, touchpoint: int) -> NDArray[np.float64]:
        """Return leave-one-out score x loyalty tables of one touchpoint, (1 + buckets, 11, 11)."""
        rows = self.met[:, touchpoint] > 0
        key = self.bucket[rows] * 121 + self.x[rows, touchpoint].astype(np.int64) * 11 + self.loyalty[rows]
        return leave_one_out(np.bincount(key, minlength=BUCKETS * 121).reshape(BUCKETS, 11, 11).astype(np.float64))

    def drivers(self) -> DriverFit:
        """Return the fitted exposure regression."""
        z = np.column_stack([np.ones(len(self.x)), self.met, self.met * self.x])
        loyal = self.loyalty.astype(np.float64)
        gram = np.stack([z[self.bucket == b].T @ z[self.bucket == b] for b in range(BUCKETS)])
        parts = (gram, self.sums(z * loyal[:, None]), self.sums(loyal**2), self.sums(loyal), self.sums(z[:, 0]))
        names = [f"touchpoint-{j}" for j in range(self.x.shape[1])]
        return fit_drivers(*(leave_one_out(part) for part in parts), names)

    def curve(self) -> LoyaltyCurve:
        """Return the fitted behaviour curves."""
        return fit_loyalty(self.table(), self.table(self.back), self.table(self.money), self.table(self.referrals))

    def value(self) -> ValueCurve:
        """Return the fitted value of a customer."""
        return value_curve(
            self.curve(),
            margin_rate=0.4,
            horizon=HORIZON,
            discount=DISCOUNT,
            referral_share=REFERRAL_SHARE,
            acquisition_cost=ACQUISITION,
        )

    def true_gain(self, touchpoint: int, uplift: float) -> float:
        """Return the true money of the uplift for these customers, with everything else of their lives held equal."""
        own = _true_lifetime(self.loyalty)
        moves = self.met[:, touchpoint] * (np.minimum(self.x[:, touchpoint] + uplift, 10.0) - self.x[:, touchpoint])
        after = np.clip(np.round(self.latent + self.slopes[touchpoint] * moves), 0, 10)
        worth = REFERRAL_SHARE * own.mean() + ACQUISITION
        gain = _true_lifetime(after) - own + worth * (_true_referrals(after) - _true_referrals(self.loyalty))
        return float(gain.sum())


def _true_repurchase(loyalty: NDArray[np.generic]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-(-1.6 + 0.34 * loyalty.astype(np.float64))))


def _true_money(loyalty: NDArray[np.generic]) -> NDArray[np.float64]:
    return 60.0 + 4.0 * loyalty.astype(np.float64)


def _true_referrals(loyalty: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.exp(-4.5 + 0.3 * loyalty.astype(np.float64))


def _true_lifetime(loyalty: NDArray[np.generic]) -> NDArray[np.float64]:
    ratio = _true_repurchase(loyalty) / (1 + DISCOUNT)
    return 0.4 * _true_money(loyalty) * ratio * (1 - ratio**HORIZON) / (1 - ratio)


SLOPES = (0.5, 0.4, 0.3, 0.2, 0.1, 0.05)


def build_world(*, seed: int, customers: int = 20_000, slopes: tuple[float, ...] = SLOPES) -> World:
    """Draw customers whose loyalty follows the exposure model on a latent scale, rounded and cut off to 0-10."""
    rng = np.random.default_rng(seed)
    size = (customers, len(slopes))
    style = rng.normal(size=(customers, 1))
    met = (rng.random(size) < np.linspace(0.9, 0.5, len(slopes)) + 0.05 * np.tanh(style)).astype(np.float64)
    x = np.clip(np.round(7.0 + style + 1.6 * rng.normal(size=size)), 0, 10)
    beta = np.array(slopes)
    exposure = met @ np.linspace(0.2, -0.2, len(slopes))
    latent = 7.0 + (met * (x - 7.0)) @ beta + exposure + 1.5 * rng.normal(size=customers)
    loyalty = np.clip(np.round(latent), 0, 10).astype(np.int64)
    back = (rng.random(customers) < _true_repurchase(loyalty)).astype(np.int64)
    money = back * _true_money(loyalty) * rng.gamma(4.0, 0.25, size=customers)
    return World(
        met=met,
        x=met * x,
        latent=latent,
        loyalty=loyalty,
        slopes=beta,
        bucket=rng.integers(0, BUCKETS, size=customers),
        back=back,
        money=money,
        referrals=rng.poisson(_true_referrals(loyalty)),
    )


@pytest.fixture(scope="session")
def world() -> Callable[..., World]:
    """Return the builder of worlds: `world(seed=1, customers=2000)`."""
    return build_world
