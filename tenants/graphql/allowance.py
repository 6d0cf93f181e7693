"""What the caller has left, as a root field tells it."""

from datetime import datetime, timedelta

import strawberry
from django.utils import timezone

from tenants.graphql.context import Info
from tenants.graphql.limits import MAX_POINTS


@strawberry.type(description="How much the caller may still ask for. A point is a root field, or 100 values answered.")
class RateLimit:
    """How much the caller may still ask for."""

    limit: int = strawberry.field(description="Points that the caller's bucket holds when nothing was asked lately.")
    most_per_request: int = strawberry.field(description="Points that one request may cost.")
    cost: int = strawberry.field(description="Points that this request may cost, reckoned before it ran.")
    available: int | None = strawberry.field(
        description="Points that are left; null while nobody counts, and then nobody is refused."
    )
    restore_rate: int = strawberry.field(description="Points that come back each second.")
    full_at: datetime | None = strawberry.field(description="When all points will be back; null while nobody counts.")


def rate_limit_of(info: Info) -> RateLimit:
    """Return the allowance of whoever makes a request, after the request was charged."""
    bill = info.context.bill
    level = bill.level
    return RateLimit(
        limit=bill.bucket.capacity,
        most_per_request=MAX_POINTS,
        cost=bill.requested,
        available=None if level is None else level.available,
        restore_rate=bill.bucket.rate,
        full_at=None if level is None else timezone.now() + timedelta(seconds=level.seconds),
    )
