"""Plain fields are read without ceremony, and the others as before."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import strawberry
from django.utils import timezone
from graphql import graphql_sync
from strawberry.types import Info

from config.schema import company_schema, operator_schema
from feedback.models import FeedbackItem
from feedback.services.intake import ingest_records
from tenants.access import SYSTEM
from tenants.graphql.shortcuts import shorten
from tenants.models import Tenant
from tests.graphql_api import api_of


class Row:
    """What the fields are read from."""

    number = 7


@strawberry.type
class Thing:
    """An object with a field of every sort."""

    kept: strawberry.Private[Row]

    @strawberry.field
    def of_self(self) -> int:
        return self.kept.number

    @strawberry.field
    def of_parent(root: strawberry.Parent[Thing]) -> int:  # noqa: N805
        return root.kept.number + 1

    @strawberry.field
    def with_info(self, info: Info) -> str:
        return f"{info.path.key} {info.field_name} {info.context['word']}"

    @strawberry.field
    def with_argument(self, plus: int = 1) -> int:
        return self.kept.number + plus

    @strawberry.field
    def several(self) -> list[int]:
        return [self.kept.number]

    @strawberry.field
    def nobody(self) -> int | None:
        return None

    @strawberry.field
    def broken(self) -> int | None:
        raise ValueError("told as before")


@strawberry.type
class Query:
    """The root."""

    @strawberry.field
    def thing(self) -> Thing:
        return Thing(kept=Row())


ALL = "{ thing { ofSelf ofParent again: withInfo withArgument(plus: 2) several nobody broken } }"


def answered(schema: strawberry.Schema) -> tuple[Any, list[str]]:
    found = graphql_sync(schema._schema, ALL, context_value={"word": "here"})
    return found.data, [str(error) for error in found.errors or []]


def test_an_answer_is_the_same_with_and_without_shortcuts() -> None:
    plain, short = strawberry.Schema(Query), strawberry.Schema(Query)

    shortened = shorten(short._schema)

    assert shortened == [f"Thing.{name}" for name in ("ofSelf", "ofParent", "withInfo", "nobody", "broken")]
    assert answered(short) == answered(plain)
    assert answered(short)[0]["thing"]["again"] == "again withInfo here"


@pytest.mark.parametrize("schema", [company_schema, operator_schema], ids=["company", "operator"])
def test_what_has_arguments_pages_or_leads_to_other_rows_keeps_the_librarys_way(schema: Any) -> None:
    types = schema.core.type_map

    for place in schema.shortened:
        kind, _, name = place.partition(".")
        assert not types[kind].fields[name].args
        assert kind not in {"Query", "Mutation", "Subscription"}


def test_columns_ids_and_pointers_of_lists_are_shortened_and_lists_are_not() -> None:
    shortened = set(company_schema.shortened)

    assert {"FeedbackItem.id", "FeedbackItem.externalId", "Customer.externalId", "Touchpoint.code"} <= shortened
    assert {"FeedbackItem.customer", "Unit.parent", "Estimate.value"} <= shortened
    assert not {"Customer.feedbackItems", "ScoreRun.scores", "FeedbackItemConnection.nodes"} & shortened


def test_a_pointer_to_a_row_that_is_gone_is_null(in_acme: Tenant) -> None:
    records = [{"external_id": "f1", "customer": "c1", "occurred_at": "2026-05-01T10:00:00Z", "nps": 9}]
    ingest_records(kind="feedback", records=records, received_at=timezone.now(), actor=SYSTEM)
    FeedbackItem.objects.update(customer_id=uuid4())

    data = api_of(in_acme).data("{ feedbackItems { nodes { externalId customer { externalId } } } }")

    assert data["feedbackItems"]["nodes"] == [{"externalId": "f1", "customer": None}]
