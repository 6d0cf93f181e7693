"""From a proof of who somebody is to a session, by way of the second factor where one is asked for."""

from typing import Any, cast

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from tenants.access import Actor
from tenants.members.models import User
from tenants.members.selectors import actor_of_user
from tenants.members.services import note_sign_in
from tenants.members.services.factor_rule import held_back, is_held_back, note_factor, proves_two, ways_to_give
from tenants.members.services.factors import must_use_sso, ways_of_second_factor
from tenants.members.services.proofs import note_proof
from tenants.members.services.session_store import SessionStore
from tenants.members.services.sso import finish_link
from tenants.middleware import refused
from tenants.selectors import current_company

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAITING, LINK = "waiting_for_second_factor", "sso_link"
WAITS_SECONDS = 600


def described(actor: Actor) -> dict[str, Any]:
    """Return who is signed in, as the doors tell it.

    `secondFactorRequired` is null unless a second factor is wanted before anything else: then it lists by what it may
    be given, or nothing when the person has none and sets one up.
    """
    told = {"kind": actor.kind, "name": actor.name, "capabilities": sorted(actor.capabilities)}
    person = User.objects.get(pk=actor.id) if actor.is_held_back else None
    return told | {"secondFactorRequired": ways_to_give(person) if person else None}


def enter(request: HttpRequest, user: User, *, way: str) -> HttpResponse:
    """Answer somebody who proved who they are with a password or a link.

    They are signed in at once, or asked for the second factor, or sent to the company's own sign-in.
    """
    if must_use_sso(user):
        return refused(403, "FORBIDDEN", _("Your company wants you to sign in with its own account."))
    ways = ways_of_second_factor(user)
    if not ways:
        return signed_in(request, user, way=way)
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": str(user.pk),
        "hash": user.get_session_auth_hash(),
        "until": timezone.now().timestamp() + WAITS_SECONDS,
        "way": way,
    }
    return JsonResponse({"secondFactor": ways, "csrfToken": get_token(request)}, status=202)


def waiting_in(request: HttpRequest) -> tuple[User, str] | None:
    """Return who proved the first factor in this session a short while ago, and by what; None when nobody did.

    A password that was changed in between, or a person who was let go, ends the wait.
    """
    waiting = request.session.get(WAITING)
    if not waiting or waiting["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), waiting["hash"]):
        return None
    return user, waiting["way"]


def signed_in(request: HttpRequest, user: User, *, way: str) -> HttpResponse:
    """Sign a person in and say who they are."""
    actor = start_session(request, user, way=way)
    return JsonResponse(described(actor) | {"csrfToken": get_token(request)})


def start_session(request: HttpRequest, user: User, *, way: str) -> Actor:
    """Sign a person in, note it, and link the account of the company's own sign-in that waits to be."""
    now = timezone.now()
    request.session.pop(WAITING, None)
    link = request.session.pop(LINK, None)
    login(request, user, backend=BACKEND)
    cast("SessionStore", request.session).start(as_of=now)
    note_proof(request.session, as_of=now)
    if proves_two(way):
        note_factor(request.session)
    actor = actor_of_user(user)
    note_sign_in(actor=actor, user=user, session_key=str(request.session.session_key), as_of=now, way=way)
    if link:
        finish_link(actor=actor, user=user, waiting=link, as_of=now)
    return held_back(actor) if is_held_back(request.session, company=current_company(), as_of=now) else actor
