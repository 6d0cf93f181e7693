"""How an attempt ended: written down, and the next one planned."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from tenants.access import SYSTEM
from tenants.audit.services import Subject, record
from tenants.hooks.channels.message import Answer, Verdict
from tenants.hooks.models import LONGEST_ANSWER, WebhookDelivery, WebhookEndpoint
from tenants.hooks.services.claims import Claim
from tenants.hooks.services.outbox import emit

# 10 attempts: the first at once, the last after about 76 hours, as Standard Webhooks suggests.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
MOST_ATTEMPTS = len(PAUSES) + 1
JITTER = 0.1
DISABLED_AFTER = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an attempt gave: an answer or none, what it means, how long it took, when it ended."""

    verdict: Verdict
    answer: Answer | None
    milliseconds: int
    at: datetime


def pause_after(attempts: int, *, wait: timedelta | None = None, jitter: float | None = None) -> timedelta:
    """Return how long to wait after that many attempts: 10 % more or less by chance, never less than asked for.

    >>> sum((pause_after(n, jitter=0) for n in range(1, MOST_ATTEMPTS)), timedelta())
    datetime.timedelta(days=3, seconds=12905)
    """
    share = random.uniform(-JITTER, JITTER) if jitter is None else jitter
    planned = PAUSES[min(attempts, len(PAUSES)) - 1] * (1 + share)
    return max(planned, wait * (1 + abs(share))) if wait else planned


@transaction.atomic
def settle(*, claim: Claim, attempt: Attempt) -> bool:
    """Write down how an attempt ended; return False when the delivery was given to another worker meanwhile."""
    held = WebhookDelivery.objects.filter(
        pk=claim.delivery.pk, attempts=claim.delivery.attempts, state=WebhookDelivery.State.OPEN
    )
    endpoint: WebhookEndpoint | None = WebhookEndpoint.objects.select_for_update().filter(pk=claim.endpoint.pk).first()
    if endpoint is None or not held.update(**_written(claim, attempt)):
        return False
    if attempt.verdict.is_taken:
        _note_success(endpoint)
    else:
        _note_failure(endpoint, attempt)
    return True


def outcome_of(claim: Claim, attempt: Attempt) -> str:
    """Return what a delivery came to: delivered, given up for good, or to be tried again."""
    if attempt.verdict.is_taken:
        return "delivered"
    over = attempt.verdict.is_gone or claim.delivery.attempts >= MOST_ATTEMPTS
    return "given_up" if over else "failed"


def _written(claim: Claim, attempt: Attempt) -> dict[str, Any]:
    verdict, answer = attempt.verdict, attempt.answer
    told: dict[str, Any] = {
        "code": answer.code if answer else None,
        "milliseconds": attempt.milliseconds,
        "answer": _readable(answer.body) if answer else "",
        "error": verdict.error[:300],
    }
    entry = {"at": attempt.at.astimezone(UTC).isoformat(), **told}
    told["log"] = [*claim.delivery.log, entry]
    if verdict.is_taken:
        return {**told, "state": WebhookDelivery.State.DELIVERED, "finished_at": attempt.at}
    if verdict.is_gone or claim.delivery.attempts >= MOST_ATTEMPTS:
        return {**told, "state": WebhookDelivery.State.FAILED, "finished_at": attempt.at}
    return {**told, "due_at": attempt.at + pause_after(claim.delivery.attempts, wait=verdict.wait)}


def _readable(body: bytes) -> str:
    """Return the beginning of an answer as text that can be stored."""
    return body.decode(errors="replace").replace("\0", "\ufffd")[:LONGEST_ANSWER]


def _note_success(endpoint: WebhookEndpoint) -> None:
    if endpoint.failing_since is not None:
        endpoint.failing_since = None
        if endpoint.kind == WebhookEndpoint.Kind.WEBHOOK:
            endpoint.not_before = None
        endpoint.save(update_fields=["failing_since", "not_before"])


def _note_failure(endpoint: WebhookEndpoint, attempt: Attempt) -> None:
    endpoint.failing_since = since = endpoint.failing_since or attempt.at
    endpoint.save(update_fields=["failing_since"])
    if endpoint.state == WebhookEndpoint.State.DISABLED:
        return
    if attempt.verdict.is_gone:
        disable(endpoint=endpoint, reason=attempt.verdict.error)
    elif attempt.at - since >= DISABLED_AFTER:
        disable(endpoint=endpoint, reason=f"it has failed since {since.astimezone(UTC):%Y-%m-%d %H:%M} UTC")


def disable(*, endpoint: WebhookEndpoint, reason: str) -> None:
    """Tell an endpoint of nothing more until somebody resumes it, and say so."""
    before = str(endpoint.state)
    endpoint.state, endpoint.reason = WebhookEndpoint.State.DISABLED, reason[:300]
    endpoint.version += 1
    endpoint.save(update_fields=["state", "reason", "version", "updated_at"])
    subject = Subject("webhook_endpoint", str(endpoint.pk), str(endpoint.name))
    since = endpoint.failing_since
    data = {"reason": endpoint.reason, "failingSince": since.isoformat() if since else None}
    emit(event="webhook_endpoint.disabled", subject=subject, data=data)
    record(
        actor=SYSTEM,
        action="webhook_endpoint.disabled",
        subject=subject,
        before={"state": before},
        after={"state": str(endpoint.state), "reason": endpoint.reason},
    )
