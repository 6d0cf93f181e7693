"""Passkeys at the door: made by who is signed in, and signed in with by anybody's device."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tenants.members.models import Passkey
from tenants.members.services import note_failure
from tenants.members.services.ceremonies import Ceremony
from tenants.members.services.factor_rule import note_factor, require_another
from tenants.members.services.factors import must_use_sso
from tenants.members.services.passkeys import add_passkey, ask_for_passkey, remove_passkey, use_passkey
from tenants.middleware import refused
from tenants.selectors import current_company
from tenants.views.answers import (
    actor_in,
    address_here,
    document_of,
    door,
    origin_of,
    person_of,
    require_try,
    texts_of,
    unknown,
)
from tenants.views.entering import signed_in
from tenants.views.factors import dangerous

MAKING, USING = "passkey_making", "passkey_using"
WAITS_SECONDS = 300


@never_cache
@require_GET
def passkeys_view(request: HttpRequest) -> HttpResponse:
    """List the passkeys of the person who asks."""
    person = person_of(request)
    if person is None:
        return unknown()
    rows = Passkey.objects.filter(user=person).order_by("created_at", "id")
    return JsonResponse({"passkeys": [_told(row) for row in rows]})


@door
@dangerous
def make_passkey_view(request: HttpRequest) -> HttpResponse:
    """Say what the person's device is to make a passkey of, as `navigator.credentials.create` takes it."""
    person = person_of(request)
    if person is None:
        return unknown()
    options, state = ask_for_passkey(user=person, ceremony=_ceremony(request))
    _remember(request, MAKING, state)
    return JsonResponse(options)


@door
@dangerous
def add_passkey_view(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the device made."""
    person, body, state = person_of(request), document_of(request), _remembered(request, MAKING)
    if person is None:
        return unknown()
    name = (body or {}).get("name", "")
    if body is None or state is None or not isinstance(name, str) or not name.isprintable():
        return refused(400, "BAD_USER_INPUT", _("Send what the device answered to /auth/passkeys/make, and a name."))
    made = add_passkey(
        actor=actor_in(request), user=person, ceremony=_ceremony(request), state=state,
        response=body.get("credential"), name=name,
    )  # fmt: skip
    note_factor(request.session)
    return JsonResponse(_told(made), status=201)


@door
@dangerous
def remove_passkey_view(request: HttpRequest) -> HttpResponse:
    """Let a passkey be good no more; not where the company wants a second factor and there is no other."""
    given, person = texts_of(request, "id"), person_of(request)
    if isinstance(given, JsonResponse):
        return given
    if person is None:
        return unknown()
    try:
        key = UUID(given["id"])
    except ValueError:
        return refused(400, "BAD_USER_INPUT", _("you have no passkey of this id"))
    require_another(person, company=current_company())
    remove_passkey(actor=actor_in(request), user=person, passkey_id=key)
    return JsonResponse({"removed": True})


@door
def ask_passkey_view(request: HttpRequest) -> HttpResponse:
    """Say what a device is to prove, as `navigator.credentials.get` takes it: the same for everybody."""
    options, state = _ceremony(request).request()
    _remember(request, USING, state)
    return JsonResponse(options)


@door
def use_passkey_view(request: HttpRequest) -> HttpResponse:
    """Sign in the person whose device answers. It asked for a finger or a PIN: no other factor is asked for."""
    body, state, counted = document_of(request), _remembered(request, USING), f"passkey {address_here()}"
    require_try(counted)
    user = None
    if body is not None and state is not None:
        response = body.get("credential")
        user = use_passkey(ceremony=_ceremony(request), state=state, response=response, as_of=timezone.now())
    if user is None:
        note_failure(email=counted, address=address_here())
        return refused(401, "UNAUTHENTICATED", _("This passkey is not good here."))
    if must_use_sso(user):
        return refused(403, "FORBIDDEN", _("Your company wants you to sign in with its own account."))
    return signed_in(request, user, way="passkey")


def _ceremony(request: HttpRequest) -> Ceremony:
    return Ceremony(origin=origin_of(request), company=current_company().name)


def _remember(request: HttpRequest, name: str, state: Any) -> None:
    request.session[name] = {"state": dict(state), "until": timezone.now().timestamp() + WAITS_SECONDS}


def _remembered(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """Return what a ceremony began with, once."""
    found = request.session.pop(name, None)
    return found["state"] if found and found["until"] >= timezone.now().timestamp() else None


def _told(row: Passkey) -> dict[str, Any]:
    last = row.last_used_at.isoformat() if row.last_used_at else None
    return {"id": str(row.pk), "name": row.name, "createdAt": row.created_at.isoformat(), "lastUsedAt": last}
