"""Who sees the operator's pages, and what their browsers may load there."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.access import Actor, Capability
from tenants.members.services.factor_rule import factor_wanted
from tenants.middleware import CompanyRequest, refused

# Scripts carry the nonce of the page; styles, fonts and pictures come from this host; nothing is made from text.
POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{0}'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NEEDED: Final = Capability.SETTINGS_WRITE

type View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes a request."""
    return cast("CompanyRequest", request).actor


def may_operate(request: HttpRequest) -> bool:
    """Return whether a person of the operator asks who may look after companies; a key never does by a page."""
    actor = actor_of(request)
    return actor.kind == "user" and actor.may(NEEDED)


def nonce_of(request: HttpRequest) -> str:
    """Return the nonce of the page that a request asks for."""
    known: str | None = getattr(request, "page_nonce", None)
    if known is None:
        known = request.page_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
    return known


def page(view: View) -> View:
    """Let a view answer with a page that may load what the pages need."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY.format(nonce_of(request))
        return response

    return asked


def operators_only(view: View) -> View:
    """Let people of the operator ask a view who may look after companies; others sign in first, or are refused."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).kind != "user":
            return to_sign_in(request)
        if actor_of(request).is_held_back:
            return refused(403, "SECOND_FACTOR_REQUIRED", factor_wanted())
        if not may_operate(request):
            return refused(403, "FORBIDDEN", _("Your role does not let you look after companies."))
        return view(request, *args, **kwargs)

    return page(asked)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead somebody to the door, and back to where they were; a form that was sent is not sent again."""
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("admin:index")
    return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({'next': here})}")
