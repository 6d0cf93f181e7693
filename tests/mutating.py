"""Sending one mutation in tests of every app."""

from __future__ import annotations

from typing import Any

from config.schema import company_schema
from tests.graphql_api import Api

CHANGES = company_schema.core.mutation_type
assert CHANGES is not None


def change(api: Api, name: str, selection: str = "", /, **given: Any) -> dict[str, Any]:
    """Send a mutation with the fields of its input; return its payload, with its userErrors."""
    kind = CHANGES.fields[name].args["input"].type
    errors = "userErrors { code field message }"
    query = f"mutation($input: {kind}) {{ {name}(input: $input) {{ {selection} {errors} }} }}"
    found: dict[str, Any] = api.data(query, input=given)[name]
    return found


def done(api: Api, name: str, selection: str, /, **given: Any) -> dict[str, Any]:
    """Send a mutation that must not be refused; return the payload's one object."""
    payload = change(api, name, selection, **given)
    assert payload.pop("userErrors") == [], payload
    (found,) = payload.values()
    return found


def refusals(api: Api, name: str, /, **given: Any) -> list[tuple[str, str]]:
    """Send a mutation that must be refused; return code and field of each reason."""
    errors = change(api, name, **given)["userErrors"]
    assert all(error["message"] for error in errors)
    return [(error["code"], error["field"]) for error in errors]
