"""From an ASGI request to a granted subscription: through the very middleware of the web, in a thread."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from config.schema import company_schema
from tenants.graphql.live.admission import admit
from tenants.middleware import refused
from tenants.models.tenant import Tenant

PATHS = frozenset({"/graphql", "/graphql/stream"})
ROUTE = "graphql/stream"


class Door(BaseHandler):
    """The middleware of the web before one view. It is called in threads, a request at a time in each."""

    def __init__(self) -> None:
        """Load the middleware."""
        self.load_middleware(is_async=False)

    def open(self, scope: dict[str, Any], body: bytes) -> HttpResponse:
        """Return what a request may follow, or its refusal."""
        request = ASGIRequest(scope, BytesIO(body))
        response = self.get_response(request)
        if not isinstance(response, HttpResponse):
            raise TypeError("the middleware of a stream's beginning answers with a whole response")
        return response

    def _get_response(self, request: HttpRequest) -> HttpResponse:
        """Answer within the middleware; addresses are two, so nothing is resolved."""
        company: Tenant | None = getattr(request, "company", None)
        if request.path_info not in PATHS or company is None or company.kind != Tenant.Kind.COMPANY:
            return refused(404, "NOT_FOUND", "Not found.")
        request.resolver_match = ResolverMatch(_view, (), {}, url_name="graphql-stream", route=ROUTE)
        return _view(request)


def _view(request: HttpRequest) -> HttpResponse:
    return admit(company_schema, request)
