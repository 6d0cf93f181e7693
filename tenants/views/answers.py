"""What the doors of signing in have in common: what a body must hold, what is answered, who may try again when."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

from tenants.access import Actor, Refusal, current_request
from tenants.members.models import User
from tenants.members.services.throttle import seconds_to_wait
from tenants.middleware import CompanyRequest, refused

LONGEST_TEXT = 1000

type View = Callable[[HttpRequest], HttpResponse]


class TooOften(Refusal):
    """Too many failures came before; another try makes sense after `seconds`."""

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


def door(view: View) -> View:
    """Let a view be asked by POST with a CSRF token only, keep its answers and secrets out of caches and reports.

    Its refusals, and a cache that is away, become answers.
    """

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except TooOften as refusal:
            response = refused(429, "RATE_LIMITED", str(refusal))
            response["Retry-After"] = str(refusal.seconds)
            return response
        except Refusal as refusal:
            return refused(400, "BAD_USER_INPUT", str(refusal))
        except RedisError:
            return refused(503, "UNAVAILABLE", _("This is not possible at the moment."))

    guarded: View = never_cache(csrf_protect(require_POST(sensitive_variables()(asked))))
    return guarded


def person_of(request: HttpRequest) -> User | None:
    """Return the person of the session; None for anybody else, programs too."""
    asked = cast("CompanyRequest", request)
    user = getattr(request, "user", None)
    return user if asked.actor.kind == "user" and isinstance(user, User) else None


def unknown() -> HttpResponse:
    """Return the answer to somebody who is not signed in."""
    return refused(401, "UNAUTHENTICATED", _("Sign in first."))


def actor_in(request: HttpRequest) -> Actor:
    """Return who makes a request."""
    return cast("CompanyRequest", request).actor


def require_try(name: str) -> None:
    """Raise TooOften when an account, or the caller's network address, has failed too often."""
    if seconds := seconds_to_wait(email=name, address=address_here()):
        raise TooOften(_("Too many tries: try again later."), seconds=seconds)


def address_here() -> str:
    """Return the network address of the caller."""
    request = current_request()
    return request.address if request else ""


def origin_of(request: HttpRequest) -> str:
    """Return the address of the host that was asked, such as https://acme.example."""
    return request.build_absolute_uri("/").rstrip("/")


def texts_of(request: HttpRequest, *names: str) -> dict[str, str] | JsonResponse:
    """Return the texts of the body, or a refusal: NUL and surrogates never reach the database."""
    found = document_of(request)
    if found is None:
        return _not_texts(names)
    texts = {name: found.get(name) for name in names}
    return cast("dict[str, str]", texts) if all(map(_is_text, texts.values())) else _not_texts(names)


def document_of(request: HttpRequest) -> dict[str, Any] | None:
    """Return the JSON object of the body; None when it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or "\0" in value or len(value) > LONGEST_TEXT:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _not_texts(names: tuple[str, ...]) -> JsonResponse:
    message = _("Send a JSON object with these texts: %(names)s.") % {"names": ", ".join(names)}
    return refused(400, "BAD_USER_INPUT", message)
