"""Deliver what is due: several endpoints at once, each delivery by one worker, its end written down."""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from tenants.hooks.channels import CHANNELS
from tenants.hooks.channels.addresses import Resolver, resolve
from tenants.hooks.channels.message import Answer, Call, Target, Told, Verdict
from tenants.hooks.channels.sending import DEADLINE_SECONDS, NotSent, send
from tenants.hooks.models import WebhookEndpoint, WebhookEvent
from tenants.hooks.services.claims import Claim, claim_deliveries
from tenants.hooks.services.outcomes import Attempt, outcome_of, settle
from tenants.hooks.services.sealing import UnreadableSecret, unseal
from tenants.selectors import current_company
from tenants.telemetry.figures import WEBHOOK_ATTEMPTS

HANDS = 8
BUDGET_SECONDS = 20.0

type Clock = Callable[[], datetime]
type Outcome = tuple[Answer | str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """How calls go out: by which resolver, to which hosts beside public ones, for how long at most."""

    resolver: Resolver = resolve
    open_hosts: frozenset[str] = field(default_factory=lambda: frozenset(settings.WEBHOOK_OPEN_HOSTS))
    deadline: float = DEADLINE_SECONDS


def deliver_due(*, clock: Clock = timezone.now, line: Line | None = None, budget: float = BUDGET_SECONDS) -> int:
    """Make deliveries of the current company until none is due or the time is over; return how many were tried.

    The threads only speak HTTP: all that is read and written in the database is done here.
    """
    line = line or Line()
    end, tried = time.monotonic() + budget, 0
    flying: dict[Future[Outcome], Claim] = {}
    with ThreadPoolExecutor(HANDS, thread_name_prefix="webhook") as hands:
        while True:
            if len(flying) < HANDS and time.monotonic() < end:
                for claim in claim_deliveries(now=clock(), at_most=HANDS - len(flying)):
                    flying[hands.submit(_tried, _call_of(claim, clock()), line)] = claim
                    tried += 1
            if not flying:
                return tried
            for done in wait(flying, return_when=FIRST_COMPLETED).done:
                claim = flying.pop(done)
                attempt = _attempt(claim, done.result(), clock())
                if settle(claim=claim, attempt=attempt):
                    WEBHOOK_ATTEMPTS.labels(claim.endpoint.kind, outcome_of(claim, attempt)).inc()


def told_of(event: WebhookEvent) -> Told:
    """Return an event as its receivers get to know it."""
    return Told(
        key=event.key,
        type=event.type,
        at=event.created_at,
        company=current_company().slug,
        entity_kind=event.entity_kind,
        entity_id=event.entity_id,
        entity_name=event.entity_name,
        data=event.data,
    )


def target_of(endpoint: WebhookEndpoint, now: datetime) -> Target:
    """Return where an endpoint is and what signs for it now. Raises UnreadableSecret."""
    overlapping = endpoint.former_until is not None and now < endpoint.former_until
    sealed = [endpoint.sealed_secret, *([endpoint.sealed_former] if overlapping else [])]
    secrets = [secret for secret in map(unseal, sealed) if secret]
    return Target(url=unseal(endpoint.sealed_url), secrets=secrets, locale=endpoint.locale)


def _call_of(claim: Claim, now: datetime) -> Call | str:
    """Return the request of a delivery, or why there is none."""
    try:
        target = target_of(claim.endpoint, now)
    except UnreadableSecret as refusal:
        return str(refusal)
    return CHANNELS[claim.endpoint.kind].call(told_of(claim.event), target, now=now)


def _tried(call: Call | str, line: Line) -> Outcome:
    """Return the answer of a call, or why there was none, and the milliseconds it took."""
    if isinstance(call, str):
        return call, 0
    began = time.monotonic()
    found: Answer | str
    try:
        found = send(call, open_hosts=line.open_hosts, resolver=line.resolver, deadline=line.deadline)
    except NotSent as why:
        found = str(why)
    return found, round((time.monotonic() - began) * 1000)


def _attempt(claim: Claim, outcome: Outcome, now: datetime) -> Attempt:
    found, milliseconds = outcome
    if isinstance(found, str):
        return Attempt(Verdict(is_taken=False, error=found), None, milliseconds, now)
    verdict = CHANNELS[claim.endpoint.kind].judge(found, now=now)
    return Attempt(verdict, found, milliseconds, now)
