"""Who may ask, by key and by session; which operation runs; what an error looks like."""

from __future__ import annotations

from typing import Any

import pytest
import strawberry
from django.test import Client, RequestFactory

from config.schema import company_schema
from tenants.access import Actor, Capability
from tenants.graphql.schema import build_schema
from tenants.graphql.view import graphql_endpoint
from tenants.members.services import ensure_roles, ensure_user
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

UNITS = "{ units { nodes { code } } }"


def test_somebody_unknown_is_asked_to_sign_in(in_acme: Tenant) -> None:
    response = Api(in_acme).post(UNITS)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_field_that_nobody_wrote_a_row_for_is_refused_to_everybody() -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def secret(self) -> str:
            return "told"

    request = RequestFactory().post("/graphql", {"query": "{ secret }"}, content_type="application/json")
    request.actor = Actor(kind="key", name="all", capabilities=frozenset(Capability))  # type: ignore[attr-defined]

    response = graphql_endpoint(build_schema(query=Query))(request)

    assert response.status_code == 403
    assert b"Query.secret is open to nobody." in response.content
    assert b"told" not in response.content


def test_a_key_without_the_scope_is_refused_as_a_whole(in_acme: Tenant) -> None:
    response = api_of(in_acme, "journeys:read").post("{ units { nodes { code } } orders { nodes { id } } }")

    assert response.status_code == 403
    assert "data" not in response.json()
    assert response.json()["errors"][0]["message"] == "Query.orders needs the scope feedback:read."


def test_a_scope_is_needed_for_what_fragments_select_too(in_acme: Tenant) -> None:
    query = "query { ...A } fragment A on Query { touchpoints { nodes { ...B } } } fragment B on Touchpoint { code }"
    api = api_of(in_acme, "feedback:read")

    assert api.code(query) == "FORBIDDEN"
    assert api.code('{ node(id: "x") { ... on Touchpoint { code } } }') == "FORBIDDEN"


def test_the_viewer_is_told_who_they_are(in_acme: Tenant) -> None:
    query = "{ viewer { kind name capabilities company { slug currency timezone industry } } }"

    viewer = api_of(in_acme, "jobs:read").data(query)["viewer"]

    assert viewer == {
        "kind": "key",
        "name": "test",
        "capabilities": ["jobs:read"],
        "company": {"slug": "acme", "currency": "CNY", "timezone": "Asia/Shanghai", "industry": "NONE"},
    }
    assert Api(in_acme).data("{ viewer { kind name } }")["viewer"] == {"kind": "anonymous", "name": ""}


class TestSession:
    """People of the console."""

    def signed_in(self, role: str) -> Client:
        ensure_roles()
        user = ensure_user(email="li@acme.example", role=role, password="a long enough one")
        client = Client(enforce_csrf_checks=True)
        client.defaults["HTTP_HOST"] = "acme.localhost"
        client.force_login(user)
        return client

    def ask(self, client: Client, query: str, **headers: str) -> Any:
        return client.post(
            "/graphql", {"query": query}, content_type="application/json", headers={"Accept-Language": "en"} | headers
        )

    def test_a_person_may_what_their_role_may(self, in_acme: Tenant) -> None:
        client = self.signed_in("viewer")
        token = client.get("/auth/session").json()["csrfToken"]

        assert self.ask(client, UNITS, **{"X-CSRFToken": token}).json()["data"] == {"units": {"nodes": []}}
        mutation = "mutation { ingestFeedback(input: {records: []}) { accepted } }"
        refused = self.ask(client, mutation, **{"X-CSRFToken": token})
        assert refused.status_code == 403
        assert refused.json()["errors"][0]["message"] == "Mutation.ingestFeedback needs the scope feedback:write."

    def test_without_the_csrf_token_nothing_is_done(self, in_acme: Tenant) -> None:
        refused = self.ask(self.signed_in("owner"), UNITS)

        assert refused.status_code == 403
        assert refused.json()["errors"][0]["message"] == "The CSRF token is missing or wrong."


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "请登录，或发送本公司的 API 密钥。"),
        ("zh-Hans", "请登录，或发送本公司的 API 密钥。"),
        ("en-GB", "Sign in, or send an API key of this company."),
        ("tlh, *", "Sign in, or send an API key of this company."),
    ],
)
def test_messages_are_in_the_callers_language(in_acme: Tenant, languages: str, said: str) -> None:
    response = Api(in_acme).send(b'{"query": "{ units { totalCount } }"}', headers={"Accept-Language": languages})

    assert response.json()["errors"][0]["message"] == said
    assert "Accept-Language" in response["Vary"]


