"""What the process asks the database of one company, in a thread: is it served, who may still follow, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from tenants.access import company_context
from tenants.graphql.live.standing import lost, served_company
from tenants.graphql.live.wanted import Wanted
from tenants.hooks.services.live_stream import open_stream
from tenants.hooks.services.relay import keep_for_streams, relay_events


@dataclass(frozen=True, slots=True)
class Opened:
    """A company's stream: where it ends, and whether it had to be begun anew."""

    place: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a company and of those who follow it."""

    opened: Opened | None
    lost: dict[Wanted, str] = field(default_factory=dict)


def look_after(schema: str, wanted: Sequence[Wanted], *, is_opening: bool, asks_rights: bool) -> Found:
    """Bring a company's events from its outbox to its stream, and say who may not follow any more.

    `opened` is None of a company that is not served. What is written from now on is kept for streams, before their
    place is told: nothing falls in between.
    """
    company = served_company(schema)
    if company is None:
        return Found(None)
    now = timezone.now()
    with company_context(company):
        keep_for_streams(now=now)
        is_new, place = open_stream(schema) if is_opening else (False, "")
        relay_events()
        return Found(Opened(place, is_new), lost(wanted, now=now) if asks_rights else {})
