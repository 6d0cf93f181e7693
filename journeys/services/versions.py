"""Versions of a journey: drafted as a copy, put into force, thrown away. What was in force is never changed again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import Journey, JourneyVersion, Stage, StageTouchpoint
from journeys.models.journey import VersionState
from journeys.services.changing import locked
from journeys.services.references import UnknownJourney
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit


class UnknownJourneyVersion(Refusal):
    """There is no such version of a journey."""


class VersionFrozen(Refusal):
    """A version that is or was in force; it is never changed again."""


class DraftExists(Refusal):
    """A journey has one draft at a time."""


class NothingToPublish(Refusal):
    """A draft in which no touchpoint has a place yet."""


class OnlyVersion(Refusal):
    """The only version of a journey is not thrown away."""


def locked_draft(version_id: UUID, *, revision: int | None = None) -> JourneyVersion:
    """Return a draft, locked with its journey. Raises UnknownJourneyVersion, Conflict and VersionFrozen."""
    found = JourneyVersion.objects.filter(pk=version_id).values_list("journey_id", flat=True).first()
    if found is not None:
        Journey.objects.select_for_update().get(pk=found)  # first, as publishing does, so that nobody waits in a circle
    version = locked(JourneyVersion, version_id, unknown=UnknownJourneyVersion, revision=revision, field="version_id")
    if version.state != VersionState.DRAFT:
        raise VersionFrozen(
            _("Version %(number)s is %(state)s and never changes again; draft the next version instead.")
            % {"number": version.number, "state": version.state},
            field="version_id",
        )
    return version


@transaction.atomic
def publish_version(*, actor: Actor, version_id: UUID, as_of: datetime, revision: int | None = None) -> JourneyVersion:
    """Put a draft into force and archive the version it replaces.

    Data of the earlier version stay comparable, because facts point to touchpoints and those keep their codes.
    Raises UnknownJourneyVersion, Conflict, VersionFrozen and NothingToPublish.
    """
    version = locked_draft(version_id, revision=revision)
    if not StageTouchpoint.objects.filter(stage__version=version).exists():
        raise NothingToPublish(_("The draft has no touchpoint yet; give at least one a place."), field="version_id")
    replaced = JourneyVersion.objects.filter(journey=version.journey_id, state=VersionState.PUBLISHED)
    before = {"in_force": list(replaced.values_list("number", flat=True))}
    replaced.update(state=VersionState.ARCHIVED)
    version.state = VersionState.PUBLISHED
    version.published_at = as_of
    version.revision += 1
    version.save(update_fields=["state", "published_at", "revision"])
    record_version(version, actor=actor, action="published", before=before, after={"in_force": [version.number]})
    return version


@transaction.atomic
def draft_version(*, actor: Actor, journey_id: UUID, copy_of: UUID | None = None) -> JourneyVersion:
    """Start the next version of a journey as a copy of its newest one, or of the one named by `copy_of`.

    Raises UnknownJourney, UnknownJourneyVersion and DraftExists.
    """
    journey = locked(Journey, journey_id, unknown=UnknownJourney, field="journey_id")
    newest = JourneyVersion.objects.filter(journey=journey).latest("number")
    if newest.state == VersionState.DRAFT:
        raise DraftExists(_("Version %(number)s is a draft already.") % {"number": newest.number}, field="journey_id")
    copied = newest if copy_of is None else JourneyVersion.objects.filter(journey=journey, pk=copy_of).first()
    if copied is None:
        raise UnknownJourneyVersion(_("There is nothing with that id."), field="copy_of")
    draft: JourneyVersion = JourneyVersion.objects.create(journey=journey, number=newest.number + 1)
    copy_stages(source=copied, target=draft)
    record_version(draft, actor=actor, action="drafted", after={"number": draft.number, "copied": copied.number})
    return draft


@transaction.atomic
def discard_version(*, actor: Actor, version_id: UUID, revision: int | None = None) -> UUID:
    """Throw a draft away; return its id. Raises UnknownJourneyVersion, Conflict, VersionFrozen and OnlyVersion."""
    version = locked_draft(version_id, revision=revision)
    if JourneyVersion.objects.filter(journey=version.journey_id).count() == 1:
        raise OnlyVersion(_("It is the journey's only version; archive the journey instead."), field="version_id")
    record_version(version, actor=actor, action="discarded", before={"number": version.number})
    version.delete()
    return version_id


def copy_stages(*, source: JourneyVersion, target: JourneyVersion) -> None:
    """Give a version the stages and touchpoints of another."""
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


def record_version(
    version: JourneyVersion,
    *,
    actor: Actor,
    action: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Tell the audit what was done to a version."""
    subject = Subject(kind="journey_version", id=str(version.pk), name=f"{version.journey.code} v{version.number}")
    record(actor=actor, action=f"journey_version.{action}", subject=subject, before=before, after=after)
    data = {"journey": version.journey.code, "number": version.number}
    emit(event=f"journey_version.{action}", subject=subject, data=data)
