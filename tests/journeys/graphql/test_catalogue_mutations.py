"""Touchpoints, channels and personas through the API: each change and each refusal."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.models import Channel, Persona, Touchpoint
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.members.models import Department
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of
from tests.journeys.graphql.rows import add_journeys, add_touchpoints
from tests.mutating import change, done, refusals

TOUCHPOINT = """touchpoint { id code nameEn mode weight isMomentOfTruth isMapped archivedAt revision
  channel { code } owner { code } mergedInto { code } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "journeys:read", "journeys:write")


@pytest.fixture
def queue(in_acme: Tenant) -> Touchpoint:
    return add_touchpoints(["queue"])[0]


def test_a_touchpoint_is_created_described_archived_and_restored(api: Api) -> None:
    Channel.objects.create(code="app")
    Department.objects.create(code="ops")
    made = done(
        api, "createTouchpoint", TOUCHPOINT, code="order", nameEn="Order", channel="app", mode="ONLINE", weight="2.5"
    )
    assert (made["mode"], made["weight"], made["isMapped"]) == ("ONLINE", "2.5", True)

    told = done(
        api, "updateTouchpoint", TOUCHPOINT, id=made["id"], owner="ops", channel=None, isMomentOfTruth=True, revision=1
    )
    assert (told["owner"], told["channel"], told["revision"]) == ({"code": "ops"}, None, 2)
    assert told["isMomentOfTruth"] is True
    assert done(api, "archiveTouchpoint", TOUCHPOINT, id=made["id"])["archivedAt"] is not None
    listed = "{ touchpoints(filter: {isArchived: true}) { nodes { code } } }"
    assert api.data(listed)["touchpoints"]["nodes"] == [{"code": "order"}]
    assert done(api, "restoreTouchpoint", TOUCHPOINT, id=made["id"])["archivedAt"] is None
    assert api.data(listed)["touchpoints"]["nodes"] == []
    actions = AuditEvent.objects.filter(subject_kind="touchpoint").values_list("action", flat=True)
    assert sorted(one.partition(".")[2] for one in actions) == ["archived", "created", "restored", "updated"]


def test_describing_a_bare_code_maps_it(api: Api) -> None:
    bare = Touchpoint.objects.create(code="q1", is_mapped=False)

    found = done(api, "updateTouchpoint", TOUCHPOINT, id=encode("Touchpoint", bare.pk), nameEn="Queue")

    assert (found["isMapped"], found["nameEn"], found["code"]) == (True, "Queue", "q1")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("createTouchpoint", {"code": "queue"}, ("CODE_TAKEN", "input.code")),
        ("createTouchpoint", {"code": "\t"}, ("BAD_CODE", "input.code")),
        ("createTouchpoint", {"code": "x", "channel": "moon"}, ("UNKNOWN_CHANNEL", "input.channel")),
        ("createTouchpoint", {"code": "x", "owner": "moon"}, ("UNKNOWN_DEPARTMENT", "input.owner")),
        ("createTouchpoint", {"code": "x", "weight": "-1"}, ("BAD_VALUE", "input.weight")),
        ("createTouchpoint", {"code": "x", "weight": "123456.7"}, ("BAD_VALUE", "input.weight")),
        ("createTouchpoint", {"code": "x", "descriptionEn": "x" * 10_001}, ("BAD_VALUE", "input.descriptionEn")),
        ("updateTouchpoint", {"id": "@", "revision": 3}, ("CONFLICT", "input.revision")),
        ("updateTouchpoint", {"id": "@", "nameZh": None}, ("BAD_VALUE", "input.nameZh")),
        ("updateTouchpoint", {"id": "?"}, ("UNKNOWN_TOUCHPOINT", "input.id")),
        ("archiveTouchpoint", {"id": "?"}, ("UNKNOWN_TOUCHPOINT", "input.id")),
        ("restoreTouchpoint", {"id": "@", "revision": 3}, ("CONFLICT", "input.revision")),
    ],
)
def test_a_touchpoint_is_not_changed_so(
    api: Api, queue: Touchpoint, name: str, given: dict[str, Any], expected: tuple[str, str]
) -> None:
    ids = {"@": encode("Touchpoint", queue.pk), "?": encode("Touchpoint", uuid7())}
    before = list(Touchpoint.objects.values_list())

    assert refusals(api, name, **{field: ids.get(str(value), value) for field, value in given.items()}) == [expected]

    assert list(Touchpoint.objects.values_list()) == before


def test_a_touchpoint_with_a_place_in_a_journey_in_use_is_not_archived(api: Api) -> None:
    add_journeys(["j"])
    placed = Touchpoint.objects.get(code="j-1-1")

    found = change(api, "archiveTouchpoint", id=encode("Touchpoint", placed.pk))["userErrors"]

    assert [error["code"] for error in found] == ["TOUCHPOINT_IN_USE"]
    assert "Journey j has a place for it" in found[0]["message"]


def test_a_code_that_stands_for_another_touchpoint_has_nothing_to_change(api: Api, queue: Touchpoint) -> None:
    alias = Touchpoint.objects.create(code="q1", merged_into=queue)

    for name in ("updateTouchpoint", "archiveTouchpoint", "restoreTouchpoint"):
        assert refusals(api, name, id=encode("Touchpoint", alias.pk)) == [("TOUCHPOINT_MERGED", "input.id")]


def test_a_channel_is_created_and_described(api: Api) -> None:
    selection = "channel { id code nameZh kind isMapped revision }"
    made = done(api, "createChannel", selection, code="app", kind="APP")
    bare = encode("Channel", Channel.objects.create(code="a1", is_mapped=False).pk)

    assert done(api, "updateChannel", selection, id=made["id"], nameZh="应用", revision=1)["nameZh"] == "应用"
    assert done(api, "updateChannel", selection, id=bare, kind="WEB")["isMapped"] is True
    assert refusals(api, "createChannel", code="app") == [("CODE_TAKEN", "input.code")]
    assert refusals(api, "updateChannel", id=made["id"], revision=1) == [("CONFLICT", "input.revision")]
    assert refusals(api, "updateChannel", id=encode("Channel", uuid7())) == [("UNKNOWN_CHANNEL", "input.id")]


def test_a_persona_is_created_changed_and_removed(api: Api) -> None:
    selection = "persona { id code storyZh segment revision }"
    made = done(api, "createPersona", selection, code="family", segment="family")

    changed = done(api, "updatePersona", selection, id=made["id"], storyZh="周末带孩子来", revision=1)
    assert (changed["storyZh"], changed["segment"], changed["revision"]) == ("周末带孩子来", "family", 2)
    assert refusals(api, "updatePersona", id=made["id"], revision=1) == [("CONFLICT", "input.revision")]
    assert refusals(api, "createPersona", code="family") == [("CODE_TAKEN", "input.code")]
    assert refusals(api, "deletePersona", id=made["id"], revision=1) == [("CONFLICT", "input.revision")]
    assert change(api, "deletePersona", "deletedId", id=made["id"]) == {"deletedId": made["id"], "userErrors": []}
    assert not Persona.objects.exists()
    assert refusals(api, "deletePersona", id=made["id"]) == [("UNKNOWN_PERSONA", "input.id")]
