"""What a request costs is known before it runs, taken from the caller's bucket, corrected, and told with the answer."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import strawberry
from graphql import graphql_sync
from pytest_django.fixtures import Settings

from config.schema import company_schema
from tenants.graphql.billing import values_in
from tenants.graphql.document import prepare
from tenants.graphql.limits import MAX_POINTS, points_of
from tenants.graphql.measure import Measure
from tenants.graphql.pages import MAX_PAGE
from tenants.graphql.schema import build_schema
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.graphql_api import Api, api_of
from tests.tenants.graphql.test_limits import chain

DASHBOARD = "query($n: Int = 100) { units(first: $n) { nodes { id code name kind isMapped parent { code } } } }"

BY_ID = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Unit { code name } } }"
IN_FRAGMENTS = """{ ...F } fragment F on Query { units(first: 50) { ...G } }
fragment G on UnitConnection { nodes { id code } }"""


def cost(response: Any) -> dict[str, Any]:
    return response.json()["extensions"]["cost"]


def points(document: str, **variables: Any) -> int:
    prepared = prepare(company_schema.core, document)
    operation = next(iter(prepared.operations.values()))
    size = prepared.measure(operation, variables)
    return points_of(operation, roots=size.fields, values=size.values)


def add_units(count: int) -> None:
    Unit.objects.bulk_create([Unit(code=f"u{at:04}") for at in range(count)])


@pytest.mark.parametrize(
    ("document", "variables", "expected"),
    [
        ("{ __typename }", {}, 1),
        ("{ a: __typename b: __typename c: __typename }", {}, 3),
        ("{ units(first: 100) { nodes { id code } } }", {}, 1 + 202 // 100),
        ("{ units { nodes { id code } } }", {}, 1),
        (DASHBOARD, {}, 1 + 702 // 100),
        (DASHBOARD, {"n": 10}, 1),
        (DASHBOARD, {"n": 0}, 1),
        (DASHBOARD, {"n": 10**9}, 1 + 702 // 100),
        (DASHBOARD, {"n": None}, 1 + 177 // 100),
        ('{ nodes(ids: ["a", "b"]) { id } }', {}, 1),
        (BY_ID, {"ids": ["x"] * 90}, 1 + 271 // 100),
        (IN_FRAGMENTS, {}, 2),
        ("mutation { ingestFeedback(input: {records: []}) { accepted } }", {}, 10),
        ("{ nope(first: 100) { nodes { a } } }", {}, 1),
    ],
)  # fmt: skip
def test_a_point_is_a_root_field_or_a_hundred_values(document: str, variables: dict[str, Any], expected: int) -> None:
    assert points(document, **variables) == expected


@pytest.mark.parametrize("links", [10, 45])
def test_a_chain_of_doubled_fragments_takes_steps_in_proportion_to_its_length(links: int) -> None:
    document = chain(links, "{ node(id: 1) { ...NEXT ...NEXT } }")
    prepared = prepare(company_schema.core, document)
    measure = Measure(company_schema.core, prepared.document, {})

    size = measure.of(prepared.operations[""])

    assert measure.steps == 3 * links + 2  # each fragment: its field and two spreads; the first spread; the last field
    assert size.depth == links + 1
    assert size.values == 1_000_000_000 if links == 45 else size.values < 10_000


def test_lists_in_lists_are_multiplied() -> None:
    document = "{ units(first: 90) { nodes { children(first: 100) { nodes { code } } } } }"

    assert points(document) == 1 + (2 + 90 * (2 + 100)) // 100


def test_a_query_over_the_allowed_cost_is_refused_and_told_which_it_is(in_acme: Tenant) -> None:
    fields = " ".join(f"x{at}: name" for at in range(25))
    document = f"{{ units(first: 99) {{ nodes {{ children(first: 99) {{ nodes {{ {fields} }} }} }} }} }}"

    response = api_of(in_acme).post(document)

    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert error["extensions"]["code"] == "COST_LIMIT"
    assert f"at most {MAX_POINTS} are allowed" in error["message"]
    assert cost(response)["requested"] > MAX_POINTS


def test_what_was_not_used_is_given_back(in_acme: Tenant, settings: Settings) -> None:
    settings.API_BUCKET_POINTS, settings.API_RESTORE_POINTS = 1_000, 1
    api = api_of(in_acme)
    add_units(3)

    first = cost(api.post(DASHBOARD))
    second = cost(api.post(DASHBOARD))

    assert first == {"requested": 8, "actual": 1, "available": 999, "restoreRate": 1}
    assert second["available"] in {998, 999}  # a second may have passed


def test_who_has_used_up_the_points_is_told_when_to_come_back(in_acme: Tenant, settings: Settings) -> None:
    settings.API_BUCKET_POINTS, settings.API_RESTORE_POINTS = 30, 1
    api = api_of(in_acme)
    add_units(100)
    heavy = "{ " + " ".join(f"a{at}: units(first: 100) {{ nodes {{ id code }} }}" for at in range(4)) + " }"
    for _ in range(2):
        assert api.post(heavy).status_code == 200

    refused = api.post(heavy)

    assert refused.status_code == 429
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert 1 <= int(refused["Retry-After"]) <= 12
    assert "data" not in refused.json()
    assert cost(refused) == {"requested": 12, "actual": 0, "available": cost(refused)["available"], "restoreRate": 1}
    assert cost(refused)["available"] < 12
    assert refused["RateLimit-Policy"] == '"points";q=30;w=30'
    assert refused["RateLimit"].startswith(f'"points";r={cost(refused)["available"]};t=')
    assert api.post("{ __typename }").status_code == 200  # what is left is enough for less
    assert api_of(in_acme).post(heavy).status_code == 200  # another key has a bucket of its own


def test_a_dry_run_tells_the_cost_and_does_nothing(in_acme: Tenant) -> None:
    mutation = 'mutation { ingestFeedback(input: {records: [{externalId: "a"}]}) { accepted } }'
    body = msgspec.json.encode({"query": mutation, "extensions": {"cost": "dryRun"}})
    api = api_of(in_acme)

    response = api.send(body)

    assert response.status_code == 200
    assert response.json()["data"] is None
    assert {"dryRun": True, "requested": 10, "actual": 0}.items() <= cost(response).items()


def test_a_dry_run_tells_of_what_would_be_refused_for_its_cost(in_acme: Tenant) -> None:
    fields = " ".join(f"x{at}: name" for at in range(25))
    document = f"{{ units(first: 99) {{ nodes {{ children(first: 99) {{ nodes {{ {fields} }} }} }} }} }}"

    response = api_of(in_acme).send(msgspec.json.encode({"query": document, "extensions": {"cost": "dryRun"}}))

    assert response.status_code == 200
    assert cost(response)["requested"] > MAX_POINTS


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"query": "{"}', b'{"query": "{ nope }"}', b'{"query": "{ a a }"}'])
def test_every_refusal_tells_its_cost_too(in_acme: Tenant, body: bytes) -> None:
    found = cost(api_of(in_acme).send(body))

    assert found["actual"] == 1
    assert found["available"] is not None


def test_without_valkey_requests_are_served_and_told_so(
    in_acme: Tenant, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    from tenants.services import buckets

    settings.REDIS_URL = "unix:///nowhere/at/all.sock"
    api = api_of(in_acme)
    try:
        response, again = api.post("{ rateLimit { available fullAt } }"), api.post("{ viewer { kind } }")
    finally:
        buckets._Rest.until = 0.0

    assert response.status_code == again.status_code == 200
    assert response.json()["data"]["rateLimit"] == {"available": None, "fullAt": None}
    assert cost(response)["available"] is None
    assert "RateLimit" not in response
    assert sum("buckets are away" in line for line in caplog.messages) == 1  # not with every request


def test_the_root_field_tells_what_the_header_tells(in_acme: Tenant, settings: Settings) -> None:
    settings.API_BUCKET_POINTS, settings.API_RESTORE_POINTS = 2_000, 5
    query = "{ rateLimit { limit mostPerRequest cost available restoreRate fullAt } }"

    response = api_of(in_acme).post(query)

    found = response.json()["data"]["rateLimit"]
    assert found.pop("fullAt")
    assert found == {"limit": 2000, "mostPerRequest": 1000, "cost": 1, "available": 1999, "restoreRate": 5}
    assert response["RateLimit"] == '"points";r=1999;t=1'


def test_somebody_unknown_has_a_fifth(in_acme: Tenant, settings: Settings) -> None:
    settings.API_BUCKET_POINTS, settings.API_RESTORE_POINTS = 10_000, 500

    assert cost(Api(in_acme).post("{ __typename }"))["restoreRate"] == 100


def test_values_of_an_answer_are_counted_at_every_level() -> None:
    assert values_in({"a": [{"b": {"c": 1}}, {"b": None}], "d": 1}) == 5


@strawberry.type
class Thing:
    at: int


@strawberry.type
class Things:
    @strawberry.field
    def things(self, count: int) -> list[Thing]:
        return [Thing(at=at) for at in range(count)]


def test_plain_lists_end_where_a_page_would() -> None:
    schema = build_schema(query=Things)

    assert schema.capped == ["Things.things"]
    for asked, told in ((99, 99), (250, MAX_PAGE)):
        found = graphql_sync(schema.core, f"{{ things(count: {asked}) {{ at }} }}")
        assert found.data == {"things": [{"at": at} for at in range(told)]}
