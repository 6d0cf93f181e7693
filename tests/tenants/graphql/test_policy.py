"""Nothing is open that has no row, and a row asks for what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from config.schema import company_schema, operator_schema
from tenants.access import ANONYMOUS, Actor, Capability
from tenants.graphql.errors import ApiError, Code
from tenants.graphql.policy import POLICY, ROOTS, authorise, requirement_of
from tenants.graphql.requirements import Open

SCHEMAS = [company_schema.core, operator_schema.core]
NOBODY_IN_PARTICULAR = Actor(kind="key", name="test", capabilities=frozenset())
ALL = Actor(kind="key", name="test", capabilities=frozenset(Capability))


def coordinates(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not kind.name.startswith("__"):
            yield from ((kind.name, field) for field in kind.fields)


@pytest.mark.parametrize("schema", SCHEMAS, ids=["company", "operator"])
def test_every_type_and_root_field_has_a_row(schema: GraphQLSchema) -> None:
    assert [place for place in coordinates(schema) if requirement_of(*place) is None] == []


def test_every_row_is_of_something_that_exists() -> None:
    known = {place for schema in SCHEMAS for place in coordinates(schema)}
    names = {name for name, _ in known} | {f"{name}.{field}" for name, field in known}

    assert sorted(set(POLICY) - names) == []


@pytest.mark.parametrize(
    "place", [("Query", "secrets"), ("Mutation", "dropAll"), ("Secret", "value"), ("Query", "units ")]
)
def test_what_has_no_row_is_open_to_nobody(place: tuple[str, str]) -> None:
    with pytest.raises(ApiError, match="is open to nobody") as refusal:
        authorise(ALL, [place])

    assert refusal.value.code == Code.FORBIDDEN


def test_a_root_field_does_not_inherit_from_its_type() -> None:
    assert not ROOTS & set(POLICY)


def test_a_connection_needs_what_its_nodes_need() -> None:
    assert requirement_of("CustomerConnection", "totalCount") == Capability.FEEDBACK_READ
    assert requirement_of("CustomerEdge", "node") == Capability.FEEDBACK_READ


@pytest.mark.parametrize(
    "place", sorted(place for schema in SCHEMAS for place in coordinates(schema) if place[0] in ROOTS)
)
def test_each_root_field_asks_for_its_own_scope_and_no_other(place: tuple[str, str]) -> None:
    needed = requirement_of(*place)
    if needed == Open.ANYONE:
        authorise(ANONYMOUS, [place])
        return
    with pytest.raises(ApiError) as unknown:
        authorise(ANONYMOUS, [place])
    assert unknown.value.code == Code.UNAUTHENTICATED
    if needed != Open.SIGNED_IN:
        others = Actor(kind="key", capabilities=frozenset(Capability) - {str(needed)})
        with pytest.raises(ApiError, match=f"needs the scope {needed}") as forbidden:
            authorise(others, [place])
        assert forbidden.value.code == Code.FORBIDDEN
        authorise(Actor(kind="key", capabilities=frozenset({str(needed)})), [place])
    else:
        authorise(NOBODY_IN_PARTICULAR, [place])
