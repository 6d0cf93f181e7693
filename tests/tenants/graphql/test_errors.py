"""Our own faults say nothing of what went wrong, but where to ask."""

from __future__ import annotations

import psycopg
from django.db import OperationalError, connection
from graphql import GraphQLError

from tenants.graphql.errors import Code, answer, describe
from tenants.models import Tenant
from tests.graphql_api import api_of


def test_a_fault_in_a_field_is_masked_in_the_answer(in_acme: Tenant) -> None:
    api = api_of(in_acme)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE journeys_persona")

    response = api.post("{ viewer { kind } personas { nodes { code } } }")

    assert response.status_code == 200
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert error["path"] == ["personas"]
    assert "persona" not in error["message"]
    assert "relation" not in response.content.decode()


def test_a_value_that_the_database_refuses_is_bad_input() -> None:
    assert describe(psycopg.errors.StringDataRightTruncation("value too long for type character varying(100)")) == (
        Code.BAD_USER_INPUT,
        "A value is out of the range that can be stored or compared.",
    )


def test_an_unexpected_error_is_masked() -> None:
    fault = GraphQLError("boom", original_error=RuntimeError("SELECT secret FROM /srv/app <class 'x'>"))

    found = answer(fault, request_id="r-1")

    assert found["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": "r-1"}
    assert found["message"] == "Something went wrong on our side. Quote the requestId when you report it."


def test_a_database_that_gives_up_is_unavailable() -> None:
    code, message = describe(OperationalError("canceling statement due to statement timeout"))

    assert code == Code.UNAVAILABLE
    assert "statement" not in message


def test_messages_are_cut() -> None:
    assert len(describe(GraphQLError("x" * 10_000))[1]) == 500
