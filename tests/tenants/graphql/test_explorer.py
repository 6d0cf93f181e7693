"""The explorer is for members who are signed in, offers what they may run, and lets nothing else into the page."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.schema import company_schema, operator_schema
from tenants.access import ROLE_CAPABILITIES, Actor
from tenants.graphql.explorer.examples import EXAMPLES
from tenants.graphql.explorer.view import HERE, explorer_page, fitting_examples, may_run
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tests.graphql_api import key_of

GIVEN = re.compile(r'<script nonce="([^"]+)" id="given" type="application/json">(.*?)</script>', re.DOTALL)


def opened(company: Tenant, role: str, **headers: str) -> HttpResponse:
    client = Client(headers={"host": f"{company.slug}.localhost", **headers})
    client.force_login(ensure_user(email=f"{role}@x.example", role=role))
    return client.get("/api/explorer")  # type: ignore[return-value]


def given(response: HttpResponse) -> dict[str, Any]:
    found = GIVEN.search(response.content.decode())
    assert found is not None
    data: dict[str, Any] = json.loads(found[2])
    return data


def test_it_works(in_acme: Tenant) -> None:
    response = opened(in_acme, "owner")

    assert response.status_code == 200
    assert {example["query"] for example in given(response)["examples"]} >= {EXAMPLES[0].query, EXAMPLES[1].query}
    assert given(response)["csrfToken"]
    assert in_acme.name in unescape(response.content.decode())


def test_somebody_unknown_and_a_key_are_refused(in_acme: Tenant) -> None:
    for headers in ({}, {"authorization": f"Bearer {key_of(in_acme)}"}):
        response = Client(headers={"host": "acme.localhost", **headers}).get("/api/explorer")

        assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("role", ROLE_CAPABILITIES)
def test_examples_are_those_that_the_role_may_run(in_acme: Tenant, role: str) -> None:
    actor = Actor(kind="user", role=role, capabilities=ROLE_CAPABILITIES[role])
    allowed = {example.query for example, prepared in fitting_examples(company_schema) if may_run(actor, prepared)}

    offered = {example["query"] for example in given(opened(in_acme, role))["examples"]}

    assert offered == allowed
    assert any("ingestFeedback" in query for query in offered) == (role in {"operator", "manager", "owner"})
    assert any("auditEvents" in query for query in offered) == (role in {"manager", "owner"})


def test_a_role_in_a_unit_gets_no_examples_of_the_whole_company() -> None:
    bound = Actor(kind="user", capabilities=ROLE_CAPABILITIES["owner"], units=frozenset())

    queries = [example.query for example, prepared in fitting_examples(company_schema) if may_run(bound, prepared)]

    assert any("feedbackItems" in query for query in queries)
    assert not any("auditEvents" in query or "ingestFeedback" in query for query in queries)


def test_every_example_fits_a_schema_and_has_no_other_words() -> None:
    fitting = [example for schema in (company_schema, operator_schema) for example, _ in fitting_examples(schema)]

    assert set(map(id, fitting)) == set(map(id, EXAMPLES))
    assert all(not re.search(r"https?://", example.query) for example in EXAMPLES)


def test_every_example_can_be_run(in_acme: Tenant) -> None:
    client = Client(headers={"host": "acme.localhost", "authorization": f"Bearer {key_of(in_acme)}"})
    for example, _ in fitting_examples(company_schema):
        body = {"query": example.query, "variables": dict(example.variables)}

        answer = client.post("/graphql", body, content_type="application/json").json()

        assert "errors" not in answer, (example.query, answer)


def test_the_page_may_ask_for_the_schema(in_acme: Tenant) -> None:
    script = (HERE / "page.js").read_text(encoding="utf-8")
    parts = re.search(r'const TYPE = "([^"]+)";\nconst SCHEMA = `([^`]+)`', script)
    assert parts is not None
    client = Client(headers={"host": "acme.localhost", "authorization": f"Bearer {key_of(in_acme)}"})

    body = {"query": parts[2].replace("${TYPE}", parts[1])}
    answer = client.post("/graphql", body, content_type="application/json").json()

    assert {"Query", "Mutation"} <= {kind["name"] for kind in answer["data"]["__schema"]["types"]}


def test_nothing_from_elsewhere_can_run_in_the_page(in_acme: Tenant) -> None:
    first, second = opened(in_acme, "owner"), opened(in_acme, "owner")
    policy, page = first["Content-Security-Policy"], first.content.decode()
    found = GIVEN.search(page)
    assert found is not None
    nonce = found[1]

    assert "default-src 'none'" in policy
    assert f"script-src 'nonce-{nonce}'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert nonce not in second.content.decode()
    assert set(re.findall(r"<(?:script|style)[^>]*nonce=\"([^\"]+)\"", page)) == {nonce}
    assert page.count("<script") == page.count('<script nonce="') == 2
    assert not re.search(r"(?:src|href)=|https?://|\son\w+=", page.replace('href="data:,"', ""))
    assert "innerHTML" not in page
    assert first["Cache-Control"] == "no-store"


def test_a_name_is_text_and_no_markup(in_acme: Tenant) -> None:
    request: Any = RequestFactory().get("/api/explorer")
    hostile = "</script><script>alert(1)</script>"
    request.company, request.actor = in_acme, Actor(kind="user", name=hostile, capabilities=ROLE_CAPABILITIES["owner"])

    page = explorer_page(company_schema)(request).content.decode()

    assert "<script>alert" not in page
    assert hostile in unescape(page)


def test_the_page_speaks_chinese(in_acme: Tenant) -> None:
    page = opened(in_acme, "viewer", **{"accept-language": "zh-hans"}).content.decode()

    assert 'lang="zh-hans"' in page
    assert "API 浏览器" in page


def test_signing_out_is_on_the_page(in_acme: Tenant) -> None:
    page = opened(in_acme, "viewer").content.decode()

    assert '<button id="leave" type="button">Sign out</button>' in page
    assert 'fetch("/auth/logout"' in page
