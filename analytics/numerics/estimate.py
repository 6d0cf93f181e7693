"""A figure never leaves without its interval, its n and, when there is no figure, the reason in words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

type Status = Literal["ok", "provisional", "insufficient"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with an interval (nominal 90 % unless the method says otherwise) and the number of observations.

    `value` is None exactly when `status` is "insufficient"; a side of the interval may be None when it is not finite
    (a pay-back time that some draws never reach). NaN and infinity never appear: build with `estimate()`.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    status: Status = "ok"
    reason: str = ""
    method: str = ""

    def as_json(self) -> dict[str, float | int | str | None]:
        """Return the printed form: value, low, high, n, status, and the reason when there is one."""
        printed: dict[str, float | int | str | None] = {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "status": self.status,
        }
        if self.reason:
            printed["reason"] = self.reason
        return printed

    @classmethod
    def read(cls, printed: Mapping[str, Any]) -> Self:
        """Return the estimate that a printed form tells; the method is not printed.

        >>> Estimate.read(Estimate(1.5, 1.0, 2.0, 40).as_json())
        Estimate(value=1.5, low=1.0, high=2.0, n=40, status='ok', reason='', method='')
        """
        names = ("value", "low", "high", "n", "status")
        return cls(**{name: printed[name] for name in names}, reason=printed.get("reason") or "")


def insufficient(n: int, reason: str, *, method: str = "") -> Estimate:
    """Return an estimate without a number, and say why.

    >>> insufficient(3, "3 answers, at least 10 are needed").as_json()["value"] is None
    True
    """
    return Estimate(None, None, None, int(n), "insufficient", reason, method)


def estimate(
    value: float, low: float, high: float, n: int, *, method: str = "", status: Status = "ok", reason: str = ""
) -> Estimate:
    """Return an estimate whose parts are plain finite floats.

    A value that is not finite becomes "insufficient"; an end of the interval that is not finite becomes None.

    >>> estimate(1.0, 0.5, float("inf"), 12)
    Estimate(value=1.0, low=0.5, high=None, n=12, status='ok', reason='', method='')
    >>> estimate(float("nan"), 0.0, 1.0, 12).status
    'insufficient'
    """
    if not math.isfinite(value):
        return insufficient(n, reason or "the figure cannot be calculated from these answers", method=method)
    return Estimate(float(value), _finite(low), _finite(high), int(n), status, reason, method)


def _finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None
