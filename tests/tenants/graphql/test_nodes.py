"""Objects are fetched again by their ids, by those who may read them."""

from __future__ import annotations

from uuid import UUID

import pytest

from tenants.graphql.ids import encode
from tenants.members.models import Department, Unit
from tenants.models import Tenant
from tests.graphql_api import api_of

ANY_KEY = UUID("01a2010c-500b-77a7-b6b6-e53601c6008c")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1",
        "等位",
        "Unit:1",
        "VW5pdDox",
        "a" * 5000,
        encode("Query", UUID(int=7)),
        encode("Nope", UUID(int=7)),
    ],
)
def test_text_that_is_no_id_is_bad_input_wherever_an_id_is_taken(in_acme: Tenant, text: str) -> None:
    api = api_of(in_acme)

    assert api.code("query($id: ID!) { node(id: $id) { id } }", id=text) == "BAD_USER_INPUT"
    assert api.code("query($id: ID!) { nodes(ids: [$id]) { id } }", id=text) == "BAD_USER_INPUT"


def test_nodes_come_in_the_order_of_their_ids_with_one_statement_a_type(in_acme: Tenant) -> None:
    units = [Unit.objects.create(code=f"u{number}") for number in range(3)]
    department = Department.objects.create(code="ops")
    api = api_of(in_acme)
    ids = [encode("Unit", units[2].id), encode("Department", department.id), encode("Unit", Unit(code="x").id)]
    query = (
        "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Unit { code } ... on Department { nameZh } } }"
    )

    found = api.data(query, ids=[*ids, encode("Unit", units[0].id)])["nodes"]

    assert [node and node["id"] for node in found] == [ids[0], ids[1], None, encode("Unit", units[0].id)]
    few = api.queries(query, ids=ids)
    assert few == api.queries(query, ids=[encode("Unit", unit.id) for unit in units] * 10 + ids)


def test_too_many_ids_or_values_at_once_are_refused(in_acme: Tenant) -> None:
    api = api_of(in_acme)

    assert api.code("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[encode("Unit", Unit().id)] * 101) == (
        "BAD_USER_INPUT"
    )
    assert api.code("query($c: [String!]) { units(filter: {codes: $c}) { totalCount } }", c=["a"] * 101) == (
        "BAD_USER_INPUT"
    )


def test_a_node_of_a_type_that_the_key_may_not_read_is_refused_whether_it_exists_or_not(in_acme: Tenant) -> None:
    unit = Unit.objects.create(code="u1")
    api = api_of(in_acme, "feedback:read")
    query = "query($id: ID!) { node(id: $id) { __typename } }"

    real = api.error(query, id=encode("Unit", unit.id))
    invented = api.error(query, id=encode("Unit", Department(code="x").id))

    assert real["message"] == invented["message"] == "Unit needs the scope journeys:read."
