"""The one form in which the API gives a statistic."""

from collections.abc import Mapping
from typing import Any, Self

import strawberry


@strawberry.type(
    description="A statistic: never a number without its interval and the number of observations behind it."
)
class Estimate:
    """A statistic with its interval."""

    value: float | None = strawberry.field(description="The figure; null when there are too few observations.")
    low: float | None = strawberry.field(description="Lower end of the 90 % interval; null when it is not finite.")
    high: float | None = strawberry.field(description="Upper end of the 90 % interval; null when it is not finite.")
    n: int = strawberry.field(description="Number of observations.")
    status: str = strawberry.field(description="ok, provisional or insufficient.")
    reason: str | None = strawberry.field(description="Why there is no figure; null when there is one.")
    method: str | None = strawberry.field(description="How the figure was found; null when its field says so.")

    @classmethod
    def of(cls, printed: Mapping[str, Any] | None) -> Self | None:
        """Return an estimate from its stored form, None where none was stored."""
        if not isinstance(printed, Mapping):
            return None
        return cls(
            value=printed["value"],
            low=printed["low"],
            high=printed["high"],
            n=printed["n"],
            status=printed["status"],
            reason=printed.get("reason") or None,
            method=printed.get("method") or None,
        )