def test_a_person_whose_browser_names_no_language_is_spoken_to_in_their_own(in_acme: Tenant) -> None:
    ensure_roles()
    client = Client(headers={"host": "acme.localhost"})
    client.force_login(ensure_user(email="li@acme.example", role="viewer", password="a long enough one"))

    def told(**headers: str) -> str:
        parameters = {"query": "query A { __typename }", "operationName": "B"}
        return str(client.get("/graphql", parameters, headers=headers).json()["errors"][0]["message"])

    assert told() == "请在 operationName 中指定文档里的一个操作。"
    assert told(**{"Accept-Language": "en"}) == "Name one of the document's operations in operationName."


def test_refusals_come_in_the_media_type_that_was_asked_for(in_acme: Tenant) -> None:
    accept = {"Accept": "application/graphql-response+json"}

    for body in (b"{", b'{"query": "{"}', b'{"query": "{ nope }"}', b'{"query": "{ units { totalCount } }"}'):
        response = Api(in_acme).send(body, headers=accept)
        assert 400 <= response.status_code < 500
        assert response["Content-Type"].startswith("application/graphql-response+json")


def test_documents_of_somebody_unknown_are_not_kept(in_acme: Tenant) -> None:
    Api(in_acme).data("query Once { __typename }")
    assert company_schema.kept.get("query Once { __typename }") is None

    api_of(in_acme).data("query Once { __typename }")
    assert company_schema.kept.get("query Once { __typename }") is not None


class TestOperations:
    """A document may hold several; one is run."""

    TWO = "query A { a: __typename } query B { b: __typename }"

    def send(self, company: Tenant, query: str, name: str | None) -> Any:
        import msgspec

        return Api(company).send(msgspec.json.encode({"query": query, "operationName": name})).json()

    def test_the_named_one_runs(self, in_acme: Tenant) -> None:
        assert self.send(in_acme, self.TWO, "B")["data"] == {"b": "Query"}

    @pytest.mark.parametrize("name", [None, "C", ""])
    def test_without_a_name_that_is_there_none_does(self, in_acme: Tenant, name: str | None) -> None:
        errors = self.send(in_acme, self.TWO, name)["errors"]

        assert errors[0]["message"] == "Name one of the document's operations in operationName."

    def test_a_document_of_fragments_has_none(self, in_acme: Tenant) -> None:
        assert "errors" in self.send(in_acme, "fragment A on Query { __typename }", None)

    def test_the_only_one_needs_no_name(self, in_acme: Tenant) -> None:
        assert self.send(in_acme, "query A { a: __typename }", None)["data"] == {"a": "Query"}

    def test_a_scope_is_needed_only_for_the_operation_that_runs(self, in_acme: Tenant) -> None:
        query = "query A { __typename } query B { units { totalCount } }"

        assert self.send(in_acme, query, "A")["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ nope }", {}),
        ("{", {}),
        ("query($x: Nope) { __typename }", {}),
        ("query($x: Int!) { units(first: $x) { totalCount } }", {}),
        ("query($x: Int) { units(first: $x) { totalCount } }", {"x": "1"}),
        ("query($x: Int) { units(first: $x) { totalCount } }", {"x": 2**40}),
        ("query($x: Int) { units(first: $x) { totalCount } }", {"x": 1.5}),
        ("query($x: [String!]) { units(filter: {codes: $x}) { totalCount } }", {"x": [None]}),
        ("query($x: UnitFilter) { units(filter: $x) { totalCount } }", {"x": {"nope": 1}}),
        ('{ units(filter: {kind: "\\u0000"}) { totalCount } }', {}),
        ("{ subscription }", {}),
        ("subscription { nope }", {}),
        ("query($x: ID!) { node(id: $x) { id } }", {"x": ["1"]}),
    ],
)
def test_documents_and_variables_that_do_not_fit_are_bad_input(
    in_acme: Tenant, query: str, variables: dict[str, Any]
) -> None:
    response = api_of(in_acme).post(query, **variables)

    assert response.status_code == 400, response.json()
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"BAD_USER_INPUT"}


@pytest.mark.parametrize(("first", "code"), [(100, "COST_LIMIT"), (70, None)])
def test_lists_within_lists_are_bounded_together(in_acme: Tenant, first: int, code: str | None) -> None:
    query = """query($n: Int) { units(first: $n) { nodes { children(first: $n) { nodes {
      children(first: 1) { totalCount } } } } } }"""
    api = api_of(in_acme)

    if code:
        assert api.code(query, n=first) == code
    else:
        api.data(query, n=first)
