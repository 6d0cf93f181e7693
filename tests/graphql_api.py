"""A caller of the GraphQL API over HTTP, for tests of every app."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.access import Capability, company_context
from tenants.members.services import create_api_key
from tenants.models import Tenant

# What no honest client sends, for any argument whatever its type.
HOSTILE: list[Any] = [
    None, "", "\0", "a\0b", "\ud800", "等位" * 20_000, "' OR 1=1 --", "%", "\\", "${jndi:ldap://x}", "(a+)+$", "NaN",
    "1e400", "0000-00-00", "9999-12-31T23:59:59.999999-23:59", "2026-13", "-1", 0, -1, 2**31, 2**63, 10**30, 1.5, -0.0,
    1e308, True, [], [None], [[]], {}, {"a": {"b": 1}}, ["x"] * 200,
]  # fmt: skip


class Api:
    """A program that calls one company's host, with a key of that company or with whatever token it was given."""

    def __init__(self, company: Tenant, *, token: str | None = None) -> None:
        self.host = f"{company.slug}.localhost"
        self.token = token

    def send(self, body: bytes, **options: Any) -> HttpResponse:
        """Post raw bytes."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})
        options = {"content_type": "application/json", "HTTP_HOST": self.host, "headers": headers} | options
        return Client(raise_request_exception=False).generic("POST", "/graphql", body, **options)  # type: ignore[return-value]

    def post(self, query: str, **variables: Any) -> HttpResponse:
        """Post a document with variables."""
        return self.send(msgspec.json.encode({"query": query, "variables": variables}))

    def data(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the data of an answer that must be without errors."""
        response = self.post(query, **variables)
        answer = response.json()
        assert response.status_code == 200, answer
        assert "errors" not in answer, answer
        return answer["data"]

    def code(self, query: str, **variables: Any) -> str:
        """Return the code of the first error of an answer that must have one."""
        return self.error(query, **variables)["extensions"]["code"]

    def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the first error of an answer that must have one, checked for form."""
        answer = self.post(query, **variables).json()
        found = answer["errors"][0]
        assert found["extensions"]["requestId"]
        assert found["message"]
        return found

    def queries(self, query: str, **variables: Any) -> int:
        """Return how many SQL statements an answer without errors takes."""
        self.data(query, **variables)  # so that the host and the key's last use are known
        with CaptureQueriesContext(connection) as captured:
            self.data(query, **variables)
        # The company of a host is remembered for seconds, which may end between the two requests.
        return sum('"tenants_domain"' not in one["sql"] for one in captured.captured_queries)


def key_of(company: Tenant, scopes: Iterable[str] = tuple(Capability)) -> str:
    """Return the token of a new key of a company."""
    with company_context(company):
        return create_api_key(name="test", scopes=scopes)[1]


def api_of(company: Tenant, *scopes: str) -> Api:
    """Return a caller with a new key of the company, with some scopes or all."""
    return Api(company, token=key_of(company, scopes or tuple(Capability)))
