"""The outbox: what happened is written down in the transaction in which it happened, or not at all."""

from collections.abc import Mapping
from functools import partial

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from tenants.audit.services import Subject
from tenants.hooks.catalogue import CATALOGUE, LIVE
from tenants.hooks.services.live_stream import ring
from tenants.models.ids import uuid7
from tenants.models.tenant import Tenant
from tenants.selectors import current_company

# Written with every batch of facts, so as one statement; whether anybody listens is found out on the way.
_WRITE = (
    "INSERT INTO hooks_webhookevent (key, type, entity_kind, entity_id, entity_name, data, is_pending, is_live) "
    "SELECT %s, %s, %s, %s, %s, %s::jsonb, "
    "NOT is_live_only AND EXISTS (SELECT FROM hooks_webhookendpoint WHERE state <> 'disabled'), is_followed "
    "FROM (SELECT %s AS is_live_only, "
    "%s AND EXISTS (SELECT FROM hooks_audience WHERE until > now()) AS is_followed) streams "
    "WHERE is_followed OR NOT is_live_only RETURNING is_pending, is_live"
)


class OutsideTransaction(RuntimeError):
    """An event was told outside of the transaction of what it tells of: always a bug."""


class UnknownEvent(RuntimeError):
    """The catalogue has no event of that name: always a bug."""


def emit(*, event: str, subject: Subject, data: Mapping[str, object]) -> None:
    """Write an event into the outbox of the current company, in the present transaction.

    `subject` is the entity it is about: events of one entity are delivered in the order in which they were written.
    `data` holds what JSON can hold, and codes, figures and states rather than what customers said.
    After the commit a worker is woken when a webhook listens, and the streams are rung when somebody follows one.
    Raises OutsideTransaction and UnknownEvent.
    """
    if event not in CATALOGUE:
        raise UnknownEvent(f"{event!r} is not in the catalogue of events")
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{event} must be told in the transaction of what it tells of")
    content = msgspec.json.encode(data).decode()
    row = [str(uuid7()), event, subject.kind[:40], subject.id[:128], subject.name[:300], content]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*row, CATALOGUE[event].is_live_only, event in LIVE])
        is_awaited, is_followed = cursor.fetchone() or (False, False)
    if is_awaited:
        wake_later(current_company())
    if is_followed:
        transaction.on_commit(partial(ring, current_company().schema_name), robust=True)


def wake_later(company: Tenant) -> None:
    """Have a worker look at the company's outbox once the present transaction is committed."""
    transaction.on_commit(partial(import_string(settings.OUTBOX_WAKER), company=company), robust=True)
