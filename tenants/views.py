"""Signing in to the console: JSON in, JSON out, with a CSRF token."""

import json
from typing import Any, cast

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from tenants.access import Actor
from tenants.members.models import User
from tenants.members.selectors import actor_of_user
from tenants.members.services import forget_failures, may_try, note_failure
from tenants.members.services.throttle import FORGOTTEN_AFTER
from tenants.middleware import CompanyRequest, refused

_NOT_TEXT = "Send a JSON object with the texts email and password."


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
    credentials = _credentials(request)
    if credentials is None:
        return refused(400, "BAD_USER_INPUT", _NOT_TEXT)
    email, address = credentials["email"], request.META.get("REMOTE_ADDR", "")
    try:
        if not may_try(email=email, address=address):
            return _try_later()
        user = authenticate(request, username=email, password=credentials["password"])
        if not isinstance(user, User):
            note_failure(email=email, address=address)
            return refused(401, "UNAUTHENTICATED", "E-mail address or password is wrong.")
        forget_failures(email=email)
    except RedisError:
        return refused(503, "UNAVAILABLE", "Signing in is not possible at the moment.")
    login(request, user)
    return JsonResponse(_described(actor_of_user(user)) | {"csrfToken": get_token(request)})


@never_cache
@csrf_protect
@require_POST
def logout_view(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is gone from the server too."""
    logout(request)
    return JsonResponse({"signedOut": True})


def _try_later() -> HttpResponse:
    response = refused(429, "RATE_LIMITED", "Too many wrong passwords: try again later.")
    response["Retry-After"] = str(FORGOTTEN_AFTER)
    return response


def _described(actor: Actor) -> dict[str, Any]:
    return {"kind": actor.kind, "name": actor.name, "capabilities": sorted(actor.capabilities)}


def _credentials(request: HttpRequest) -> dict[str, str] | None:
    """Return the two texts of the body, or None: NUL and surrogates never reach the database."""
    try:
        body = json.loads(request.body)
        found = {name: body[name] for name in ("email", "password")}
        for text in found.values():
            text.encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return None if any("\0" in text or len(text) > 1000 for text in found.values()) else found
