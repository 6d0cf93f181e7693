"""What one request costs: asked before it runs, corrected afterwards, and told with every answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.access import Actor
from tenants.graphql.errors import ApiError, Code
from tenants.services.buckets import Bucket, Level, correct, take

LEAST: Final = 1  # what a request costs that was refused before it ran
SHARE_OF_THE_UNKNOWN: Final = 5  # callers whom nobody knows have a fifth of the allowance, per address


def bucket_of(actor: Actor, address: str) -> Bucket:
    """Return the bucket of whoever asks: one a key, one a person, and one an address for those unknown."""
    if actor.kind == "anonymous":
        return Bucket(
            caller=f"address:{address}",
            capacity=settings.API_BUCKET_POINTS // SHARE_OF_THE_UNKNOWN,
            rate=max(1, settings.API_RESTORE_POINTS // SHARE_OF_THE_UNKNOWN),
        )
    return Bucket(
        caller=f"{actor.kind}:{actor.id}", capacity=settings.API_BUCKET_POINTS, rate=settings.API_RESTORE_POINTS
    )


@dataclass(slots=True)
class Bill:
    """The points of one request. `level` is None before the bucket was asked, and while it does not answer."""

    bucket: Bucket
    requested: int = 0
    actual: int = 0
    is_dry_run: bool = False
    is_charged: bool = False
    level: Level | None = field(default=None)

    def charge(self, points: int) -> None:
        """Take what the request may cost. Raises ApiError RATE_LIMITED when the caller has not enough points left."""
        self.requested = points
        self.is_charged = True
        self.level = take(self.bucket, points)
        if self.level is not None and not self.level.is_granted:
            self.actual = 0
            raise ApiError(
                _("The request may cost %(points)s points and %(left)s are left. Try again in %(seconds)s s.")
                % {"points": points, "left": self.level.available, "seconds": self.level.seconds},
                code=Code.RATE_LIMITED,
                Retry_After=str(self.level.seconds),
            )
        self.actual = min(LEAST, points)

    def close(self) -> None:
        """Bring the bucket to what was used in the end. A request that was never charged costs the least there is."""
        refused = self.level is not None and not self.level.is_granted
        if self.is_dry_run or refused:
            self.level = self.level or correct(self.bucket, 0)
            return
        if not self.is_charged:
            self.actual = LEAST
        charged = self.requested if self.is_charged else 0
        if charged != self.actual and (self.level is not None or not self.is_charged):
            self.level = correct(self.bucket, self.actual - charged)

    def told(self) -> dict[str, Any]:
        """Return the bill as `extensions.cost` has it; `available` is null while the buckets are away."""
        dry_run = {"dryRun": True} if self.is_dry_run else {}
        return dry_run | {
            "requested": self.requested,
            "actual": self.actual,
            "available": None if self.level is None else self.level.available,
            "restoreRate": self.bucket.rate,
        }

    def headers(self) -> Mapping[str, str]:
        """Return the RateLimit headers of the IETF's draft; none while the buckets are away."""
        if self.level is None:
            return {}
        window = -(-self.bucket.capacity // self.bucket.rate)
        return {
            "RateLimit-Policy": f'"points";q={self.bucket.capacity};w={window}',
            "RateLimit": f'"points";r={self.level.available};t={self.level.seconds}',
        }


def values_in(data: object) -> int:
    """Return how many fields an answer has, at every level.

    >>> values_in({"a": 1, "b": [{"c": 2}, {"c": None}], "d": [1, 2, 3]})
    5
    """
    if isinstance(data, dict):
        return len(data) + sum(values_in(value) for value in data.values() if isinstance(value, dict | list))
    if isinstance(data, list):
        return sum(values_in(value) for value in data if isinstance(value, dict | list))
    return 0
