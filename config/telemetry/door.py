"""GET /metrics through the web itself: for those with the token, and never under a company's name."""

from __future__ import annotations

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from config.telemetry.exposition import CONTENT_TYPE, may_ask, told
from tenants.access import UnknownCompany
from tenants.models.tenant import Tenant
from tenants.selectors import company_for_host


def metrics(request: HttpRequest) -> HttpResponse | None:
    """Return the figures; None, so that the answer is that of any unknown address, for whoever may not ask here."""
    if request.method != "GET" or not may_ask(request.headers.get("Authorization", "")) or _is_of_a_company(request):
        return None
    return HttpResponse(told(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _is_of_a_company(request: HttpRequest) -> bool:
    """Return whether the host is a company's, or may be one's as far as can be known now."""
    try:
        host, _ = split_domain_port(request.get_host())
        return company_for_host(host).kind == Tenant.Kind.COMPANY
    except UnknownCompany:
        return False
    except (DisallowedHost, DatabaseError):
        return True
