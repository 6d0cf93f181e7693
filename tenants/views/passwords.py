"""Passwords at the door: the first one, a forgotten one, another one."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from tenants.access import Refusal
from tenants.members.models import Ticket
from tenants.members.services import ask_reset, carry_over, change_password, note_failure, redeem_ticket
from tenants.members.services.proofs import note_proof
from tenants.views.answers import actor_in, address_here, door, origin_of, person_of, require_try, texts_of, unknown
from tenants.views.entering import enter


@door
def invitation_view(request: HttpRequest) -> HttpResponse:
    """Set the first password of somebody who was invited, and sign them in."""
    return _redeemed(request, Ticket.Kind.INVITATION)


@door
def reset_view(request: HttpRequest) -> HttpResponse:
    """Set a new password with the link that was sent, and sign in; all other sessions end."""
    return _redeemed(request, Ticket.Kind.RESET)


@door
def ask_reset_view(request: HttpRequest) -> HttpResponse:
    """Have a link for a new password sent, if somebody here has this address; the answer is the same if nobody has."""
    given = texts_of(request, "email")
    if isinstance(given, JsonResponse):
        return given
    # Counted like wrong passwords, so that nobody is flooded with mails and nobody can fish for addresses.
    counted = f"reset {given['email']}"
    require_try(counted)
    note_failure(email=counted, address=address_here())
    ask_reset(email=given["email"], origin=origin_of(request), as_of=timezone.now())
    return JsonResponse({"asked": True}, status=202)


@door
def password_view(request: HttpRequest) -> HttpResponse:
    """Give the person who is signed in another password; all other sessions end."""
    given = texts_of(request, "current", "password")
    actor = actor_in(request)
    if isinstance(given, JsonResponse):
        return given
    if person_of(request) is None:
        return unknown()
    before, now = str(request.session.session_key), timezone.now()
    require_try(actor.name)
    try:
        user = change_password(actor=actor, session_key=before, as_of=now, **given)
    except Refusal:
        note_failure(email=actor.name, address=address_here())
        raise
    update_session_auth_hash(request, user)
    note_proof(request.session, as_of=now)
    carry_over(before=before, after=str(request.session.session_key))
    return JsonResponse({"changed": True, "csrfToken": get_token(request)})


def _redeemed(request: HttpRequest, kind: Ticket.Kind) -> HttpResponse:
    given = texts_of(request, "token", "password")
    if isinstance(given, JsonResponse):
        return given
    return enter(request, redeem_ticket(kind=kind, as_of=timezone.now(), **given), way="link")
