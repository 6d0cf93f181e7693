"""What the libraries do with hostile requests when they are used as they come, and what we do instead.

Each pair shows a defect of the stock library and that it is closed here; the first half fails when the library has
mended it, and then ours may be given up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import strawberry
import strawberry_django
from django.test import RequestFactory
from strawberry import relay
from strawberry.django.views import GraphQLView

from tenants.access import company_context
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

pytestmark = pytest.mark.django_db
MANY = 120


@strawberry_django.filter_type(Unit, lookups=True)
class StockFilter:
    code: strawberry.auto


@strawberry_django.type(Unit, filters=StockFilter)
class StockUnit(relay.Node):
    code: strawberry.auto


@strawberry.type
class StockQuery:
    units: relay.ListConnection[StockUnit] = strawberry_django.connection()
    everything: list[StockUnit] = strawberry_django.field()


STOCK = strawberry.Schema(StockQuery)


@pytest.fixture
def many_units(acme: Tenant) -> Iterator[Tenant]:
    with company_context(acme):
        Unit.objects.bulk_create(Unit(code=f"stock-{number}", name="x") for number in range(MANY))
        yield acme


@pytest.fixture
def api(acme: Tenant) -> Api:
    return api_of(acme)


def stock(query: str) -> Any:
    return STOCK.execute_sync(query)


def post_to_stock(body: bytes) -> Any:
    request = RequestFactory().post("/", body, content_type="application/json")
    return GraphQLView.as_view(schema=STOCK)(request)


def test_stock_gives_everything_to_who_asks_for_the_last_none(many_units: Tenant) -> None:
    assert len(stock("{ units(last: 0) { edges { node { code } } } }").data["units"]["edges"]) >= MANY


def test_ours_gives_none(many_units: Tenant, api: Api) -> None:
    assert api.data("{ units(last: 0) { edges { node { code } } } }")["units"]["edges"] == []


def test_stock_lists_have_no_end(many_units: Tenant) -> None:
    assert len(stock("{ everything { code } }").data["everything"]) >= MANY


def test_ours_end_at_a_hundred(many_units: Tenant, api: Api) -> None:
    assert len(api.data("{ units(first: 100) { edges { node { code } } } }")["units"]["edges"]) == 100
    assert api.code("{ units(first: 101) { edges { node { code } } } }") == "BAD_USER_INPUT"


def test_stock_lets_strangers_choose_regular_expressions() -> None:
    assert "iRegex" in STOCK.as_str()


def test_ours_has_no_regular_expressions(api: Api) -> None:
    names = json.dumps(api.data("{ __schema { types { inputFields { name } fields { args { name } } } } }"))

    assert "code" in names.lower()
    assert "regex" not in names.lower()


@pytest.mark.parametrize("body", [b"null", b"7", b'"text"', b"\xff\xfe", b"\x1f\x8b\x08\x00", b"9" * 5_000])
def test_stock_view_breaks_on_what_is_no_request(body: bytes) -> None:
    with pytest.raises((AttributeError, TypeError, UnicodeDecodeError, ValueError)):
        post_to_stock(body)


@pytest.mark.parametrize("body", [b"null", b"7", b'"text"', b"\xff\xfe", b"\x1f\x8b\x08\x00", b"9" * 5_000])
def test_ours_says_what_is_wrong_with_it(body: bytes, api: Api) -> None:
    response = api.send(body)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_stock_tells_what_the_database_says(many_units: Tenant) -> None:
    found = stock('{ everything(filters: {code: {exact: "a\\u0000"}}) { code } }')

    assert "NUL" in str(found.errors)


def test_ours_tells_nothing_of_it(api: Api) -> None:
    found = api.error("query($id: ID!) { node(id: $id) { id } }", id="a\0b")

    assert found["extensions"]["code"] == "BAD_USER_INPUT"
    assert "PostgreSQL" not in json.dumps(found)


def test_stock_explorer_loads_programs_of_strangers() -> None:
    page = GraphQLView.as_view(schema=STOCK)(RequestFactory().get("/", headers={"accept": "text/html"}))

    assert b'src="https://' in page.content


def test_our_endpoint_gives_no_page(api: Api) -> None:
    response = api.send(b"", headers={"accept": "text/html"})

    assert "text/html" not in response["Content-Type"]
    assert b"<script" not in response.content
