"""From a request to a company and to who acts: the host chooses, the credential must belong.

`CompanyMiddleware` comes before everything that reads the database, `ActorMiddleware` after the sessions.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language_from_request, gettext_noop, override
from django.utils.translation import gettext as _

from tenants.access import ANONYMOUS, Actor, UnknownCompany, company_context, current_request, request_context
from tenants.members.models import User
from tenants.members.selectors import actor_of_key, actor_of_user, authenticate_key, may_call_from
from tenants.members.services import note_key_use, note_refused_key
from tenants.members.services.factor_rule import factor_wanted, held_back, is_held_back
from tenants.members.services.session_store import SessionStore
from tenants.models.tenant import Tenant
from tenants.selectors import being_moved, company_for_host, read_only
from tenants.wording import say

KEY_USE_NOTED_EVERY = timedelta(minutes=1)
ENTRY_DOOR = "/graphql"
_NOT_SERVED = {
    Tenant.Status.PROVISIONING: (503, "UNAVAILABLE", gettext_noop("This company is being set up.")),
    Tenant.Status.DELETING: (404, "NOT_FOUND", gettext_noop("Not found.")),
}
RETRY_SECONDS = "2"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_MAY_POST = tuple(settings.READ_ONLY_POSTS)
# Doors whose refusals would not say why somebody who is held back holds no right. GraphQL says it itself.
_CLOSED_UNTIL_PROVED = ("/exports/", "/privacy/", "/api/explorer")


class CompanyRequest(HttpRequest):
    """A request to a company's host, with who makes it."""

    company: Tenant
    tenant: Tenant
    actor: Actor
    reason: str = ""


def refused(status: int, code: str, message: str) -> JsonResponse:
    """Return a refusal in the form that all our endpoints use, with an id to quote when asking about it."""
    request = current_request()
    request_id = request.id if request else str(uuid4())
    error = {"message": say(message), "extensions": {"code": code, "requestId": request_id}}
    return JsonResponse({"errors": [error]}, status=status, headers={"X-Request-Id": request_id})


class CompanyMiddleware:
    """Enter the company of the host for the length of the request, its streamed answer included."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer within the company, or refuse."""
        if self.is_async:
            return self._answer_async(request)
        company = _company_of(request)
        if isinstance(company, JsonResponse):
            return company
        _attach(request, company)
        with company_context(company):
            response: HttpResponseBase = self.get_response(request)
        if company.is_moving and _has_failed(response):
            return try_again(request)
        return _streaming_inside(response, company)

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        company = await sync_to_async(_company_of)(request)
        if isinstance(company, JsonResponse):
            return company
        _attach(request, company)
        with company_context(company):
            response: HttpResponseBase = await self.get_response(request)
        if company.is_moving and _has_failed(response):
            return try_again(request)
        return _streaming_inside(response, company)


def _company_of(request: HttpRequest) -> Tenant | JsonResponse:
    try:
        host, _port = split_domain_port(request.get_host())
        company = company_for_host(host)
    except (DisallowedHost, UnknownCompany):
        return _refused_early(request, 404, "NOT_FOUND", lambda: "Not found.")
    if company.status in _NOT_SERVED:
        status, code, message = _NOT_SERVED[Tenant.Status(company.status)]
        return _refused_early(request, status, code, lambda: message)
    if company.is_paused and request.method not in _READS and not request.path.startswith(_MAY_POST):
        return try_again(request)
    if not company.takes_writes and request.method not in _READS and not request.path.startswith(_MAY_POST):
        return _refused_early(request, 403, "FORBIDDEN", lambda: read_only(company))
    return company


def _refused_early(request: HttpRequest, status: int, code: str, message: Callable[[], str]) -> JsonResponse:
    """Return a refusal in the language that is asked for, before anybody else has looked at that."""
    with override(get_language_from_request(request)):
        return refused(status, code, message())


def try_again(request: HttpRequest) -> JsonResponse:
    """Return the refusal of a change that came while the company changes its database: a matter of seconds."""
    response = _refused_early(request, 503, "UNAVAILABLE", being_moved)
    response["Retry-After"] = RETRY_SECONDS
    return response


