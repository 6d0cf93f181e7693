"""Every caller and every root field of both hosts, asked over HTTP: allowed, forbidden or unknown, as the rows say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from graphql import GraphQLField, GraphQLSchema
from pytest_django import DjangoDbBlocker

from config.schema import company_schema, operator_schema
from tenants.access import Capability, company_context
from tenants.graphql.live.wanted import Follow
from tenants.members.models import ApiKey, Membership, User
from tenants.members.services import create_api_key, ensure_user
from tenants.models import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.isolation.role_rows import ANY_KEY, ANYONE, COMPANY, OPERATOR, ROLES, document
from tests.sessions import session_of
from tests.streaming import Asked

FORBIDDEN, UNKNOWN, ALLOWED = "FORBIDDEN", "UNAUTHENTICATED", "allowed"
HOSTS = {"company": (company_schema.core, COMPANY), "operator": (operator_schema.core, OPERATOR)}


@dataclass(frozen=True)
class Callers:
    """A host, and what each caller shows to it: a session's cookie or a key's token."""

    host: str
    shown: dict[str, tuple[str, str]]


def root_fields(schema: GraphQLSchema) -> dict[str, tuple[str, GraphQLField]]:
    """Return the root fields of a schema by name, with the operation that asks for them."""
    kinds = {"query": schema.query_type, "mutation": schema.mutation_type, "subscription": schema.subscription_type}
    return {name: (word, field) for word, kind in kinds.items() if kind for name, field in kind.fields.items()}


def rows_by_name(host: str) -> dict[str, tuple[frozenset[str], str]]:
    """Return the roles and the scope of each root field."""
    return {name: (roles, scope) for roles, scope, names in HOSTS[host][1] for name in names.split()}


CASES = [(host, name) for host in HOSTS for name in rows_by_name(host)]


def credentials(company: Tenant) -> dict[str, tuple[str, str]]:
    """Return the session of a person of each role, and a key of each scope."""
    with company_context(company):
        sessions = {role: ("session", _session(role)) for role in ROLES}
        keys = {scope: ("key", create_api_key(name=scope, scopes=[scope])[1]) for scope in Capability}
    return {**sessions, **{str(scope): shown for scope, shown in keys.items()}}


def _session(role: str) -> str:
    user = ensure_user(email=f"{role}@matrix.example", role=role)
    return session_of(user)


@pytest.fixture(scope="module")
def callers(operator: Tenant, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Callers]]:
    """Everybody who may knock at a host: nobody in particular, its people and keys, and another company's owner."""
    with django_db_blocker.unblock():
        made = [
            create_company(slug=slug, name=slug, currency="CNY", timezone="UTC", locale="en").company
            for slug in ("matrix", "elsewhere")
        ]
        stranger = credentials(made[1])
        strangers = {"another's owner": stranger["owner"], "another's key": stranger[str(Capability.MEMBERS_WRITE)]}
        yield {
            host: Callers(name, {"anonymous": ("", ""), **credentials(company), **strangers})
            for host, name, company in (("company", "matrix.localhost", made[0]), ("operator", "localhost", operator))
        }
        for company in made:
            delete_company(company=company)
        with company_context(operator):
            people = User.objects.filter(email__endswith="@matrix.example")
            Membership.objects.filter(user__in=people).delete()
            people.delete()
            ApiKey.objects.filter(name__in=list(Capability)).delete()


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings: Any) -> None:
    """Count what callers have spent anew in each test."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


def outcome(host: str, shown: tuple[str, str], query: str) -> str:
    """Send a document and return what became of it: refused and how, or allowed, whatever came of that."""
    if query.startswith("subscription"):
        found = Asked(host, query, **{{"key": "token"}.get(shown[0] or "session", "session"): shown[1]}).answer()
        assert isinstance(found, Follow) or found.status_code in {401, 403}, found.content
        return {200: ALLOWED, 401: UNKNOWN, 403: FORBIDDEN}[found.status_code]
    client = Client(raise_request_exception=False)
    kind, secret = shown
    headers = {"Authorization": f"Bearer {secret}"} if kind == "key" else {}
    if kind == "session":
        client.cookies[settings.SESSION_COOKIE_NAME] = secret
    answer = client.post("/graphql", {"query": query}, "application/json", HTTP_HOST=host, headers=headers)
    codes = {error["extensions"]["code"] for error in answer.json().get("errors", [])}
    assert "INTERNAL_SERVER_ERROR" not in codes, query
    refused = codes & {FORBIDDEN, UNKNOWN}
    assert "data" in answer.json() or answer.status_code == {FORBIDDEN: 403, UNKNOWN: 401}.get("".join(refused), 400)
    return "".join(refused) or ALLOWED


def expected(caller: str, roles: frozenset[str], scope: str) -> str:
    """Return what a row says about a caller."""
    if caller in ROLES:
        return ALLOWED if caller in roles else FORBIDDEN
    if caller == "another's key":
        return UNKNOWN  # before anything is read: the key is none of this company
    if scope == ANYONE:
        return ALLOWED
    if caller in {"anonymous", "another's owner"}:
        return UNKNOWN
    return ALLOWED if scope in {ANY_KEY, caller} else FORBIDDEN


@pytest.mark.parametrize("host", HOSTS)
def test_every_root_field_has_a_row(host: str) -> None:
    named = [name for _, _, names in HOSTS[host][1] for name in names.split()]

    assert sorted(named) == sorted(root_fields(HOSTS[host][0])), "say in role_rows.py who may use the new field"


@pytest.mark.django_db
@pytest.mark.parametrize(("host", "name"), CASES)
def test_each_caller_may_what_the_row_says(callers: dict[str, Callers], host: str, name: str) -> None:
    operation, field = root_fields(HOSTS[host][0])[name]
    roles, scope = rows_by_name(host)[name]
    query = document(operation, name, field)
    asked = callers[host]

    found = {caller: outcome(asked.host, shown, query) for caller, shown in asked.shown.items()}

    assert found == {caller: expected(caller, roles, scope) for caller in asked.shown}
