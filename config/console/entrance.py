"""The page on the operator's host where somebody says which company they work for; the browser remembers it."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.template import Context, Engine
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.access import UnknownCompany
from tenants.models.tenant import SLUG_PATTERN, Tenant
from tenants.selectors import company_by_slug, host_of

COOKIE: Final = "companies"
REMEMBERED: Final = 5
YEAR_SECONDS: Final = 365 * 86_400
# The form leads on to a company's host, which browsers take for a target of the form too.
POLICY: Final = (
    "default-src 'none'; style-src 'nonce-{0}'; img-src data:; base-uri 'none'; form-action 'self' {1}; "
    "frame-ancestors 'none'"
)
_page = Engine(autoescape=True).from_string(Path(__file__).with_name("entrance.html").read_text(encoding="utf-8"))


@require_safe
def entrance_page(request: HttpRequest) -> HttpResponse:
    """Ask browsers for the company, and lead them to its host; programs are told that there is nothing here."""
    if "text/html" not in request.headers.get("Accept", ""):
        raise Http404
    slug = request.GET.get("company", "").strip().lower()
    company = _company(slug)
    if company is None:
        return _asked(request, slug)
    response = HttpResponseRedirect(address_at(request, host_of(company)))
    known = [slug, *(one for one in _remembered(request) if one != slug)][:REMEMBERED]
    response.set_cookie(
        COOKIE, ".".join(known), max_age=YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def address_at(request: HttpRequest, host: str) -> str:
    """Return the address of another host of this installation: same scheme, same port."""
    _own, port = split_domain_port(request.get_host())
    return f"{request.scheme}://{host}{':' if port else ''}{port}/"


def _company(slug: str) -> Tenant | None:
    """Return a client company that people can be at; None when there is none of this name."""
    if not SLUG_PATTERN.match(slug):
        return None
    try:
        found = company_by_slug(slug)
    except UnknownCompany:
        return None
    is_there = found.kind == Tenant.Kind.COMPANY and found.status != Tenant.Status.DELETING
    return found if is_there else None


def _remembered(request: HttpRequest) -> list[str]:
    """Return the short names that this browser has been at, the last one first; not whether they are there still."""
    kept = request.COOKIES.get(COOKIE, "").split(".")[:REMEMBERED]
    return [one for one in kept if SLUG_PATTERN.match(one)]


def _asked(request: HttpRequest, slug: str) -> HttpResponse:
    nonce = secrets.token_urlsafe(16)
    given = {
        "language": get_language(), "nonce": nonce, "product": _("Huibao"), "typed": slug[:40],
        "known": _remembered(request), "title": _("Which company do you work for?"),
        "label": _("Short name of the company"), "go": _("Go on"),
        "help": _("It is the first part of your company's address here."),
        "before": _("You were here before:"), "wrong": _("No company has this short name here.") if slug else "",
    }  # fmt: skip
    page = HttpResponse(_page.render(Context(given)), status=404 if slug else 200)
    own, _port = split_domain_port(request.get_host())
    anywhere = address_at(request, f"*.{own}").rstrip("/")
    page["Content-Security-Policy"] = POLICY.format(nonce, anywhere)
    return page
