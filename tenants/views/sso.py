"""Signing in with the company's own account: to its provider, and back."""

from contextlib import suppress
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from tenants.access import Refusal
from tenants.members.models import SsoConnection, User
from tenants.members.services import note_failure, note_refused_sign_in
from tenants.members.services.sso import Account, BadAnswer, LinkFirst, admit, begin, complete
from tenants.middleware import refused
from tenants.views.answers import address_here, document_of, door, origin_of, require_try
from tenants.views.entering import LINK, start_session

ASKED, NOTICE = "sso_asked", "notice"
MOST_ASKED = 5
WAITS_SECONDS = 600
HOME, SIGN_IN = "/", "/sign-in"
LONGEST = 4000


class Away(Refusal):
    """Something of ours is away."""


def sso_told() -> dict[str, Any] | None:
    """Return what the page of signing in shows of the company's provider; None when there is none."""
    only = SsoConnection.objects.values_list("is_only_way", flat=True).first()
    return None if only is None else {"isOnlyWay": only}


def notice_of(request: HttpRequest) -> dict[str, str] | None:
    """Return, once, why the way by the provider ended without a session."""
    return cast("dict[str, str] | None", request.session.pop(NOTICE, None)) if NOTICE in request.session else None


@door
def begin_sso_view(request: HttpRequest) -> HttpResponse:
    """Say where the browser is to go; `next` of the body names the address of ours that it comes back to."""
    connection = SsoConnection.objects.first()
    if connection is None:
        return refused(404, "NOT_FOUND", _("This company has no sign-in of its own."))
    require_try(_counted())
    location, asked = begin(connection, origin=origin_of(request))
    now = timezone.now().timestamp()
    kept = {state: one for state, one in request.session.get(ASKED, {}).items() if one["until"] >= now}
    latest = dict(list(kept.items())[1 - MOST_ASKED :])
    request.session[ASKED] = latest | {
        asked["state"]: asked | {"until": now + WAITS_SECONDS, "next": _next_in(request)}
    }
    return JsonResponse({"location": location})


@never_cache
@require_GET
@sensitive_variables()
def sso_callback_view(request: HttpRequest) -> HttpResponse:
    """Sign in whom the provider sends back, and go to the console; or to the page of signing in, which says why not."""
    try:
        require_try(_counted())
        account, connection, place = _account(request)
        user = _person(connection, account)
    except LinkFirst as refusal:
        request.session[LINK] = refusal.waiting
        return _back(request, refusal)
    except Refusal as refusal:
        _count()
        return _back(request, refusal)
    except RedisError:
        return _back(request, Away(_("This is not possible at the moment.")))
    start_session(request, user, way=_way(connection, account))
    return HttpResponseRedirect(place)


def _next_in(request: HttpRequest) -> str:
    """Return the address of this host that somebody wants to go on to; the start for any other."""
    wanted = (document_of(request) or {}).get("next")
    if not isinstance(wanted, str) or len(wanted) > LONGEST or not wanted.isprintable() or not wanted.startswith("/"):
        return HOME
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else HOME


def _account(request: HttpRequest) -> tuple[Account, SsoConnection, str]:
    """Return the account that the answer proves, and where to go on; whatever comes of it, it is not read twice."""
    state, code = _given(request, "state"), _given(request, "code")
    waiting = request.session.get(ASKED, {})
    asked = waiting.pop(state, None)
    request.session[ASKED] = waiting
    if request.session.session_key and asked:
        request.session.save()  # now: a second request with the same answer must not find it
    connection = SsoConnection.objects.first()
    if asked is None or asked["until"] < timezone.now().timestamp() or connection is None:
        raise BadAnswer(_("This way to sign in was not begun here, or too long ago: begin again."))
    if not code:
        raise BadAnswer(_("Your account's provider did not let you in."))
    named, now = _given(request, "iss"), timezone.now()
    account = complete(connection, asked=asked, code=code, named=named, origin=origin_of(request), as_of=now)
    return account, connection, asked.get("next", HOME)


def _way(connection: SsoConnection, account: Account) -> str:
    return "sso+provider" if connection.asks_second_factor or account.proves_two else "sso"


def _person(connection: SsoConnection, account: Account) -> User:
    try:
        return admit(connection=connection, account=account, as_of=timezone.now())
    except Refusal:
        note_refused_sign_in(email=account.email)
        raise


def _counted() -> str:
    # Each try may ask the provider something: who fails too often waits, as with passwords.
    return f"sso {address_here()}"


def _count() -> None:
    with suppress(RedisError):
        note_failure(email=_counted(), address=address_here())


def _given(request: HttpRequest, name: str) -> str:
    value = request.GET.get(name, "")
    return value if len(value) <= LONGEST and value.isascii() and value.isprintable() else ""


def _back(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Go to the page of signing in, which asks /auth/session what happened."""
    name = "".join(f"_{letter}" if letter.isupper() else letter for letter in type(refusal).__name__).strip("_").upper()
    request.session[NOTICE] = {"code": name, "message": str(refusal)}
    return HttpResponseRedirect(SIGN_IN)
