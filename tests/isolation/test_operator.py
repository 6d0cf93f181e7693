"""The operator's host, and those who come to it with a company's key."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from graphql import GraphQLObjectType

from config.schema import operator_schema
from tenants.models import Tenant
from tests.graphql_api import api_of, key_of
from tests.isolation.rows import node_models


@pytest.mark.usefixtures("operator", "db")
class TestOperator:
    """The operator's host knows companies, never their customers."""

    def ask(self, query: str, **headers: str) -> Any:
        return Client().post(
            "/graphql", {"query": query}, content_type="application/json", HTTP_HOST="localhost", headers=headers
        )

    def test_its_schema_holds_no_table_of_a_company(self) -> None:
        objects = {name for name, kind in operator_schema.core.type_map.items() if isinstance(kind, GraphQLObjectType)}

        assert objects & set(node_models()) <= {"AuditEvent"}  # the operator has an audit too

    def test_a_companys_key_opens_nothing_there(self, in_acme: Tenant) -> None:
        answer = self.ask("{ tenants { nodes { slug } } }", Authorization=f"Bearer {key_of(in_acme)}")

        assert answer.status_code == 401
        assert "data" not in answer.json()

    def test_companies_are_not_listed_to_anyone(self, in_acme: Tenant) -> None:
        assert self.ask("{ tenants { nodes { slug } } }").status_code == 401

    def test_companies_are_listed_to_an_operator(self, operator: Tenant, acme: Tenant) -> None:
        key = f"Bearer {key_of(operator)}"

        answer = self.ask("{ tenants { nodes { slug status } } }", Authorization=key).json()

        assert {"slug": "acme", "status": "ACTIVE"} in answer["data"]["tenants"]["nodes"]

    def test_a_host_of_a_company_lists_no_companies(self, in_acme: Tenant) -> None:
        assert api_of(in_acme).code("{ tenants { nodes { slug } } }") == "BAD_USER_INPUT"
