"""Life of a journey: created with a draft, published, drafted again, copied."""

from datetime import datetime

from django.db import transaction

from journeys.models import Journey, JourneyVersion, Stage, StageTouchpoint
from journeys.models.journey import JourneyKind, VersionState
from journeys.services.codes import code_problem
from tenants.access import Refusal


class JourneyRefused(Refusal):
    """Raised when a journey cannot be changed as asked; the message says why."""


@transaction.atomic
def create_journey(
    *, code: str, name_zh: str, name_en: str, kind: JourneyKind = JourneyKind.AS_IS, parent: Journey | None = None
) -> Journey:
    """Create a journey with an empty draft as version 1.

    Raises JourneyRefused when the code cannot be one or is taken.
    """
    if problem := code_problem(code):
        raise JourneyRefused(f"journey code {code[:40]!r} {problem}")
    if Journey.objects.filter(code=code).exists():
        raise JourneyRefused(f"journey {code} exists already")
    journey: Journey = Journey.objects.create(code=code, name_zh=name_zh, name_en=name_en, kind=kind, parent=parent)
    JourneyVersion.objects.create(journey=journey, number=1)
    return journey


@transaction.atomic
def publish_version(*, version: JourneyVersion, as_of: datetime) -> JourneyVersion:
    """Put a draft into force and archive the version it replaces.

    Data of the earlier version stay comparable, because facts point to touchpoints and those keep their codes.
    Raises JourneyRefused when the version is no draft or has no touchpoint.
    """
    journey = _locked(version.journey_id)
    version = JourneyVersion.objects.get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise JourneyRefused(f"version {version.number} of {journey.code} is {version.state}, not a draft")
    if not StageTouchpoint.objects.filter(stage__version=version).exists():
        raise JourneyRefused(f"version {version.number} of {journey.code} has no touchpoint yet")
    JourneyVersion.objects.filter(journey=journey, state=VersionState.PUBLISHED).update(state=VersionState.ARCHIVED)
    version.state = VersionState.PUBLISHED
    version.published_at = as_of
    version.save(update_fields=["state", "published_at"])
    return version


@transaction.atomic
def draft_version(*, journey: Journey) -> JourneyVersion:
    """Start the next version of a journey as a copy of its newest one.

    Raises JourneyRefused when there is a draft already.
    """
    journey = _locked(journey.pk)
    newest = JourneyVersion.objects.filter(journey=journey).latest("number")
    if newest.state == VersionState.DRAFT:
        raise JourneyRefused(f"version {newest.number} of {journey.code} is a draft already")
    draft: JourneyVersion = JourneyVersion.objects.create(journey=journey, number=newest.number + 1)
    _copy_stages(source=newest, target=draft)
    return draft


@transaction.atomic
def copy_journey(*, version: JourneyVersion, code: str, name_zh: str, name_en: str, kind: JourneyKind) -> Journey:
    """Create a journey whose draft has the stages of a given version, such as a to-be beside an as-is."""
    journey = create_journey(code=code, name_zh=name_zh, name_en=name_en, kind=kind)
    _copy_stages(source=version, target=JourneyVersion.objects.get(journey=journey))
    return journey


def _locked(journey_id: object) -> Journey:
    journey: Journey = Journey.objects.select_for_update().get(pk=journey_id)
    return journey


def _copy_stages(*, source: JourneyVersion, target: JourneyVersion) -> None:
    copies = {
        stage.pk: Stage(
            version=target, code=stage.code, position=stage.position, name_zh=stage.name_zh, name_en=stage.name_en
        )
        for stage in Stage.objects.filter(version=source)
    }
    Stage.objects.bulk_create(copies.values())
    StageTouchpoint.objects.bulk_create(
        StageTouchpoint(
            stage=copies[placed.stage_id],
            touchpoint_id=placed.touchpoint_id,
            position=placed.position,
            expected_emotion=placed.expected_emotion,
        )
        for placed in StageTouchpoint.objects.filter(stage__version=source)
    )
