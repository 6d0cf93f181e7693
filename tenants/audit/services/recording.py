"""Write down what somebody did, in the transaction in which it was done."""

from collections.abc import Mapping

import msgspec
from django.db import connection
from django.utils import timezone

from tenants.access import Actor, RequestInfo, current_request
from tenants.audit.access import Subject, digest_of, hide_secrets
from tenants.audit.models import AuditEvent
from tenants.audit.services.masking import changed
from tenants.audit.services.sealing import seal_after_commit
from tenants.audit.services.values import fit

_WRITE = "INSERT INTO audit_event SELECT * FROM jsonb_populate_record(NULL::audit_event, %s::jsonb)"
NOBODY_ASKED = RequestInfo(id="")


class NotInTransaction(RuntimeError):
    """An event was recorded outside of a transaction, so it could stay when what it tells of does not: a bug."""


def record(
    *,
    actor: Actor,
    action: str,
    subject: Subject,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    is_bulk: bool = False,
) -> None:
    """Write down that an actor did something to a subject: `action` is "<entity>.<past tense>", as "journey.created".

    Of `before` and `after` only the fields that differ are kept, without secrets and texts. Request id, address, user
    agent and reason are those of the present request. What programs do many times a second (`is_bulk`) is chained with
    the next other event, or by the sweep. Raises NotInTransaction outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{action} must be recorded in the transaction that does it")
    request = current_request() or NOBODY_ASKED
    was, became = changed(before, after, kind=subject.kind)
    event = AuditEvent(
        at=timezone.now(),
        actor_kind=actor.kind,
        actor_id=str(actor.id or ""),
        actor_name=fit(actor.name, 200),
        actor_role=fit(actor.role, 100),
        action=action,
        subject_kind=subject.kind,
        subject_id=fit(subject.id, 200),
        subject_name=fit(subject.name, 200),
        before=was,
        after=became,
        request_id=request.id,
        address=request.address,
        user_agent=fit(request.user_agent, 200),
        reason=hide_secrets(request.reason)[:500],
    )
    event.digest = digest_of(event.content())
    _write(event)
    if not is_bulk:
        seal_after_commit()


def _write(event: AuditEvent) -> None:
    """Insert an event as one JSON text: with every batch of facts comes one, and a model's way costs twice as much."""
    row = {field.attname: getattr(event, field.attname) for field in AuditEvent._meta.concrete_fields}  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [msgspec.json.encode(row).decode()])
