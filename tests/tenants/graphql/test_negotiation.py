"""The media type is the one that the caller weighs most, and the status is told as that media type has it."""

from __future__ import annotations

import msgspec
import pytest
from django.db import connection

from tenants.graphql.errors import ApiError, Code
from tenants.graphql.negotiation import GRAPHQL_JSON, JSON, PLAIN, MediaType, acceptable
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

NAMED_JSON, NAMED_GRAPHQL = MediaType(JSON, is_named=True), MediaType(GRAPHQL_JSON, is_named=True)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", PLAIN),
        ("*/*", PLAIN),
        ("application/*", PLAIN),
        ("text/html, */*;q=0.1", PLAIN),
        (JSON, NAMED_JSON),
        (f"{JSON}; charset=utf-8", NAMED_JSON),
        (GRAPHQL_JSON.upper(), NAMED_GRAPHQL),
        (f"{JSON}, {GRAPHQL_JSON}", NAMED_GRAPHQL),
        (f"{JSON}, {GRAPHQL_JSON};q=0.9", NAMED_JSON),
        (f"{JSON};q=0.9, {GRAPHQL_JSON}", NAMED_GRAPHQL),
        (f"{GRAPHQL_JSON};q=0, */*", PLAIN),
        (f"{JSON};q=0, */*", MediaType(GRAPHQL_JSON)),
        (f"{JSON};q=nonsense", NAMED_JSON),
        (f"{GRAPHQL_JSON};q=0.2, */*;q=0.8", PLAIN),
    ],
)
def test_the_callers_weights_choose_the_media_type(accept: str, chosen: MediaType) -> None:
    assert acceptable(accept) == chosen


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0", f"{JSON};q=0.0, {GRAPHQL_JSON};q=0", "garbage"])
def test_a_caller_who_takes_none_of_ours_is_told_which_there_are(accept: str) -> None:
    with pytest.raises(ApiError, match="Answers come as") as refusal:
        acceptable(accept)

    assert refusal.value.status == 406


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{", {}),
        ("{ nope }", {}),
        ("query($id: ID!) { node(id: $id) { id } }", {"id": None}),
        ("query A { __typename } query B { __typename }", {}),
    ],
)
@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (GRAPHQL_JSON, 400), ("*/*", 400)])
def test_a_document_that_does_not_fit_has_the_status_of_its_media_type(
    in_acme: Tenant, query: str, variables: dict[str, None], accept: str, status: int
) -> None:
    body = msgspec.json.encode({"query": query, "variables": variables})

    response = api_of(in_acme).send(body, headers={"Accept": accept})

    assert response.status_code == status
    assert "data" not in response.json()


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"{}", 400), (b'{"query": "{ units { totalCount } }"}', 401)]
)
def test_what_is_no_request_or_not_permitted_keeps_its_status(in_acme: Tenant, body: bytes, status: int) -> None:
    for accept in (JSON, GRAPHQL_JSON):
        assert Api(in_acme).send(body, headers={"Accept": accept}).status_code == status


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (GRAPHQL_JSON, 294)])
def test_data_beside_errors_is_partial(in_acme: Tenant, accept: str, status: int) -> None:
    api = api_of(in_acme)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE journeys_persona CASCADE")

    response = api.send(b'{"query": "{ viewer { kind } personas { totalCount } }"}', headers={"Accept": accept})

    assert response.status_code == status
    assert {"data", "errors"} <= set(response.json())


def test_a_limit_is_no_mistake_of_the_document(in_acme: Tenant) -> None:
    deep = msgspec.json.encode({"query": "{ a" * 11 + " }" * 11})

    assert Api(in_acme).send(deep, headers={"Accept": JSON}).status_code == 400
    assert NAMED_JSON.status_of_refusal(400, Code.COST_LIMIT) == 400
