"""Signing in to the console, and passwords: JSON in, JSON out, with a CSRF token."""

import json
from typing import Any, cast

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from tenants.access import Actor, Refusal, current_request
from tenants.members.models import Ticket, User
from tenants.members.selectors import actor_of_user
from tenants.members.services import (
    ask_reset,
    carry_over,
    change_password,
    forget_failures,
    may_try,
    note_failure,
    note_refused_sign_in,
    note_sign_in,
    note_sign_out,
    redeem_ticket,
)
from tenants.members.services.throttle import FORGOTTEN_AFTER
from tenants.middleware import CompanyRequest, refused

LONGEST_TEXT = 1000


@never_cache
@require_GET
def session_view(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, and give the CSRF token that signing in and out need."""
    asked = cast("CompanyRequest", request)
    return JsonResponse(_described(asked.actor) | {"csrfToken": get_token(request)})


@never_cache
@csrf_protect
@require_POST
@sensitive_variables()
def login_view(request: HttpRequest) -> HttpResponse:
    """Sign a person of this company in; a wrong address and a wrong password get the same answer."""
    given = _texts(request, "email", "password")
    if isinstance(given, JsonResponse):
        return given
    email, address = given["email"], _address()
    try:
        if not may_try(email=email, address=address):
            return _try_later()
        user = authenticate(request, username=email, password=given["password"])
        if not isinstance(user, User):
            note_failure(email=email, address=address)
            note_refused_sign_in(email=email)
            return refused(401, "UNAUTHENTICATED", "E-mail address or password is wrong.")
        forget_failures(email=email)
    except RedisError:
        return refused(503, "UNAVAILABLE", "Signing in is not possible at the moment.")
    return _signed_in(request, user)


@never_cache
@csrf_protect
@require_POST
def logout_view(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is gone from the server too."""
    note_sign_out(actor=cast("CompanyRequest", request).actor, session_key=str(request.session.session_key))
    logout(request)
    return JsonResponse({"signedOut": True})


@never_cache
@csrf_protect
@require_POST
@sensitive_variables()
def invitation_view(request: HttpRequest) -> HttpResponse:
    """Set the first password of somebody who was invited, and sign them in."""
    return _redeemed(request, Ticket.Kind.INVITATION)


@never_cache
@csrf_protect
@require_POST
@sensitive_variables()
def reset_view(request: HttpRequest) -> HttpResponse:
    """Set a new password with the link that was sent, and sign in; all other sessions end."""
    return _redeemed(request, Ticket.Kind.RESET)


@never_cache
@csrf_protect
@require_POST
def ask_reset_view(request: HttpRequest) -> HttpResponse:
    """Send a link for a new password, if somebody here has this address; the answer is the same if nobody has."""
    given = _texts(request, "email")
    if isinstance(given, JsonResponse):
        return given
    try:
        # Counted like wrong passwords, so that nobody is flooded with mails and nobody can fish for addresses.
        counted = f"reset {given['email']}"
        if not may_try(email=counted, address=_address()):
            return _try_later()
        note_failure(email=counted, address=_address())
    except RedisError:
        return refused(503, "UNAVAILABLE", "This is not possible at the moment.")
    ask_reset(email=given["email"], origin=_origin(request), as_of=timezone.now())
    return JsonResponse({"asked": True}, status=202)


@never_cache
@csrf_protect
@require_POST
@sensitive_variables()
def password_view(request: HttpRequest) -> HttpResponse:
    """Give the person who is signed in another password; all other sessions end."""
    given = _texts(request, "current", "password")
    actor = cast("CompanyRequest", request).actor
    if isinstance(given, JsonResponse):
        return given
    if actor.kind != "user":
        return refused(401, "UNAUTHENTICATED", "Sign in first.")
    before = str(request.session.session_key)
    try:
        if not may_try(email=actor.name, address=_address()):
            return _try_later()
        user = change_password(actor=actor, session_key=before, as_of=timezone.now(), **given)
    except Refusal as refusal:
        note_failure(email=actor.name, address=_address())
        return refused(400, "BAD_USER_INPUT", str(refusal))
    except RedisError:
        return refused(503, "UNAVAILABLE", "This is not possible at the moment.")
    update_session_auth_hash(request, user)
    carry_over(before=before, after=str(request.session.session_key))
    return JsonResponse({"changed": True, "csrfToken": get_token(request)})


def _redeemed(request: HttpRequest, kind: Ticket.Kind) -> HttpResponse:
    given = _texts(request, "token", "password")
    if isinstance(given, JsonResponse):
        return given
    try:
        user = redeem_ticket(kind=kind, as_of=timezone.now(), **given)
    except Refusal as refusal:
        return refused(400, "BAD_USER_INPUT", str(refusal))
    return _signed_in(request, user)


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    actor = actor_of_user(user)
    note_sign_in(actor=actor, user=user, session_key=str(request.session.session_key), as_of=timezone.now())
    return JsonResponse(_described(actor) | {"csrfToken": get_token(request)})


def _try_later() -> HttpResponse:
    response = refused(429, "RATE_LIMITED", "Too many tries: try again later.")
    response["Retry-After"] = str(FORGOTTEN_AFTER)
    return response


def _described(actor: Actor) -> dict[str, Any]:
    return {"kind": actor.kind, "name": actor.name, "capabilities": sorted(actor.capabilities)}


def _address() -> str:
    request = current_request()
    return request.address if request else ""


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _texts(request: HttpRequest, *names: str) -> dict[str, str] | JsonResponse:
    """Return the texts of the body, or a refusal: NUL and surrogates never reach the database."""
    try:
        body = json.loads(request.body)
        found = {name: body[name] for name in names}
        for text in found.values():
            text.encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _not_texts(names)
    return _not_texts(names) if any("\0" in text or len(text) > LONGEST_TEXT for text in found.values()) else found


def _not_texts(names: tuple[str, ...]) -> JsonResponse:
    return refused(400, "BAD_USER_INPUT", f"Send a JSON object with these texts: {', '.join(names)}.")
