"""Touchpoints in the stages of a draft. Each change is the draft's next revision."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import JourneyVersion, Stage, StageTouchpoint
from journeys.services.changing import require_values, told
from journeys.services.editing import edited, ordered_by, renumber, require_room, stage_of, with_one
from journeys.services.references import touchpoint_named
from journeys.services.versions import locked_draft
from tenants.access import Actor, Refusal

MOST_PLACES = 50


class UnknownPlacement(Refusal):
    """The draft has no such place of a touchpoint."""


class TouchpointArchived(Refusal):
    """A touchpoint that is out of use, or a code that stands for another, gets no place in a journey."""


@transaction.atomic
def place_touchpoint(
    *,
    actor: Actor,
    version_id: UUID,
    stage_id: UUID,
    touchpoint: str,
    position: int | None = None,
    expected_emotion: int = 0,
    revision: int | None = None,
) -> JourneyVersion:
    """Give a touchpoint, named by its code, a place in a stage of a draft, or move it there; return the draft.

    A touchpoint has one place in a stage; placing it again changes position and emotion. Raises what `locked_draft`
    raises, UnknownStage, UnknownTouchpoint, TouchpointArchived and BadValue.
    """
    draft = locked_draft(version_id, revision=revision)
    stage = stage_of(draft, stage_id)
    found = touchpoint_named(touchpoint, field="touchpoint")
    if found is None or found.archived_at is not None or found.merged_into_id is not None:
        raise TouchpointArchived(_("The touchpoint is out of use; restore it first."), field="touchpoint")
    places = _places(stage)
    place = next((one for one in places if one.touchpoint_id == found.pk), None)
    before = None if place is None else told(place)
    if place is None:
        require_room(places, MOST_PLACES)
        place = StageTouchpoint(stage=stage, touchpoint=found, position=len(places) + 1)
    place.expected_emotion = expected_emotion
    require_values(place)
    place.save()
    renumber(StageTouchpoint, with_one([one for one in places if one.pk != place.pk], place, position))
    return edited(draft, actor=actor, action="placement.set", row=place, before=before, after=told(place))


@transaction.atomic
def remove_placement(
    *, actor: Actor, version_id: UUID, placement_id: UUID, revision: int | None = None
) -> JourneyVersion:
    """Take a touchpoint out of a stage of a draft; return the draft. Raises UnknownPlacement."""
    draft = locked_draft(version_id, revision=revision)
    place = StageTouchpoint.objects.filter(pk=placement_id, stage__version=draft).select_related("stage").first()
    if place is None:
        raise UnknownPlacement(_("There is nothing with that id."), field="placement_id")
    before, stage = told(place), place.stage
    StageTouchpoint.objects.filter(pk=place.pk).delete()
    renumber(StageTouchpoint, _places(stage))
    return edited(draft, actor=actor, action="placement.removed", row=place, before=before)


@transaction.atomic
def reorder_placements(
    *, actor: Actor, version_id: UUID, stage_id: UUID, placement_ids: Sequence[UUID], revision: int | None = None
) -> JourneyVersion:
    """Put the touchpoints of a stage into an order that names each once; return the draft. Raises BadOrder."""
    draft = locked_draft(version_id, revision=revision)
    places = _places(stage_of(draft, stage_id))
    before = [str(place.touchpoint_id) for place in places]
    ordered = ordered_by(places, placement_ids, field="placement_ids")
    renumber(StageTouchpoint, ordered)
    after = [str(place.touchpoint_id) for place in ordered]
    return edited(draft, actor=actor, action="placement.reordered", before={"order": before}, after={"order": after})


def _places(stage: Stage) -> list[StageTouchpoint]:
    return list(StageTouchpoint.objects.filter(stage=stage).order_by("position", "id"))
