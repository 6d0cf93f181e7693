"""What every answer tells the browser: keep nothing, guess nothing, run nothing, stand in no frame, and come by HTTPS.

A page that needs more, such as the explorer, sets its own; what an answer has set stays.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_request, gettext_noop, override

from tenants.middleware import refused

NOTHING_RUNS: Final = (
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTHING_RUNS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Addresses that programs ask: who forgets the s of https is told so, and not led there once the secret was sent.
PROGRAMS: Final = ("/graphql", "/collect/", "/auth/")
_PAGES: Final = frozenset({"GET", "HEAD"})
_NO_HTTPS: Final = gettext_noop("Ask with https. Whatever secret was sent in the clear is to be replaced.")


class HeadersMiddleware:
    """Stand before every other middleware, so that refusals and faults carry the headers too."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Stand before every other middleware."""
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer, with the headers."""
        if self.is_async:
            return self._answer_async(request)
        return _with_headers(request, _in_the_clear(request) or self.get_response(request))

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        return _with_headers(request, _in_the_clear(request) or await self.get_response(request))


def _in_the_clear(request: HttpRequest) -> HttpResponseBase | None:
    """Return the refusal of a program that came without TLS where it is asked for; pages are led to it later."""
    if not settings.SECURE_SSL_REDIRECT or request.is_secure():
        return None
    if request.method in _PAGES and not request.path_info.startswith(PROGRAMS):
        return None
    with override(get_language_from_request(request)):
        return refused(403, "FORBIDDEN", _NO_HTTPS)


def _with_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if settings.SECURE_HSTS_SECONDS and request.is_secure():
        whole = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}{whole}")
    return response
