"""Whoever may read the audit finds what was done, by whom, to what and when; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tenants.access import Actor, RequestInfo, request_context
from tenants.audit.services import Subject, record
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

ASK = "query Q($filter: AuditEventFilter) { auditEvents(filter: $filter) { totalCount nodes { action } } }"
PAGE = """query P($first: Int, $after: String) {
  auditEvents(filter: {actions: ["journey.changed", "plan.approved"]}, first: $first, after: $after) {
  pageInfo { endCursor hasNextPage } nodes { id at actorKind actorId actorName actorRole action subjectKind subjectId
  subjectName before after requestId address userAgent reason digest } } }"""


def write(count: int) -> None:
    for number in range(count):
        who = Actor(kind="user" if number % 2 else "key", name=f"name{number % 3}", role="owner")
        with request_context(RequestInfo(id=f"{number:032x}", address="203.0.113.9", user_agent="Firefox")):
            record(
                actor=who, action="journey.changed" if number % 2 else "plan.approved",
                subject=Subject("journey" if number % 2 else "plan", f"s{number}", "Dinner"),
                before={"n": number}, after={"n": number + 1, "password": "horse"},
            )  # fmt: skip


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "audit:read")


def test_an_event_is_told_whole_without_secrets(api: Api) -> None:
    write(1)

    node = api.data(PAGE, first=1)["auditEvents"]["nodes"][0]

    assert (node["actorKind"], node["actorName"], node["actorRole"]) == ("key", "name0", "owner")
    assert (node["action"], node["subjectKind"], node["subjectId"]) == ("plan.approved", "plan", "s0")
    assert (node["before"], node["after"]) == ({"n": 0}, {"n": 1, "password": "[not kept]"})
    assert (node["requestId"], node["address"], node["userAgent"]) == ("0" * 32, "203.0.113.9", "Firefox")
    assert "horse" not in str(node)


@pytest.mark.parametrize(("filter", "count"), [
    ({"actorKind": "user"}, 5), ({"actorName": "name0"}, 4), ({"actorId": "x"}, 0), ({"actions": ["plan.approved"]}, 5),
    ({"subjectKind": "plan", "subjectId": "s4"}, 1), ({"requestId": f"{3:032x}"}, 1),
    ({"actorKind": "user", "actions": ["plan.approved"]}, 0),
])  # fmt: skip
def test_events_are_found_by_who_what_and_which_request(api: Api, filter: dict[str, object], count: int) -> None:
    write(10)

    assert api.data(ASK, filter=filter)["auditEvents"]["totalCount"] == count


def test_events_are_found_by_time(api: Api) -> None:
    write(2)
    now = timezone.now()

    def count(**bounds: object) -> int:
        found: int = api.data(ASK, filter=bounds | {"actions": ["journey.changed", "plan.approved"]})["auditEvents"][
            "totalCount"
        ]
        return found

    assert count(atFrom=(now - timedelta(hours=1)).isoformat(), atTo=now.isoformat()) == 2
    assert count(atTo=(now - timedelta(hours=1)).isoformat()) == 0
    assert count(atFrom=now.isoformat()) == 0


def test_the_pages_hold_each_event_once_newest_first(api: Api) -> None:
    write(5)

    first = api.data(PAGE, first=3)["auditEvents"]
    rest = api.data(PAGE, first=3, after=first["pageInfo"]["endCursor"])["auditEvents"]

    assert [node["subjectId"] for node in [*first["nodes"], *rest["nodes"]]] == ["s4", "s3", "s2", "s1", "s0"]
    assert rest["pageInfo"]["hasNextPage"] is False


def test_a_page_costs_the_same_however_long_it_is(api: Api) -> None:
    write(3)
    few = api.queries(PAGE, first=100)
    write(30)

    assert api.queries(PAGE, first=100) == few


def test_it_needs_a_scope_of_its_own(in_acme: Tenant) -> None:
    assert api_of(in_acme, "members:read", "settings:write").code(ASK) == "FORBIDDEN"
