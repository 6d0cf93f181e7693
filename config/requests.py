"""Each request gets an id, which its answer, its audit rows, its log lines and its tasks carry."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.callers import HEADER, described
from tenants.access import request_context

log = logging.getLogger("huibao.request")

# Asked every few seconds by whoever watches the processes.
QUIET = frozenset({"/livez", "/readyz", "/metrics"})


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
