"""The reference of the return index: how a period stood, and what loyalty was worth then."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from analytics.aggregates.counters import UNITS
from analytics.aggregates.sums import DriverSums
from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.jackknife import leave_one_out, non_empty_groups
from analytics.services.scoring.chain import BINS, Chain
from analytics.services.scoring.figures import too_few
from analytics.services.scoring.hashing import digest_of

ARRAYS = ("value", "slopes", "gamma", "histogram", "reach", "means")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the answers of one month say was delivered; replicates in front.

    histogram (R, 11): answers by loyalty; reach, means (R, J): share that met each touchpoint and its mean score 0-10;
    answers (J,): how many scored it.
    """

    touchpoints: tuple[str, ...]
    histogram: Floats
    reach: Floats
    means: Floats
    answers: tuple[int, ...]
    rows: int
    groups: int


@dataclass(frozen=True, slots=True)
class Reference:
    """The record that the return index is measured against; replicates in front.

    value (R, 11): expected margin of a customer over the horizon at each loyalty level; slopes, gamma (R, J) of the
    driver model; histogram, reach, means as delivered in the reference period.
    """

    period: str
    touchpoints: tuple[str, ...]
    value: Floats
    slopes: Floats
    gamma: Floats
    histogram: Floats
    reach: Floats
    means: Floats
    groups: int

    def as_json(self) -> dict[str, object]:
        """Return the record as plain values; every float comes back bit for bit."""
        values = asdict(self)
        lists = {name: values[name].tolist() for name in ARRAYS}
        return {"period": self.period, "touchpoints": list(self.touchpoints), "groups": self.groups, **lists}

    @property
    def digest(self) -> str:
        """Return the hash of the record."""
        return digest_of(self.as_json())


def reference_from(stored: Mapping[str, object]) -> Reference:
    """Return a record from its plain values, as `Reference.as_json` wrote them."""
    arrays = {name: np.array(stored[name], dtype=np.float64) for name in ARRAYS}
    codes = stored["touchpoints"]
    return Reference(
        period=str(stored["period"]),
        touchpoints=tuple(map(str, codes)) if isinstance(codes, list) else (),
        groups=int(str(stored["groups"])),
        **arrays,
    )


def delivered(sums: DriverSums) -> Delivered:
    """Return what was delivered in the month whose driver sums these are."""
    count = len(sums.touchpoints)
    first_row = leave_one_out(sums.gram[:, 0, :])
    met, scored, rows = first_row[:, 1 : 1 + count], first_row[:, 1 + count :], first_row[:, :1]
    return Delivered(
        touchpoints=sums.touchpoints,
        histogram=as_floats(leave_one_out(sums.outcome[:, 0, :])),
        reach=divide(met, rows),
        means=divide(scored, met) / UNITS,
        answers=tuple(int(n) for n in met[0]),
        rows=int(rows[0, 0]),
        groups=non_empty_groups(sums.n),
    )


def build_reference(period: str, chain: Chain, month: Delivered, minimum: int) -> Reference | None:
    """Return the record of a period, or None where its data cannot carry one.

    It needs a value curve above zero, enough answers about the company in the month itself, and at least one touchpoint
    with a slope and enough answers; touchpoints without are left out.
    """
    if chain.reason or too_few(month.rows, minimum):
        return None
    pairs = [
        (chain.fit.touchpoints.index(code), place)
        for place, code in enumerate(month.touchpoints)
        if code in chain.fit.touchpoints and not too_few(month.answers[place], minimum)
    ]
    pairs = [(index, place) for index, place in pairs if not chain.fit.reasons[index]]
    value = np.broadcast_to(chain.value(BINS[None, :]), month.histogram.shape)
    if not pairs or float(month.histogram[0] @ value[0]) <= 0:
        return None
    fitted, placed = [index for index, _ in pairs], [place for _, place in pairs]
    return Reference(
        period=period,
        touchpoints=tuple(chain.fit.touchpoints[index] for index in fitted),
        value=as_floats(value),
        slopes=chain.fit.slopes[:, fitted],
        gamma=chain.fit.gamma[:, fitted],
        histogram=month.histogram,
        reach=month.reach[:, placed],
        means=month.means[:, placed],
        groups=month.groups,
    )
