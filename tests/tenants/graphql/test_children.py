"""Lists below the objects of a list are read together, and still page by page."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.members.models import Unit
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

TREE = """query($first: Int, $after: String, $last: Int) {
  units(filter: {kind: "region"}) { nodes { code
    children(first: $first, after: $after, last: $last) {
      totalCount nodes { code parent { code } } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    for region, stores in (("east", 4), ("north", 2), ("west", 0)):
        parent = Unit.objects.create(code=region, kind="region")
        Unit.objects.bulk_create(Unit(code=f"{region}-{store}", parent=parent) for store in range(stores))
    return api_of(in_acme, "journeys:read")


def children(api: Api, **arguments: Any) -> dict[str, list[str]]:
    regions = api.data(TREE, **arguments)["units"]["nodes"]
    return {region["code"]: [node["code"] for node in region["children"]["nodes"]] for region in regions}


def test_each_parent_gets_its_own_page(api: Api) -> None:
    assert children(api, first=3) == {
        "east": ["east-0", "east-1", "east-2"],
        "north": ["north-0", "north-1"],
        "west": [],
    }


def test_pages_from_the_end_keep_the_order(api: Api) -> None:
    assert children(api, last=2) == {"east": ["east-2", "east-3"], "north": ["north-0", "north-1"], "west": []}


def test_counts_and_page_infos_are_each_parents_own(api: Api) -> None:
    regions = api.data(TREE, first=3)["units"]["nodes"]

    assert [region["children"]["totalCount"] for region in regions] == [4, 2, 0]
    assert [region["children"]["pageInfo"]["hasNextPage"] for region in regions] == [True, False, False]


def test_a_parents_cursor_leads_on(api: Api) -> None:
    east = api.data(TREE, first=3)["units"]["nodes"][0]

    assert children(api, first=3, after=east["children"]["pageInfo"]["endCursor"])["east"] == ["east-3"]


def test_the_same_list_with_other_arguments_is_another_list(api: Api) -> None:
    query = """{ units(filter: {codes: ["east"]}) { nodes {
      one: children(first: 1) { nodes { code } } two: children(first: 2) { nodes { code } } } } }"""

    (east,) = api.data(query)["units"]["nodes"]

    assert [len(east["one"]["nodes"]), len(east["two"]["nodes"])] == [1, 2]


def test_statements_do_not_grow_with_the_parents(in_acme: Tenant) -> None:
    api = api_of(in_acme, "journeys:read")
    counts = []
    for start, end in ((0, 3), (3, 25)):
        for number in range(start, end):
            parent = Unit.objects.create(code=f"r{number}", kind="region")
            Unit.objects.bulk_create(Unit(code=f"r{number}-{store}", parent=parent) for store in range(3))
        counts.append(api.queries(TREE, first=2))

    assert counts[0] == counts[1]
