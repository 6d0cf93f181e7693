"""A new version replaces the old one and keeps its touchpoints."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from journeys.blueprints.reader import read_blueprint
from journeys.models import Journey, JourneyVersion, Stage, StageTouchpoint
from journeys.models.journey import JourneyKind, VersionState
from journeys.services.blueprints import lay_out
from journeys.services.changing import BadCode, CodeTaken
from journeys.services.journeys import copy_journey, create_journey
from journeys.services.versions import DraftExists, NothingToPublish, VersionFrozen, draft_version, publish_version
from tenants.access import COMMAND
from tenants.models import Tenant

SPRING = datetime(2026, 3, 1, tzinfo=UTC)
SUMMER = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def dining(in_acme: Tenant) -> Journey:
    blueprint = read_blueprint("dining")
    lay_out(blueprint=blueprint, as_of=SPRING)
    journey: Journey = Journey.objects.get(code=blueprint.journeys[0].code)
    return journey


def touchpoints_of(version: JourneyVersion) -> list[tuple[str, str, int]]:
    placed = StageTouchpoint.objects.filter(stage__version=version).order_by("stage__position", "position")
    return list(placed.values_list("stage__code", "touchpoint__code", "expected_emotion"))


def test_publishing_the_next_version_archives_the_last_and_keeps_its_touchpoints(dining: Journey) -> None:
    first = JourneyVersion.objects.get(journey=dining)
    draft = draft_version(actor=COMMAND, journey_id=dining.pk)
    assert touchpoints_of(draft) == touchpoints_of(first)
    Stage.objects.filter(version=draft, position=1).delete()

    second = publish_version(actor=COMMAND, version_id=draft.pk, as_of=SUMMER)

    first.refresh_from_db()
    assert (first.state, second.state) == (VersionState.ARCHIVED, VersionState.PUBLISHED)
    assert (first.published_at, second.published_at) == (SPRING, SUMMER)
    assert second.number == 2
    assert len(touchpoints_of(second)) < len(touchpoints_of(first))
    assert {code for _, code, _ in touchpoints_of(second)} <= {code for _, code, _ in touchpoints_of(first)}


def test_a_second_draft_is_refused(dining: Journey) -> None:
    draft_version(actor=COMMAND, journey_id=dining.pk)

    with pytest.raises(DraftExists, match="is a draft already"):
        draft_version(actor=COMMAND, journey_id=dining.pk)


def test_a_published_version_is_not_published_again(dining: Journey) -> None:
    version = JourneyVersion.objects.get(journey=dining)

    with pytest.raises(VersionFrozen, match="is published and never changes again"):
        publish_version(actor=COMMAND, version_id=version.pk, as_of=SUMMER)


def test_an_empty_draft_is_not_published(in_acme: Tenant) -> None:
    journey = create_journey(actor=COMMAND, code="visit", name_zh="到店", name_en="Visit")
    version = JourneyVersion.objects.get(journey=journey)

    with pytest.raises(NothingToPublish, match="has no touchpoint yet"):
        publish_version(actor=COMMAND, version_id=version.pk, as_of=SUMMER)


def test_a_copy_starts_as_a_draft_with_the_same_touchpoints(dining: Journey) -> None:
    source = JourneyVersion.objects.get(journey=dining)

    copy = copy_journey(actor=COMMAND, version_id=source.pk, code="better", name_en="Better", kind=JourneyKind.TO_BE)

    draft = JourneyVersion.objects.get(journey=copy)
    assert draft.state == VersionState.DRAFT
    assert touchpoints_of(draft) == touchpoints_of(source)


def test_a_taken_or_unusable_code_is_refused(dining: Journey) -> None:
    with pytest.raises(CodeTaken, match="is taken"):
        create_journey(actor=COMMAND, code=dining.code)
    with pytest.raises(BadCode, match="is empty"):
        create_journey(actor=COMMAND, code=" ")
