"""Whatever bytes arrive, the answer is clean: the right status, a code from the list, a request id, no server fault."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tenants.models import Tenant
from tests.graphql_api import Api

OPEN = b'{"query": "{ __typename }"}'


def refused(response: HttpResponse, *, status: int, code: str = "BAD_USER_INPUT") -> str:
    answer = response.json()
    assert response.status_code == status, answer
    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] == code
    assert answer["errors"][0]["extensions"]["requestId"] == response["X-Request-Id"]
    return answer["errors"][0]["message"]


def variables(text: str) -> bytes:
    return b'{"query": "query($x: String) { __typename }", "variables": ' + text.encode() + b"}"


def test_a_small_query_is_answered_to_anyone(in_acme: Tenant) -> None:
    response = Api(in_acme).send(OPEN)

    assert response.status_code == 200
    assert response.json()["data"] == {"__typename": "Query"}
    assert response["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "body",
    [
        b" ", b"null", b"1", b'"text"', b"[]", b'[{"query": "{ __typename }"}]', b"{}", b'{"query": null}',
        b'{"query": 1}', b'{"query": ""}', b"{", OPEN + b"x", b"\xff\xfe\x00", OPEN.decode().encode("utf-16"),
        OPEN.decode().encode("utf-32"), gzip.compress(OPEN, mtime=0),
        b'{"query": "\xed\xa0\x80"}', b'{"query": "{ __typename \\u0000 }"}',
        b'{"query": "\\ud800"}', b'{"query": "\\ud800{ __typename }"}',
        b'{"query": "{ __typename }", "variables": []}', b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "extensions": "x"}',
        variables('{"x": NaN}'), variables('{"x": Infinity}'), variables('{"x": 1e999}'),
        variables('{"x": ' + "9" * 5000 + "}"),
        variables('{"x": "\\u0000"}'), variables('{"x": {"y": ["\\u0000"]}}'), variables('{"\\u0000": 1}'),
        variables('{"x": "\\ud800"}'), variables('{"x": "\\udc00\\ud800"}'),
    ],
)  # fmt: skip
def test_bytes_that_are_no_request_are_refused(in_acme: Tenant, body: bytes) -> None:
    refused(Api(in_acme).send(body), status=400)


@pytest.mark.parametrize("depth", [40, 1_000, 200_000])
def test_deep_json_is_refused(in_acme: Tenant, depth: int) -> None:
    refused(Api(in_acme).send(variables('{"x": ' + "[" * depth + "]" * depth + "}")), status=400, code="COST_LIMIT")


def test_more_than_a_megabyte_is_refused(in_acme: Tenant) -> None:
    refused(Api(in_acme).send(variables(json.dumps({"x": "a" * 2**20}))), status=413, code="COST_LIMIT")


@pytest.mark.parametrize(
    "options",
    [
        {"content_type": "text/plain"},
        {"content_type": ""},
        {"content_type": "multipart/form-data; boundary=x"},
        {"content_type": "application/x-www-form-urlencoded"},
        {"content_type": "application/json; charset=utf-16"},
        {"headers": {"Content-Encoding": "gzip"}},
    ],
)
def test_other_media_types_are_refused(in_acme: Tenant, options: dict[str, Any]) -> None:
    refused(Api(in_acme).send(OPEN, **options), status=415)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused_with_those_allowed(in_acme: Tenant, method: str) -> None:
    response = getattr(Client(), method)("/graphql", OPEN, content_type="application/json", HTTP_HOST="acme.localhost")

    refused(response, status=405)
    assert response["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/json;q=0.9, application/graphql-response+json", "application/graphql-response+json"),
    ],
)
def test_the_media_type_is_the_one_asked_for(in_acme: Tenant, accept: str, media_type: str) -> None:
    response = Api(in_acme).send(OPEN, headers={"Accept": accept})

    assert response["Content-Type"] == f"{media_type}; charset=utf-8"


def test_a_media_type_that_is_not_ours_is_refused(in_acme: Tenant) -> None:
    refused(Api(in_acme).send(OPEN, headers={"Accept": "text/html"}), status=406)


class TestGet:
    """Queries only."""

    def get(self, **parameters: str) -> HttpResponse:
        return Client().get("/graphql", parameters, HTTP_HOST="acme.localhost")  # type: ignore[return-value]

    def test_a_query_is_answered(self, in_acme: Tenant) -> None:
        response = self.get(query="query A { __typename } query B { b: __typename }", operationName="B")

        assert response.json()["data"] == {"b": "Query"}

    def test_a_mutation_is_not(self, in_acme: Tenant) -> None:
        query = "mutation { ingestFeedback(input: {records: []}) { accepted } }"

        response = self.get(query=query)

        refused(response, status=405)
        assert response["Allow"] == "POST"

    @pytest.mark.parametrize(
        "parameters",
        [
            {},
            {"query": ""},
            {"query": "{ __typename }", "variables": "["},
            {"query": "{ __typename }", "variables": "1"},
            {"query": "query($x: String) { __typename }", "variables": '{"x": "\\u0000"}'},
            {"query": ["{ __typename }", "{ viewer { kind } }"]},
        ],
    )
    def test_parameters_that_are_no_request_are_refused(self, in_acme: Tenant, parameters: dict[str, str]) -> None:
        refused(self.get(**parameters), status=400)
