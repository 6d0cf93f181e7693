"""Stages of a draft. Each change is the draft's next revision."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import JourneyVersion, Stage
from journeys.services.changing import BadCode, CodeTaken, inserted, require_values, told
from journeys.services.codes import code_problem
from journeys.services.editing import edited, ordered_by, renumber, require_room, stage_of, with_one
from journeys.services.versions import locked_draft
from tenants.access import Actor

MOST_STAGES = 50


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
    require_room(stages, MOST_STAGES)
    stage = Stage(version=draft, code=code, name_zh=name_zh, name_en=name_en, position=len(stages) + 1)
    require_values(stage)
    inserted(stage)
    renumber(Stage, with_one(stages, stage, position))
    return edited(draft, actor=actor, action="stage.created", row=stage, after=told(stage))


@transaction.atomic
def update_stage(
    *, actor: Actor, version_id: UUID, stage_id: UUID, revision: int | None = None, **names: object
) -> JourneyVersion:
    """Rename a stage of a draft; return the draft. Raises what `locked_draft` raises, UnknownStage and BadValue."""
    draft = locked_draft(version_id, revision=revision)
    stage = stage_of(draft, stage_id)
    before = told(stage)
    for name, value in names.items():
        setattr(stage, name, value)
    require_values(stage)
    stage.save(update_fields=["name_zh", "name_en"])
    return edited(draft, actor=actor, action="stage.updated", row=stage, before=before, after=told(stage))


@transaction.atomic
def delete_stage(*, actor: Actor, version_id: UUID, stage_id: UUID, revision: int | None = None) -> JourneyVersion:
    """Take a stage and its places out of a draft; return the draft. Raises UnknownStage and as `locked_draft`."""
    draft = locked_draft(version_id, revision=revision)
    stage = stage_of(draft, stage_id)
    before = told(stage)
    Stage.objects.filter(pk=stage.pk).delete()
    renumber(Stage, _stages(draft))
    return edited(draft, actor=actor, action="stage.deleted", row=stage, before=before)


@transaction.atomic
def reorder_stages(
    *, actor: Actor, version_id: UUID, stage_ids: Sequence[UUID], revision: int | None = None
) -> JourneyVersion:
    """Put the stages of a draft into an order that names each once; return the draft. Raises BadOrder."""
    draft = locked_draft(version_id, revision=revision)
    stages = _stages(draft)
    before = [stage.code for stage in stages]
    ordered = ordered_by(stages, stage_ids, field="stage_ids")
    renumber(Stage, ordered)
    after = [stage.code for stage in ordered]
    return edited(draft, actor=actor, action="stage.reordered", before={"order": before}, after={"order": after})


def _stages(draft: JourneyVersion) -> list[Stage]:
    return list(Stage.objects.filter(version=draft).order_by("position"))
