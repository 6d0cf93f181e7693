"""Pages are cut by the values of the order, whichever way a list is read."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import pytest

from tenants.graphql.errors import ApiError
from tenants.graphql.keyset import BY_ID, Page, by, read_cursor, write_cursor
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

CODES = [f"u{number:02}" for number in range(30)]
PAGE = """query($first: Int, $after: String, $last: Int, $before: String) {
  units(first: $first, after: $after, last: $last, before: $before) {
    nodes { code } edges { cursor node { code } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    Unit.objects.bulk_create(Unit(code=code) for code in reversed(CODES))
    return api_of(in_acme, "journeys:read")


def page(api: Api, **arguments: Any) -> tuple[list[str], dict[str, Any]]:
    found = api.data(PAGE, **arguments)["units"]
    codes = [node["code"] for node in found["nodes"]]
    assert [edge["node"]["code"] for edge in found["edges"]] == codes
    assert found["pageInfo"]["startCursor"] == (found["edges"][0]["cursor"] if codes else None)
    assert found["pageInfo"]["endCursor"] == (found["edges"][-1]["cursor"] if codes else None)
    return codes, found["pageInfo"]


def test_a_page_holds_25_objects_unless_asked(api: Api) -> None:
    codes, info = page(api)

    assert codes == CODES[:25]
    assert (info["hasNextPage"], info["hasPreviousPage"]) == (True, False)


def test_reading_forwards_meets_every_object_once(api: Api) -> None:
    met: list[str] = []
    info: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
    while info["hasNextPage"]:
        codes, info = page(api, first=7, after=info["endCursor"])
        met += codes

    assert met == CODES


def test_reading_backwards_meets_every_object_once(api: Api) -> None:
    met: list[str] = []
    info: dict[str, Any] = {"hasPreviousPage": True, "startCursor": None}
    while info["hasPreviousPage"]:
        codes, info = page(api, last=7, before=info["startCursor"])
        met = codes + met

    assert met == CODES


def test_a_page_between_two_cursors(api: Api) -> None:
    _, start = page(api, first=3)
    _, end = page(api, last=3)

    codes, _ = page(api, first=100, after=start["endCursor"], before=end["startCursor"])

    assert codes == CODES[3:-3]


def test_rows_added_before_the_cursor_do_not_shift_the_next_page(api: Api) -> None:
    _, info = page(api, first=10)
    Unit.objects.create(code="a-new-one")

    codes, _ = page(api, first=10, after=info["endCursor"])

    assert codes == CODES[10:20]


@pytest.mark.parametrize("arguments", [{"first": 0}, {"last": 0}])
def test_a_page_of_nothing_is_empty(api: Api, arguments: dict[str, int]) -> None:
    assert page(api, **arguments)[0] == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"first": -1},
        {"last": -1},
        {"first": 101},
        {"last": 101},
        {"first": 2**31},
        {"first": 1, "last": 1},
        {"after": ""},
        {"after": "x"},
        {"after": "等位"},
        {"after": "a" * 3000},
        {"before": "bnVsbA"},
    ],
)
def test_pages_that_cannot_be_are_bad_input(api: Api, arguments: dict[str, Any]) -> None:
    assert api.code(PAGE, **arguments) == "BAD_USER_INPUT"


def cursor(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


ID = "01a2010c-500b-77a7-b6b6-e53601c6008c"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '["a"]',
        f'["a", "{ID}", 1]',
        f'[1, "{ID}"]',
        '["a", "b"]',
        f'["\\u0000", "{ID}"]',
        f'["\\ud800", "{ID}"]',
        f'[null, "{ID}"]',
        "[" * 600,
    ],
)
def test_a_cursor_of_another_list_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match="not a cursor of this list"):
        read_cursor(cursor(text), by("code"))


def test_numbers_that_no_column_holds_are_refused() -> None:
    with pytest.raises(ApiError, match="not a cursor of this list"):
        read_cursor(cursor(f'[{2**63}, "{ID}"]'), by("position", int))


def test_a_cursor_gives_back_the_values_of_the_row(in_acme: Tenant) -> None:
    unit = Unit(code="等位 1")

    assert read_cursor(write_cursor(unit, by("code")), by("code")) == ["等位 1", unit.id]
    assert read_cursor(write_cursor(unit, BY_ID), BY_ID) == [unit.id]


def test_a_page_knows_its_size() -> None:
    assert [Page().size, Page(first=0).size, Page(last=0).size, Page(last=100).size] == [25, 0, 0, 100]
