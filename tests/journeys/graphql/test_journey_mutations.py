"""Journeys and their drafts through the API: each change, each refusal, and what was in force stays as it was."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.models import Journey, JourneyVersion, Stage, Touchpoint
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of
from tests.journeys.graphql.rows import add_journeys, add_touchpoints
from tests.mutating import change, done, refusals

DRAFT = """journeyVersion { id number state revision stages { nodes { id code nameEn position
  placements { nodes { id position expectedEmotion touchpoint { code } } } } } }"""
JOURNEY = "journey { id code nameEn kind status revision parent { code } versions { nodes { id number state } } }"


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "journeys:read", "journeys:write")


@pytest.fixture
def journey(in_acme: Tenant) -> Journey:
    """A journey in force, of stages s1 and s2 with the touchpoints j-1-1, j-1-2, j-2-1 and j-2-2."""
    add_journeys(["j"])
    return Journey.objects.get(code="j")


@pytest.fixture
def draft(api: Api, journey: Journey) -> dict[str, Any]:
    return done(api, "draftJourneyVersion", DRAFT, journeyId=encode("Journey", journey.pk))


def codes(version: dict[str, Any]) -> list[str]:
    return [stage["code"] for stage in version["stages"]["nodes"]]


def placed(version: dict[str, Any], stage: int = 0) -> list[str]:
    return [one["touchpoint"]["code"] for one in version["stages"]["nodes"][stage]["placements"]["nodes"]]


def test_a_journey_is_created_with_a_draft_changed_archived_and_restored(api: Api) -> None:
    made = done(api, "createJourney", JOURNEY, code="visit", nameEn="Visit", kind="TO_BE")
    assert [(v["number"], v["state"]) for v in made["versions"]["nodes"]] == [(1, "DRAFT")]
    done(api, "createJourney", JOURNEY, code="whole")

    changed = done(api, "updateJourney", JOURNEY, id=made["id"], nameEn="A visit", parent="whole", revision=1)
    assert (changed["nameEn"], changed["kind"], changed["revision"]) == ("A visit", "TO_BE", 2)
    assert changed["parent"] == {"code": "whole"}
    assert done(api, "updateJourney", JOURNEY, id=made["id"], parent=None)["parent"] is None
    assert done(api, "archiveJourney", JOURNEY, id=made["id"])["status"] == "ARCHIVED"
    assert done(api, "restoreJourney", JOURNEY, id=made["id"])["status"] == "ACTIVE"

    told = AuditEvent.objects.filter(subject_name="visit").order_by("pk").values_list("action", flat=True)
    assert sorted(told) == sorted(
        ["journey.created", "journey.updated", "journey.updated", "journey.archived", "journey.restored"]
    )


def test_what_changes_nothing_is_no_revision_and_not_told(api: Api, journey: Journey) -> None:
    again = done(api, "restoreJourney", JOURNEY, id=encode("Journey", journey.pk))

    assert again["revision"] == 1
    assert not AuditEvent.objects.filter(subject_kind="journey").exists()


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("createJourney", {"code": "j"}, ("CODE_TAKEN", "input.code")),
        ("createJourney", {"code": " "}, ("BAD_CODE", "input.code")),
        ("createJourney", {"code": "x" * 121}, ("BAD_CODE", "input.code")),
        ("createJourney", {"code": "k", "nameZh": "等" * 201}, ("BAD_VALUE", "input.nameZh")),
        ("createJourney", {"code": "k", "parent": "moon"}, ("UNKNOWN_JOURNEY", "input.parent")),
        ("updateJourney", {"id": "@", "revision": 7}, ("CONFLICT", "input.revision")),
        ("updateJourney", {"id": "@", "parent": "j"}, ("JOURNEY_IN_CIRCLE", "input.parent")),
        ("updateJourney", {"id": "@", "nameEn": None}, ("BAD_VALUE", "input.nameEn")),
        ("updateJourney", {"id": "?"}, ("UNKNOWN_JOURNEY", "input.id")),
        ("archiveJourney", {"id": "@"}, ("JOURNEY_IN_USE", "input.id")),
        ("archiveJourney", {"id": "?"}, ("UNKNOWN_JOURNEY", "input.id")),
        ("restoreJourney", {"id": "@", "revision": 2}, ("CONFLICT", "input.revision")),
    ],
)
def test_a_journey_is_not_changed_so(
    api: Api, journey: Journey, name: str, given: dict[str, Any], expected: tuple[str, str]
) -> None:
    Journey.objects.create(code="part", parent=journey)
    ids = {"@": encode("Journey", journey.pk), "?": encode("Journey", uuid7())}
    before = list(Journey.objects.values_list())

    assert refusals(api, name, **{field: ids.get(str(value), value) for field, value in given.items()}) == [expected]

    assert list(Journey.objects.values_list()) == before
    assert not AuditEvent.objects.filter(subject_kind="journey").exists()


def test_several_mistakes_are_told_at_once(api: Api) -> None:
    long = "x" * 201

    found = refusals(api, "createJourney", code="k", nameZh=long, nameEn=long)

    assert sorted(found) == [("BAD_VALUE", "input.nameEn"), ("BAD_VALUE", "input.nameZh")]


def test_a_draft_is_a_copy_that_goes_its_own_way_until_it_is_published(
    api: Api, journey: Journey, draft: dict[str, Any]
) -> None:
    add_touchpoints(["fresh"])
    assert (draft["number"], draft["state"], codes(draft)) == (2, "DRAFT", ["s1", "s2"])
    at = {"versionId": draft["id"]}
    first, second = (stage["id"] for stage in draft["stages"]["nodes"])

    added = done(api, "createStage", DRAFT, **at, code="before", nameEn="Before", position=1, revision=1)
    assert (codes(added), added["revision"]) == (["before", "s1", "s2"], 2)
    renamed = done(api, "updateStage", DRAFT, **at, stageId=first, nameEn="Arriving")
    assert renamed["stages"]["nodes"][1]["nameEn"] == "Arriving"
    before = added["stages"]["nodes"][0]["id"]
    turned = done(api, "reorderStages", DRAFT, **at, stageIds=[second, before, first])
    assert codes(turned) == ["s2", "before", "s1"]
    put = done(api, "placeTouchpoint", DRAFT, **at, stageId=second, touchpoint="fresh", position=1, expectedEmotion=-2)
    assert placed(put) == ["fresh", "j-2-1", "j-2-2"]
    places = [one["id"] for one in put["stages"]["nodes"][0]["placements"]["nodes"]]
    sorted_anew = done(api, "reorderPlacements", DRAFT, **at, stageId=second, placementIds=places[::-1])
    assert placed(sorted_anew) == ["j-2-2", "j-2-1", "fresh"]
    removed = done(api, "removePlacement", DRAFT, **at, placementId=places[1])
    assert placed(removed) == ["j-2-2", "fresh"]
    shorter = done(api, "deleteStage", DRAFT, **at, stageId=before)
    assert [stage["position"] for stage in shorter["stages"]["nodes"]] == [1, 2]

    published = done(api, "publishJourneyVersion", DRAFT, **at)

    assert (published["state"], codes(published)) == ("PUBLISHED", ["s2", "s1"])
    old = JourneyVersion.objects.get(journey=journey, number=1)
    assert old.state == "archived"
    assert list(Stage.objects.filter(version=old).order_by("position").values_list("code", flat=True)) == ["s1", "s2"]


def test_a_touchpoint_that_is_placed_again_is_moved(api: Api, draft: dict[str, Any]) -> None:
    stage = draft["stages"]["nodes"][0]["id"]

    moved = done(
        api, "placeTouchpoint", DRAFT, versionId=draft["id"], stageId=stage, touchpoint="j-1-2", position=1,
        expectedEmotion=2,
    )  # fmt: skip

    assert placed(moved) == ["j-1-2", "j-1-1"]
    assert moved["stages"]["nodes"][0]["placements"]["nodes"][0]["expectedEmotion"] == 2


@pytest.mark.parametrize(
    "name",
    [
        "createStage", "updateStage", "deleteStage", "reorderStages", "placeTouchpoint", "removePlacement",
        "reorderPlacements", "publishJourneyVersion", "discardJourneyVersion",
    ],
)  # fmt: skip
def test_a_version_in_force_is_never_changed(api: Api, journey: Journey, name: str) -> None:
    version = JourneyVersion.objects.get(journey=journey)
    stage = encode("Stage", version.stages.first().pk)
    more = {
        "createStage": {"code": "x"}, "updateStage": {"stageId": stage}, "deleteStage": {"stageId": stage},
        "reorderStages": {"stageIds": [stage]}, "placeTouchpoint": {"stageId": stage, "touchpoint": "j-2-1"},
        "removePlacement": {"placementId": encode("StageTouchpoint", uuid7())},
        "reorderPlacements": {"stageId": stage, "placementIds": []},
    }  # fmt: skip

    found = refusals(api, name, versionId=encode("JourneyVersion", version.pk), **more.get(name, {}))

    assert found == [("VERSION_FROZEN", "input.versionId")]


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("createStage", {"code": "s1"}, ("CODE_TAKEN", "input.code")),
        ("createStage", {"code": ""}, ("BAD_CODE", "input.code")),
        ("createStage", {"code": "x", "position": 0}, ("BAD_VALUE", "input.position")),
        ("createStage", {"code": "x", "nameEn": "x" * 201}, ("BAD_VALUE", "input.nameEn")),
        ("createStage", {"code": "x", "revision": 9}, ("CONFLICT", "input.revision")),
        ("updateStage", {"stageId": "?"}, ("UNKNOWN_STAGE", "input.stageId")),
        ("updateStage", {"stageId": "1", "nameZh": None}, ("BAD_VALUE", "input.nameZh")),
        ("deleteStage", {"stageId": "?"}, ("UNKNOWN_STAGE", "input.stageId")),
        ("reorderStages", {"stageIds": ["1"]}, ("BAD_ORDER", "input.stageIds")),
        ("reorderStages", {"stageIds": ["1", "1"]}, ("BAD_ORDER", "input.stageIds")),
        ("placeTouchpoint", {"stageId": "1", "touchpoint": "moon"}, ("UNKNOWN_TOUCHPOINT", "input.touchpoint")),
        ("placeTouchpoint", {"stageId": "1", "touchpoint": "gone"}, ("TOUCHPOINT_ARCHIVED", "input.touchpoint")),
        (
            "placeTouchpoint",
            {"stageId": "1", "touchpoint": "j-2-1", "expectedEmotion": 3},
            ("BAD_VALUE", "input.expectedEmotion"),
        ),
        ("removePlacement", {"placementId": "p"}, ("UNKNOWN_PLACEMENT", "input.placementId")),
        ("reorderPlacements", {"stageId": "1", "placementIds": []}, ("BAD_ORDER", "input.placementIds")),
    ],
)
def test_a_draft_is_not_changed_so(
    api: Api, draft: dict[str, Any], name: str, given: dict[str, Any], expected: tuple[str, str]
) -> None:
    (gone,) = add_touchpoints(["gone"])
    Touchpoint.objects.filter(pk=gone.pk).update(archived_at="2026-01-01T00:00:00Z")
    ids = {"1": draft["stages"]["nodes"][0]["id"], "?": encode("Stage", uuid7())}
    ids["p"] = encode("StageTouchpoint", uuid7())

    def real(value: Any) -> Any:
        return [real(one) for one in value] if isinstance(value, list) else ids.get(str(value), value)

    found = refusals(api, name, versionId=draft["id"], **{field: real(value) for field, value in given.items()})

    assert found == [expected]
    assert JourneyVersion.objects.get(state="draft").revision == 1


def test_a_journey_has_one_draft_which_can_be_thrown_away(api: Api, journey: Journey, draft: dict[str, Any]) -> None:
    of_journey = {"journeyId": encode("Journey", journey.pk)}
    assert refusals(api, "draftJourneyVersion", **of_journey) == [("DRAFT_EXISTS", "input.journeyId")]

    gone = change(api, "discardJourneyVersion", "deletedId", versionId=draft["id"])

    assert gone == {"deletedId": draft["id"], "userErrors": []}
    assert AuditEvent.objects.filter(action="journey_version.discarded").count() == 1
    assert refusals(api, "discardJourneyVersion", versionId=draft["id"]) == [
        ("UNKNOWN_JOURNEY_VERSION", "input.versionId")
    ]
    assert done(api, "draftJourneyVersion", DRAFT, **of_journey)["number"] == 2


def test_an_only_or_empty_version_is_neither_thrown_away_nor_published(api: Api) -> None:
    (version,) = done(api, "createJourney", JOURNEY, code="visit")["versions"]["nodes"]

    assert refusals(api, "discardJourneyVersion", versionId=version["id"]) == [("ONLY_VERSION", "input.versionId")]
    assert refusals(api, "publishJourneyVersion", versionId=version["id"]) == [
        ("NOTHING_TO_PUBLISH", "input.versionId")
    ]


def test_a_journey_is_copied_from_a_version(api: Api, journey: Journey) -> None:
    version = encode("JourneyVersion", JourneyVersion.objects.get(journey=journey).pk)

    made = done(api, "copyJourney", JOURNEY, versionId=version, code="better", nameEn="Better")

    assert (made["code"], made["kind"]) == ("better", "TO_BE")
    assert Stage.objects.filter(version__journey__code="better").count() == 2
    unknown = {"versionId": encode("JourneyVersion", uuid7()), "code": "x"}
    assert refusals(api, "copyJourney", **unknown) == [("UNKNOWN_JOURNEY_VERSION", "input.versionId")]


def test_an_id_of_another_type_is_bad_input(api: Api, journey: Journey) -> None:
    query = "mutation($i: JourneyIdInput!) { archiveJourney(input: $i) { userErrors { code } } }"

    assert api.code(query, i={"id": encode("Touchpoint", journey.pk)}) == "BAD_USER_INPUT"
    assert api.code(query, i={"id": "x"}) == "BAD_USER_INPUT"


def test_reading_journeys_does_not_allow_changing_them(in_acme: Tenant) -> None:
    reader = api_of(in_acme, "journeys:read")

    query = "mutation($i: CreateJourneyInput!) { createJourney(input: $i) { userErrors { code } } }"
    assert reader.code(query, i={"code": "x"}) == "FORBIDDEN"


def test_the_cost_of_a_change_does_not_grow_with_the_journey(api: Api, journey: Journey, draft: dict[str, Any]) -> None:
    stage = draft["stages"]["nodes"][0]["id"]
    query = "mutation($i: PlaceTouchpointInput!) { placeTouchpoint(input: $i) { userErrors { code } } }"
    asked = {"versionId": draft["id"], "stageId": stage, "touchpoint": "j-1-1", "position": 1}
    few = api.queries(query, i=asked)
    add_touchpoints([f"x{number}" for number in range(20)])
    for number in range(20):
        done(api, "placeTouchpoint", DRAFT, versionId=draft["id"], stageId=stage, touchpoint=f"x{number}")

    assert api.queries(query, i=asked) == few
    assert few <= 25


def test_an_earlier_version_comes_back_as_the_next_draft(api: Api, journey: Journey, draft: dict[str, Any]) -> None:
    of_journey = {"journeyId": encode("Journey", journey.pk)}
    first = JourneyVersion.objects.get(journey=journey, number=1)
    (stage, *_) = draft["stages"]["nodes"]
    done(api, "updateStage", DRAFT, versionId=draft["id"], stageId=stage["id"], nameEn="Other")
    done(api, "publishJourneyVersion", DRAFT, versionId=draft["id"])

    restored = done(api, "draftJourneyVersion", DRAFT, **of_journey, copyOf=encode("JourneyVersion", first.pk))

    names = list(first.stages.order_by("position").values_list("name_en", flat=True))
    assert list(JourneyVersion.objects.get(number=3).stages.values_list("name_en", flat=True)) == names
    assert restored["number"] == 3


def test_a_version_of_another_journey_is_not_copied(api: Api, journey: Journey) -> None:
    other = done(api, "createJourney", JOURNEY, code="other")["versions"]["nodes"][0]

    found = refusals(api, "draftJourneyVersion", journeyId=encode("Journey", journey.pk), copyOf=other["id"])

    assert found == [("UNKNOWN_JOURNEY_VERSION", "input.copyOf")]
