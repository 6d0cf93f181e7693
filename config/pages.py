"""Refusals and faults as people see them in a browser: one page with the words that a program gets as JSON."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import Context, Engine
from django.utils.translation import get_language, get_language_from_request, gettext_noop, override
from django.utils.translation import gettext as _

from config.headers import PROGRAMS
from tenants.middleware import refused
from tenants.models.tenant import Tenant

POLICY: Final = (
    "default-src 'none'; style-src 'nonce-{0}'; img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
TITLES: Final = {
    400: gettext_noop("This request cannot be understood"),
    401: gettext_noop("Sign in first"),
    403: gettext_noop("You may not do this"),
    404: gettext_noop("There is nothing here"),
    405: gettext_noop("You may not do this"),
    429: gettext_noop("Too much at once"),
    503: gettext_noop("Not available at the moment"),
}
FAULT: Final = gettext_noop("Something went wrong on our side")
_FAULT_WORDS: Final = gettext_noop("Something went wrong on our side. Quote the requestId when you report it.")
_page = Engine(autoescape=True).from_string((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))


class PagesMiddleware:
    """Show who reads in a browser a page in the place of a refusal or fault as JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand right behind the headers, before all that refuses."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        response = self.get_response(request)
        if response.status_code < 400 or not isinstance(response, HttpResponse) or not _reads(request):
            return response
        told = _told(response)
        return response if told is None else _paged(request, response, told)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django found to be no request."""
    return refused(400, "BAD_USER_INPUT", _("This request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer what somebody may not do, a change without its CSRF token too."""
    return refused(403, "FORBIDDEN", _("You may not do this. Load the page again, and sign in if it asks you to."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer at an address that there is not; what was asked for is not repeated."""
    return refused(404, "NOT_FOUND", "Not found.")


def fault(request: HttpRequest) -> HttpResponse:
    """Answer what is our fault, without a word of what it was."""
    return refused(500, "INTERNAL_SERVER_ERROR", _(_FAULT_WORDS))


def _reads(request: HttpRequest) -> bool:
    named = request.headers.get("Accept", "")
    return request.method in {"GET", "HEAD"} and "text/html" in named and not request.path_info.startswith(PROGRAMS)


def _told(response: HttpResponse) -> str | None:
    """Return the words of a refusal of ours; None of an answer in another form, such as a page."""
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        return None
    found: Any = json.loads(response.content)
    errors = found.get("errors") if isinstance(found, dict) else None
    return str(errors[0]["message"]) if errors else None


def _paged(request: HttpRequest, response: HttpResponse, words: str) -> HttpResponse:
    nonce, status = secrets.token_urlsafe(16), response.status_code
    company = getattr(request, "company", None)
    has_console = company is not None and company.kind == Tenant.Kind.COMPANY
    with override(get_language_from_request(request)):
        given = {
            "language": get_language(), "nonce": nonce, "product": _("Huibao"), "status": status, "words": words,
            "title": _(TITLES.get(status, FAULT)), "quote": _("Number of this request:"),
            "link": "" if not has_console else "/sign-in" if status == 401 else "/",
            "way": _("Sign in") if status == 401 else _("To the start"),
            "request_id": response.headers.get("X-Request-Id", ""),
        }  # fmt: skip
        page = HttpResponse(_page.render(Context(given)), status=status)
    for name, value in response.headers.items():
        if name not in {"Content-Type", "Content-Length"}:
            page[name] = value
    page.cookies = response.cookies
    page["Content-Security-Policy"] = POLICY.format(nonce)
    return page
