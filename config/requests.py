"""Each request gets an id, which its answer, its audit rows, its log lines and its tasks carry."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from time import perf_counter
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.callers import HEADER, described
from tenants.access import request_context
from tenants.telemetry import figures, tracing
from tenants.telemetry.labels import OTHER, company_label, method_label
from tenants.telemetry.pool import look_at_pool

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
        request.request_id = info.id  # type: ignore[attr-defined]  # for what Django logs once the request is over
        with request_context(info), _span_of(request):
            response: HttpResponseBase = self.get_response(request)
            tell(request, response, seconds=perf_counter() - started)
        response[HEADER] = info.id
        return response

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        info, started = described(request), perf_counter()
        request.request_id = info.id  # type: ignore[attr-defined]  # for what Django logs once the request is over
        with request_context(info), _span_of(request):
            response: HttpResponseBase = await self.get_response(request)
            tell(request, response, seconds=perf_counter() - started)
        response[HEADER] = info.id
        return response


def _span_of(request: HttpRequest) -> AbstractContextManager[Any]:
    """Begin a trace. One that a caller is in is linked and not continued: nobody outside decides what we record."""
    attributes = {"http.request.method": method_label(request.method)}
    link = request.headers.get(tracing.PARENT_HEADER)
    return tracing.span("request", kind="server", attributes=attributes, link=link)


def tell(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    """Log one line about a request that was answered, and count it: no address, no path, nobody's name."""
    match = request.resolver_match
    route = match.route if match else request.path_info if request.path_info in QUIET else ""
    company, actor = getattr(request, "company", None), getattr(request, "actor", None)
    count(request, response, route=route or OTHER, schema=company.schema_name if company else "", seconds=seconds)
    log.log(
        logging.DEBUG if request.path_info in QUIET else logging.INFO,
        "answered",
        extra={
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "duration_ms": round(1000 * seconds, 1),
            "actor": actor.kind if actor else "anonymous",
            "company": company.schema_name if company else None,
        },
    )


def count(request: HttpRequest, response: HttpResponseBase, *, route: str, schema: str, seconds: float) -> None:
    """Count a request that was answered, look at the pool that it has used, and say in its span what it was."""
    status = str(response.status_code)
    figures.HTTP_REQUESTS.labels(method_label(request.method), route, status, company_label(schema)).inc()
    figures.HTTP_SECONDS.labels(route).observe(seconds)
    look_at_pool()
    tracing.note(
        f"{method_label(request.method)} {route}",
        {"http.route": route, "http.response.status_code": response.status_code, "huibao.company": schema},
    )
