"""Work on companies is done from public: from outside of all of them, or by the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

from tenants.access import PUBLIC, PUBLIC_PLACE, Refusal, current_place, move_to
from tenants.models.tenant import Tenant


class FromWithinCompany(Refusal):
    """A company was to be made or removed while the caller acts in another."""


@contextmanager
def from_outside() -> Iterator[None]:
    """Act in public for the length of the block; raises FromWithinCompany when called in a client company."""
    before = current_place()
    if before.schema != PUBLIC and getattr(before.tenant, "kind", None) != Tenant.Kind.OPERATOR:
        raise FromWithinCompany(f"a company is made or deleted from outside, not from within {before.schema}")
    move_to(PUBLIC_PLACE)
    try:
        yield
    finally:
        move_to(before)
