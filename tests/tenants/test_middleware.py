"""The host chooses the company, the credential must belong, and nothing of a request outlives it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from tenants.access import company_context, current_schema
from tenants.members.models import ApiKey, Unit
from tenants.members.services import create_api_key, revoke_api_key
from tenants.middleware import CompanyMiddleware
from tenants.models import Tenant
from tenants.selectors import company_for_host, forget_hosts
from tenants.services.onboarding import ensure_operator

pytestmark = pytest.mark.django_db


def where(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    company = request.company.slug  # type: ignore[attr-defined]
    return JsonResponse({"schema": current_schema(), "company": company, "kind": actor.kind, "name": actor.name})


def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(f"{current_schema()}:{Unit.objects.count()};" for _ in range(2))


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def change(request: HttpRequest) -> HttpResponse:
    return HttpResponse("changed")


urlpatterns = [path("where", where), path("stream", stream), path("fail", fail), path("change", change)]


@pytest.fixture(autouse=True)
def addresses(settings) -> None:  # type: ignore[no-untyped-def]
    import sys

    settings.ROOT_URLCONF = settings.PUBLIC_SCHEMA_URLCONF = sys.modules[__name__]
    forget_hosts()


@pytest.fixture
def at_acme(acme: Tenant) -> Client:
    return Client(headers={"host": "acme.localhost:8000"})


@pytest.fixture
def at_globex(globex: Tenant) -> Client:
    return Client(headers={"host": "globex.localhost"})


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def key(acme: Tenant) -> str:
    with company_context(acme):
        return create_api_key(name="till", scopes=["feedback:write"])[1]


def test_the_host_chooses_the_company(at_acme: Client, at_globex: Client) -> None:
    assert at_acme.get("/where").json() == {"schema": "acme", "company": "acme", "kind": "anonymous", "name": ""}
    assert at_globex.get("/where").json()["schema"] == "globex"
    assert current_schema() == "public"


def test_case_and_trailing_dot_of_the_host_do_not_matter(acme: Tenant) -> None:
    assert Client(headers={"host": "ACME.localhost."}).get("/where").json()["schema"] == "acme"


def test_the_operator_has_a_host_of_its_own() -> None:
    ensure_operator()

    assert Client(headers={"host": "localhost:8000"}).get("/where").json()["schema"] == "operator"


@pytest.mark.parametrize("host", ["nobody.localhost", "evil.example", "acme.localhost.evil.example", "a b"])
def test_an_unknown_host_is_not_found(acme: Tenant, host: str) -> None:
    response = Client(headers={"host": host}).get("/where")

    assert response.status_code == 404
    assert response.json()["errors"][0]["extensions"] == {"code": "NOT_FOUND", "requestId": response["X-Request-Id"]}


def test_a_forwarded_host_is_ignored(at_acme: Client, globex: Tenant) -> None:
    answer = at_acme.get("/where", headers={"X-Forwarded-Host": "globex.localhost"})

    assert answer.json()["schema"] == "acme"


def test_a_known_host_costs_no_query(at_acme: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    at_acme.get("/where")

    with django_assert_num_queries(0):
        at_acme.get("/where")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Tenant.Status.SUSPENDED, 200),
        (Tenant.Status.CLOSING, 200),
        (Tenant.Status.PROVISIONING, 503),
        (Tenant.Status.DELETING, 404),
    ],
)
def test_only_a_company_that_may_be_read_is_served(at_acme: Client, status: str, code: int) -> None:
    Tenant.objects.filter(slug="acme").update(status=status)
    forget_hosts()

    assert at_acme.get("/where").status_code == code
    forget_hosts()


def test_an_exception_leaves_the_company(at_acme: Client) -> None:
    at_acme.raise_request_exception = False

    assert at_acme.get("/fail").status_code == 500
    assert current_schema() == "public"


def test_a_stream_comes_from_within_its_company(at_acme: Client, at_globex: Client) -> None:
    first = at_acme.get("/stream")
    second = at_globex.get("/stream")
    parts = [next(answer.streaming_content) for answer in (first, second, first, second)]

    assert [part.split(b":")[0] for part in parts] == [b"acme", b"globex", b"acme", b"globex"]
    assert current_schema() == "public"


def test_an_async_stream_comes_from_within_its_company(acme: Tenant) -> None:
    import asyncio

    async def parts():  # type: ignore[no-untyped-def]
        for _ in range(2):
            await asyncio.sleep(0)
            yield current_schema()

    async def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(parts())

    async def ask() -> list[bytes]:
        request = RequestFactory().get("/", headers={"host": "acme.localhost"})
        response = await CompanyMiddleware(view)(request)  # type: ignore[misc]
        assert current_schema() == "public"
        return [part async for part in response]

    forget_hosts()
    company_for_host("acme.localhost")  # remembered from now on, so that the coroutine needs no connection of its own
    assert asyncio.run(ask()) == [b"acme", b"acme"]


# --- keys -------------------------------------------------------------------------------------


def test_a_key_says_who_acts(at_acme: Client, key: str) -> None:
    answer = at_acme.get("/where", headers=bearer(key)).json()

    assert (answer["kind"], answer["name"]) == ("key", "till")


def test_a_key_needs_no_csrf_token(acme: Tenant, key: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "acme.localhost"})

    assert strict.post("/change").status_code == 403
    assert strict.post("/change", headers=bearer(key)).status_code == 200


def test_the_key_of_another_company_is_answered_like_an_invented_one(at_globex: Client, key: str) -> None:
    theirs = at_globex.get("/where", headers=bearer(key))
    invented = at_globex.get("/where", headers=bearer("hb_" + "x" * 43))

    assert theirs.status_code == invented.status_code == 401
    without_id = [answer.content.decode().replace(answer["X-Request-Id"], "") for answer in (theirs, invented)]
    assert without_id[0] == without_id[1]
    assert theirs["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("token", ["", "x", "hb_", "hb_" + "\u00e9" * 43, "hb_" + "a" * 5000])
def test_what_is_no_key_is_refused(at_acme: Client, token: str) -> None:
    assert at_acme.get("/where", headers=bearer(token)).status_code == 401


def test_a_revoked_key_is_refused(at_acme: Client, acme: Tenant, key: str) -> None:
    with company_context(acme):
        revoke_api_key(prefix=key, as_of=timezone.now())

    assert at_acme.get("/where", headers=bearer(key)).status_code == 401


def test_an_expired_key_is_refused(at_acme: Client, acme: Tenant) -> None:
    with company_context(acme):
        past = datetime(2020, 1, 1, tzinfo=UTC)
        _, token = create_api_key(name="old", scopes=["feedback:read"], expires_at=past)

    assert at_acme.get("/where", headers=bearer(token)).status_code == 401


def test_the_use_of_a_key_is_noted_at_most_once_a_minute(at_acme: Client, acme: Tenant, key: str) -> None:
    at_acme.get("/where", headers=bearer(key))
    with company_context(acme):
        first = ApiKey.objects.get().last_used_at
        at_acme.get("/where", headers=bearer(key))
        assert ApiKey.objects.get().last_used_at == first
        ApiKey.objects.update(last_used_at=first - timedelta(minutes=2))
    at_acme.get("/where", headers=bearer(key))

    with company_context(acme):
        assert ApiKey.objects.get().last_used_at > first - timedelta(minutes=1)
