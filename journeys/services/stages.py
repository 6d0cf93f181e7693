"""Stages of a draft, and the touchpoints in them. Each change is the draft's next revision."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from journeys.models import JourneyVersion, Stage, StageTouchpoint
from journeys.services.changing import BadCode, BadValue, CodeTaken, inserted, require_values, told
from journeys.services.codes import code_problem
from journeys.services.references import touchpoint_named
from journeys.services.versions import locked_draft
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit

MOST_STAGES = 50
MOST_PLACES = 50
OUT_OF_THE_WAY = 1_000_000


class UnknownStage(Refusal):
    """The draft has no such stage."""


class UnknownPlacement(Refusal):
    """The draft has no such place of a touchpoint."""


class BadOrder(Refusal):
    """An order that does not name each thing once."""


class TouchpointArchived(Refusal):
    """A touchpoint that is out of use, or a code that stands for another, gets no place in a journey."""


@transaction.atomic
def create_stage(
    *,
    actor: Actor,
    version_id: UUID,
    code: str,
    name_zh: str = "",
    name_en: str = "",
    position: int | None = None,
    revision: int | None = None,
) -> JourneyVersion:
    """Add a stage to a draft, at a position counted from 1 or at the end; return the draft.

    Raises what `locked_draft` raises, BadCode, CodeTaken and BadValue.
    """
    draft = locked_draft(version_id, revision=revision)
    stages = _stages(draft)
    if problem := code_problem(code):
        raise BadCode(_("The code %(code)s %(problem)s.") % {"code": repr(code[:40]), "problem": problem}, field="code")
    if code in {stage.code for stage in stages}:
        raise CodeTaken(_("The code %(code)s is taken; choose another.") % {"code": code[:40]}, field="code")
    _require_room(stages, MOST_STAGES)
    stage = Stage(version=draft, code=code, name_zh=name_zh, name_en=name_en, position=len(stages) + 1)
    require_values(stage)
    inserted(stage)
    _renumber(Stage, _with(stages, stage, position))
    return _edited(draft, actor=actor, action="stage.created", row=stage, after=told(stage))


@transaction.atomic
def update_stage(
    *, actor: Actor, version_id: UUID, stage_id: UUID, revision: int | None = None, **names: object
) -> JourneyVersion:
    """Rename a stage of a draft; return the draft. Raises what `locked_draft` raises, UnknownStage and BadValue."""
    draft = locked_draft(version_id, revision=revision)
    stage = _stage(draft, stage_id)
    before = told(stage)
    for name, value in names.items():
        setattr(stage, name, value)
    require_values(stage)
    stage.save(update_fields=["name_zh", "name_en"])
    return _edited(draft, actor=actor, action="stage.updated", row=stage, before=before, after=told(stage))


@transaction.atomic
def delete_stage(*, actor: Actor, version_id: UUID, stage_id: UUID, revision: int | None = None) -> JourneyVersion:
    """Take a stage and its places out of a draft; return the draft. Raises UnknownStage and as `locked_draft`."""
    draft = locked_draft(version_id, revision=revision)
    stage = _stage(draft, stage_id)
    before = told(stage)
    Stage.objects.filter(pk=stage.pk).delete()
    _renumber(Stage, _stages(draft))
    return _edited(draft, actor=actor, action="stage.deleted", row=stage, before=before)


@transaction.atomic
def reorder_stages(
    *, actor: Actor, version_id: UUID, stage_ids: Sequence[UUID], revision: int | None = None
) -> JourneyVersion:
    """Put the stages of a draft into an order that names each once; return the draft. Raises BadOrder."""
    draft = locked_draft(version_id, revision=revision)
    stages = _stages(draft)
    before = [stage.code for stage in stages]
    ordered = _ordered(stages, stage_ids, field="stage_ids")
    _renumber(Stage, ordered)
    after = [stage.code for stage in ordered]
    return _edited(draft, actor=actor, action="stage.reordered", before={"order": before}, after={"order": after})


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
    stage = _stage(draft, stage_id)
    found = touchpoint_named(touchpoint, field="touchpoint")
    if found is None or found.archived_at is not None or found.merged_into_id is not None:
        raise TouchpointArchived(_("The touchpoint is out of use; restore it first."), field="touchpoint")
    places = _places(stage)
    place = next((one for one in places if one.touchpoint_id == found.pk), None)
    before = None if place is None else told(place)
    if place is None:
        _require_room(places, MOST_PLACES)
        place = StageTouchpoint(stage=stage, touchpoint=found, position=len(places) + 1)
    place.expected_emotion = expected_emotion
    require_values(place)
    place.save()
    _renumber(StageTouchpoint, _with([one for one in places if one.pk != place.pk], place, position))
    return _edited(draft, actor=actor, action="placement.set", row=place, before=before, after=told(place))


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
    _renumber(StageTouchpoint, _places(stage))
    return _edited(draft, actor=actor, action="placement.removed", row=place, before=before)


@transaction.atomic
def reorder_placements(
    *, actor: Actor, version_id: UUID, stage_id: UUID, placement_ids: Sequence[UUID], revision: int | None = None
) -> JourneyVersion:
    """Put the touchpoints of a stage into an order that names each once; return the draft. Raises BadOrder."""
    draft = locked_draft(version_id, revision=revision)
    places = _places(_stage(draft, stage_id))
    before = [str(place.touchpoint_id) for place in places]
    ordered = _ordered(places, placement_ids, field="placement_ids")
    _renumber(StageTouchpoint, ordered)
    after = [str(place.touchpoint_id) for place in ordered]
    return _edited(draft, actor=actor, action="placement.reordered", before={"order": before}, after={"order": after})


def _stages(draft: JourneyVersion) -> list[Stage]:
    return list(Stage.objects.filter(version=draft).order_by("position"))


def _places(stage: Stage) -> list[StageTouchpoint]:
    return list(StageTouchpoint.objects.filter(stage=stage).order_by("position", "id"))


def _stage(draft: JourneyVersion, stage_id: UUID) -> Stage:
    stage: Stage | None = Stage.objects.filter(pk=stage_id, version=draft).first()
    if stage is None:
        raise UnknownStage(_("There is nothing with that id."), field="stage_id")
    return stage


def _require_room(rows: Sequence[object], most: int) -> None:
    if len(rows) >= most:
        raise BadValue(_("There is room for %(most)s.") % {"most": most})


def _with[Row](rows: list[Row], row: Row, position: int | None) -> list[Row]:
    """Return the rows with one of them at a position counted from 1; at the end for None."""
    if position is not None and position < 1:
        raise BadValue(_("Positions are counted from 1."), field="position")
    place = len(rows) if position is None else min(position - 1, len(rows))
    return [*rows[:place], row, *rows[place:]]


def _ordered[Row: Stage | StageTouchpoint](rows: Iterable[Row], keys: Sequence[UUID], *, field: str) -> list[Row]:
    known = {row.pk: row for row in rows}
    if len(keys) != len(known) or set(keys) != set(known):
        raise BadOrder(_("Name each of the %(count)s once.") % {"count": len(known)}, field=field)
    return [known[key] for key in keys]


def _renumber(rows: type[Stage] | type[StageTouchpoint], ordered: Sequence[Any]) -> None:
    """Number rows from 1 in the order given. Positions are unique at every moment, so all first step aside."""
    moved = [(place, row) for place, row in enumerate(ordered, 1) if row.position != place]
    if not moved:
        return
    rows.objects.filter(pk__in=[row.pk for _place, row in moved]).update(position=F("position") + OUT_OF_THE_WAY)
    for place, row in moved:
        row.position = place
    rows.objects.bulk_update([row for _place, row in moved], ["position"])


def _edited(
    draft: JourneyVersion,
    *,
    actor: Actor,
    action: str,
    row: Stage | StageTouchpoint | None = None,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> JourneyVersion:
    draft.revision += 1
    draft.save(update_fields=["revision"])
    kind = action.partition(".")[0]
    about = Subject(
        kind=kind, id=str((row or draft).pk), name=f"{draft.journey.code} v{draft.number} {getattr(row, 'code', '')}"
    )
    record(actor=actor, action=action, subject=about, before=before, after=after)
    version = Subject("journey_version", str(draft.pk), f"{draft.journey.code} v{draft.number}")
    data = {"journey": draft.journey.code, "number": draft.number, "action": action}
    emit(event="journey_version.edited", subject=version, data=data)
    return draft
