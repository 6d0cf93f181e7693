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

from tenants.access import Actor
from tenants.members.models import User
from tenants.members.selectors import actor_of_user
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
    user = authenticate(request, username=credentials["email"], password=credentials["password"])
    if not isinstance(user, User):
        return refused(401, "UNAUTHENTICATED", "E-mail address or password is wrong.")
    login(request, user)
    return JsonResponse(_described(actor_of_user(user)) | {"csrfToken": get_token(request)})


@never_cache
@csrf_protect
@require_POST
def logout_view(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is gone from the server too."""
    logout(request)
    return JsonResponse({"signedOut": True})


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
