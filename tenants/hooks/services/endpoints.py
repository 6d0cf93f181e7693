"""Endpoints: made, changed, paused and resumed, given new secrets, removed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Conflict, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.channels.standard import new_secret
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint
from tenants.hooks.services.outbox import wake_later
from tenants.hooks.services.sealing import seal
from tenants.hooks.services.wishes import BadEndpoint, EndpointWish, fill
from tenants.selectors import current_company

MOST_ENDPOINTS = 50
LONGEST_OVERLAP = timedelta(days=7)

type Kind = WebhookEndpoint.Kind
type State = WebhookEndpoint.State


class UnknownEndpoint(Refusal):
    """No endpoint has that id."""


def endpoint_of(endpoint_id: UUID, *, version: int | None = None) -> WebhookEndpoint:
    """Return an endpoint, locked. Raises UnknownEndpoint, and Conflict when it has another version by now."""
    found: WebhookEndpoint | None = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if found is None:
        raise UnknownEndpoint(_("No webhook endpoint has that id."), field="id")
    if version is not None and version != found.version:
        raise Conflict(_("Somebody changed the endpoint meanwhile: read it again."), field="version")
    return found


@transaction.atomic
def create_endpoint(*, actor: Actor, kind: Kind, wish: EndpointWish) -> tuple[WebhookEndpoint, str]:
    """Return a new endpoint and the secret that signs its messages, which nobody can read again.

    A webhook is given a secret; a robot may bring its own. Raises BadEndpoint.
    """
    if WebhookEndpoint.objects.count() >= MOST_ENDPOINTS:
        raise BadEndpoint(
            _("A company has %(most)s endpoints at most: delete one that is not needed.") % {"most": MOST_ENDPOINTS}
        )
    endpoint = WebhookEndpoint(kind=kind, locale=current_company().locale)
    if wish.url is None or wish.name is None:
        raise BadEndpoint(_("An endpoint needs a name and an address."), field="name" if wish.name is None else "url")
    secret = new_secret() if kind == WebhookEndpoint.Kind.WEBHOOK and not wish.secret else wish.secret or ""
    fill(endpoint, EndpointWish(wish.name, wish.url, wish.events, wish.locale, secret or None))
    endpoint.save(force_insert=True)
    _note(actor, "created", endpoint, before=None)
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    *, actor: Actor, endpoint_id: UUID, version: int, wish: EndpointWish, state: State | None = None
) -> WebhookEndpoint:
    """Change an endpoint, pause it, or resume it; resumed, what waited for it is due at once.

    Raises UnknownEndpoint, Conflict and BadEndpoint.
    """
    endpoint = endpoint_of(endpoint_id, version=version)
    before = _told(endpoint)
    if wish.secret and endpoint.kind == WebhookEndpoint.Kind.WEBHOOK:
        raise BadEndpoint(_("The secret of a webhook is changed by rotating it."), field="secret")
    fill(endpoint, wish)
    if state is not None and state != endpoint.state:
        _move(endpoint, state)
    endpoint.version += 1
    endpoint.save()
    _note(actor, "changed", endpoint, before=before)
    return endpoint


def _move(endpoint: WebhookEndpoint, state: State) -> None:
    if state == WebhookEndpoint.State.DISABLED:
        raise BadEndpoint(_("An endpoint is paused or deleted by people, disabled by its failures."), field="state")
    endpoint.state, endpoint.reason = state, ""
    if state == WebhookEndpoint.State.ACTIVE:
        endpoint.failing_since = endpoint.not_before = None
        waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=WebhookDelivery.State.OPEN)
        waiting.update(due_at=endpoint.updated_at)
        wake_later(current_company())


@transaction.atomic
def rotate_secret(*, actor: Actor, endpoint_id: UUID, overlap: timedelta, now: datetime) -> tuple[WebhookEndpoint, str]:
    """Give a webhook a new secret and return it; until the overlap is over, messages carry both signatures.

    Raises UnknownEndpoint and BadEndpoint.
    """
    endpoint = endpoint_of(endpoint_id)
    if endpoint.kind != WebhookEndpoint.Kind.WEBHOOK:
        raise BadEndpoint(_("A robot's secret comes from its group chat: change the endpoint instead."), field="id")
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise BadEndpoint(
            _("The overlap is 0 to %(most)s hours.") % {"most": LONGEST_OVERLAP.days * 24}, field="overlap_hours"
        )
    secret = new_secret()
    endpoint.sealed_former, endpoint.former_until = endpoint.sealed_secret, now + overlap
    endpoint.sealed_secret = seal(secret)
    endpoint.version += 1
    endpoint.save()
    _note(actor, "secret_rotated", endpoint, before=None)
    return endpoint, secret


@transaction.atomic
def delete_endpoint(*, actor: Actor, endpoint_id: UUID) -> None:
    """Remove an endpoint with its deliveries. Raises UnknownEndpoint."""
    endpoint = endpoint_of(endpoint_id)
    subject, before = subject_of(endpoint), _told(endpoint)
    WebhookDelivery.objects.filter(endpoint=endpoint).delete()
    endpoint.delete()
    record(actor=actor, action="webhook_endpoint.deleted", subject=subject, before=before)


def subject_of(endpoint: WebhookEndpoint) -> Subject:
    """Return an endpoint as audit and events name it."""
    return Subject("webhook_endpoint", str(endpoint.pk), str(endpoint.name))


def _note(actor: Actor, done: str, endpoint: WebhookEndpoint, *, before: dict[str, Any] | None) -> None:
    record(
        actor=actor,
        action=f"webhook_endpoint.{done}",
        subject=subject_of(endpoint),
        before=before,
        after=_told(endpoint),
    )


def _told(endpoint: WebhookEndpoint) -> dict[str, Any]:
    names = ("name", "kind", "state", "shown_url", "events", "locale")
    return {name: str(value) if isinstance(value := getattr(endpoint, name), str) else value for name in names}
