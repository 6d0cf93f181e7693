"""Each request gets an id, which its answer, its audit rows, its log lines and its tasks carry."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from time import perf_counter
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tenants.access import RequestInfo, request_context
from tenants.models.ids import uuid7

log = logging.getLogger("huibao.request")

HEADER = "X-Request-Id"
# Asked every few seconds by whoever watches the processes.
QUIET = frozenset({"/livez", "/readyz", "/metrics"})
LONGEST_USER_AGENT = 200
# Only hexadecimal ids are taken over: no name, token or text can hide in one.
_GIVEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class RequestMiddleware:
    """Say for the length of a request what its id is and where it comes from; give the id back with every answer."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Stand before every other middleware."""
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer, with the id."""
        if self.is_async:
            return self._answer_async(request)
        info, started = described(request), perf_counter()
        with request_context(info):
            response: HttpResponseBase = self.get_response(request)
            tell(request, response, seconds=perf_counter() - started)
        response[HEADER] = info.id
        return response

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        info, started = described(request), perf_counter()
        with request_context(info):
            response: HttpResponseBase = await self.get_response(request)
            tell(request, response, seconds=perf_counter() - started)
        response[HEADER] = info.id
        return response


def tell(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    """Log one line about a request that was answered: no address, no path, nobody's name."""
    match = request.resolver_match
    company, actor = getattr(request, "company", None), getattr(request, "actor", None)
    log.log(
        logging.DEBUG if request.path_info in QUIET else logging.INFO,
        "answered",
        extra={
            "method": request.method,
            "route": match.route if match else request.path_info if request.path_info in QUIET else "",
            "status": response.status_code,
            "duration_ms": round(1000 * seconds, 1),
            "actor": actor.kind if actor else "anonymous",
            "company": company.schema_name if company else None,
        },
    )


def described(request: HttpRequest) -> RequestInfo:
    """Return what is told of a request elsewhere. A caller's own id is kept when it is a UUID or 32 hex digits."""
    given = request.headers.get(HEADER, "").strip()
    return RequestInfo(
        id=given.lower() if _GIVEN.fullmatch(given) else str(uuid7()),
        address=address_of(request),
        user_agent=printable(request.headers.get("User-Agent", ""))[:LONGEST_USER_AGENT],
    )


def address_of(request: HttpRequest) -> str:
    """Return the caller's network address, or "" when it has none.

    Only as many entries of X-Forwarded-For are believed as there are proxies of ours: the rest is what anybody wrote.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        seen = [*forwarded, *seen][-settings.TRUSTED_PROXIES - 1 :]
    try:
        return str(ip_address(seen[0].strip()))
    except ValueError:
        return ""


def printable(text: str) -> str:
    """Return a text of a header without what could break a line of a log or not be stored."""
    return "".join(letter for letter in text if letter.isprintable())
