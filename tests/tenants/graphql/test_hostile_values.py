"""Every argument of every root field is fed what no honest client sends; none of it is a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLInputObjectType,
    get_named_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
)

from config.schema import company_schema
from tenants.models import Tenant
from tests.graphql_api import HOSTILE, Api, api_of

ALLOWED = {"BAD_USER_INPUT", "COST_LIMIT"}


def wrap(value: object, path: tuple[str, ...]) -> object:
    return value if not path else {path[0]: wrap(value, path[1:])}


def places(arguments: dict[str, GraphQLArgument]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Each argument, and each field of an input object: argument, path within it, whether a list is due."""
    for name, argument in arguments.items():
        kind = get_named_type(argument.type)
        yield name, (), False
        if isinstance(kind, GraphQLInputObjectType):
            for field, it in kind.fields.items():
                inner = it.type.of_type if is_non_null_type(it.type) else it.type
                yield name, (field,), is_list_type(inner)


def filler(argument: GraphQLArgument) -> Any:
    kind = get_named_type(argument.type)
    if is_enum_type(kind):
        return next(iter(kind.values))
    return {"Period": "2026-01", "IngestBatchInput": {"records": []}}.get(kind.name, "x")


def attacks() -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    for root in (company_schema.core.query_type, company_schema.core.mutation_type):
        assert root is not None
        for name, field in root.fields.items():
            yield from ((f"{root.name}.{name}", *place) for place in places(field.args))


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme)


@pytest.mark.parametrize(("place", "argument", "path", "many"), list(attacks()), ids=lambda value: str(value))
def test_no_value_of_an_argument_is_a_fault(
    api: Api, place: str, argument: str, path: tuple[str, ...], many: bool
) -> None:
    root, name = place.split(".")
    kind = company_schema.core.type_map[root]
    arguments = kind.fields[name].args
    needed = {other: it for other, it in arguments.items() if is_required_argument(it) or other == argument}
    declared = ", ".join(f"${other}: {it.type}" for other, it in needed.items())
    passed = ", ".join(f"{other}: ${other}" for other in needed)
    query = f"{root.lower()}({declared}) {{ {name}({passed}) {{ __typename }} }}"
    for value in HOSTILE:
        given = {other: filler(it) for other, it in needed.items()}
        given[argument] = wrap([value] if many else value, path)
        response = api.send(json.dumps({"query": query, "variables": given}).encode())
        answer = response.json()
        codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
        assert response.status_code < 500, (value, answer)
        assert codes <= ALLOWED, (value, answer)