def _has_failed(response: HttpResponseBase) -> bool:
    """Return whether an answer tells of a fault: while a company moves, that it left under the request's feet."""
    content = getattr(response, "content", b"")
    return response.status_code >= 500 or b'"INTERNAL_SERVER_ERROR"' in content  # GraphQL tells of faults with 200


def _attach(request: HttpRequest, company: Tenant) -> None:
    asked = cast("CompanyRequest", request)
    asked.company = asked.tenant = company
    asked.actor = ANONYMOUS
    asked.reason = ""
    if company.kind == Tenant.Kind.OPERATOR:
        request.urlconf = settings.PUBLIC_SCHEMA_URLCONF


def _streaming_inside(response: HttpResponseBase, company: Tenant) -> HttpResponseBase:
    """Make the parts of a streamed answer come from within the company: they are made after the request ended."""
    if isinstance(response, StreamingHttpResponse):
        if response.is_async:
            response.streaming_content = _parts_async(cast("AsyncIterator[bytes]", response.streaming_content), company)
        else:
            response.streaming_content = _parts(cast("Iterator[bytes]", response.streaming_content), company)
    return response


def _parts(parts: Iterator[bytes], company: Tenant) -> Iterator[bytes]:
    # Entered anew for each part, never across a yield: the server's thread must not stay in the company.
    end = object()
    while True:
        with company_context(company):
            part = next(parts, end)
        if part is end:
            return
        yield cast("bytes", part)


async def _parts_async(parts: AsyncIterator[bytes], company: Tenant) -> AsyncIterator[bytes]:
    end = object()
    while True:
        with company_context(company):
            part = await anext(parts, end)
        if part is end:
            return
        yield cast("bytes", part)


class ActorMiddleware:
    """Say who acts: the key in the Authorization header, else the person of the session, else nobody.

    A key that is not valid in this company is refused with the same words whether it is another company's, revoked
    or invented. A person who has to give a second factor first holds no right until then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor and pass on, or refuse."""
        token = _bearer(request)
        if token is None:
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                _attach_person(cast("CompanyRequest", request))
        else:
            refusal = _attach_key(cast("CompanyRequest", request), token)
            if refusal is not None:
                return refusal
        asked = cast("CompanyRequest", request)
        if asked.actor.is_held_back and request.path.startswith(_CLOSED_UNTIL_PROVED):
            return refused(403, "SECOND_FACTOR_REQUIRED", factor_wanted())
        return self._answer_with_reason(asked)

    def _answer_with_reason(self, request: CompanyRequest) -> HttpResponse:
        """Answer; what somebody of the operator does is written down with the reason for which they entered."""
        caller = current_request()
        if not request.reason or caller is None:
            return self.get_response(request)
        with request_context(replace(caller, reason=request.reason)):
            return self.get_response(request)


def _bearer(request: HttpRequest) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _attach_key(request: CompanyRequest, token: str) -> JsonResponse | None:
    """Let the key act, or return why it may not."""
    now = timezone.now()
    key = authenticate_key(token, as_of=now)
    if key is None:
        response = refused(401, "UNAUTHENTICATED", "The key is not valid here.")
        response["WWW-Authenticate"] = "Bearer"
        return response
    actor = actor_of_key(key)
    caller = current_request()
    address = caller.address if caller else ""
    if not may_call_from(key, address):
        note_refused_key(key=key, actor=actor, address=address)
        return refused(403, "FORBIDDEN", "The key may not be used from this network address.")
    if key.is_entry and request.path != ENTRY_DOOR:
        return refused(403, "FORBIDDEN", _("Who entered for the operator asks %(door)s only.") % {"door": ENTRY_DOOR})
    is_noted = key.last_used_at is not None and now - key.last_used_at <= KEY_USE_NOTED_EVERY
    if not is_noted and not request.company.is_paused:
        note_key_use(key=key, as_of=now)
    request.actor = actor
    request.reason = key.reason
    # No cookie speaks for this request, so nobody can have forged it from another site.
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own switch
    return None


def _attach_person(request: CompanyRequest) -> None:
    user = get_user(request)
    if isinstance(user, User):
        if not request.company.is_paused:
            cast("SessionStore", request.session).go_on(as_of=timezone.now())
        request.user = user
        request.actor = actor_of_user(user)
        if is_held_back(request.session, company=request.company, as_of=timezone.now()):
            request.actor = held_back(request.actor)
