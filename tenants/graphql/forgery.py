"""Requests that another site makes a signed-in browser send are refused."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from tenants.access import Actor
from tenants.graphql.errors import ApiError, Code


def check_csrf(request: HttpRequest, actor: Actor) -> None:
    """Raise ApiError FORBIDDEN when a signed-in browser posts without the token that only our pages can read."""
    if actor.kind != "user" or request.method != "POST":
        return
    check = _Csrf(lambda _: HttpResponse())
    check.process_request(request)
    if check.process_view(request, lambda _: HttpResponse(), (), {}) is not None:
        raise ApiError(_("The CSRF token is missing or wrong."), code=Code.FORBIDDEN)


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked for by hand."""
