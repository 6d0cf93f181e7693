"""Signing in to the console with a password, and out: JSON in, JSON out, with a CSRF token."""

from typing import cast

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tenants.members.models import User
from tenants.members.services import forget_failures, note_failure, note_refused_sign_in, note_sign_out
from tenants.middleware import CompanyRequest, refused
from tenants.views.answers import address_here, door, require_try, texts_of
from tenants.views.entering import described, enter
from tenants.views.sso import notice_of, sso_told


@never_cache
@require_GET
def session_view(request: HttpRequest) -> HttpResponse:
    """Say who is signed in and how one may sign in, and give the CSRF token that signing in and out need."""
    asked = cast("CompanyRequest", request)
    told = described(asked.actor) | {"sso": sso_told(), "notice": notice_of(request), "csrfToken": get_token(request)}
    return JsonResponse(told)


@door
def login_view(request: HttpRequest) -> HttpResponse:
    """Sign a person of this company in; a wrong address and a wrong password get the same answer."""
    given = texts_of(request, "email", "password")
    if isinstance(given, JsonResponse):
        return given
    email = given["email"]
    require_try(email)
    user = authenticate(request, username=email, password=given["password"])
    if not isinstance(user, User):
        note_failure(email=email, address=address_here())
        note_refused_sign_in(email=email)
        return refused(401, "UNAUTHENTICATED", _("E-mail address or password is wrong."))
    forget_failures(email=email)
    return enter(request, user, way="password")


@door
def logout_view(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is gone from the server too, and what the browser has kept of this host."""
    note_sign_out(actor=cast("CompanyRequest", request).actor, session_key=str(request.session.session_key))
    logout(request)
    # Not "cookies": those of the whole domain would go, and with them the sessions at other companies.
    return JsonResponse({"signedOut": True}, headers={"Clear-Site-Data": '"cache", "storage"'})
