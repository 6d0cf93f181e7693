"""The door of the operator's pages, and the language they are read in."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tenants.admin.files import address_of
from tenants.admin.guard import may_operate
from tenants.admin.site import LANGUAGES

YEAR_SECONDS = 365 * 86_400


@require_safe
def sign_in(request: HttpRequest, *, site: Any) -> HttpResponse:
    """Answer the page on which somebody of the operator signs in: by the same doors as everybody else."""
    onward = way_on(request)
    if may_operate(request):
        return HttpResponseRedirect(onward)
    given = {
        **site.each_context(request),
        "title": gettext("Sign in"),
        "onward": onward,
        "scripts": [address_of("operator/sign-in.js")],
    }
    return TemplateResponse(request, "operator/sign_in.html", given)


@require_safe
def choose_language(request: HttpRequest, language: str) -> HttpResponse:
    """Show the pages in a language from now on, in this browser."""
    if language not in dict(LANGUAGES):
        raise Http404
    response = HttpResponseRedirect(way_on(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def way_on(request: HttpRequest) -> str:
    """Return where to go next: an address of these pages that was named, else the overview."""
    wanted, first = request.GET.get("next", ""), reverse("admin:index")
    is_here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(first)
    return wanted if is_here else first
