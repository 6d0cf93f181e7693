"""Lets a code that came with data stand for a touchpoint that people have described."""
# ruff: noqa: S608  table names are constants of `merge.tables`

from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from feedback.services.merge.images import keep_images
from feedback.services.merge.locks import own_facts
from feedback.services.merge.stage import Cursor
from feedback.services.merge.statements import CURRENT_XID
from feedback.services.merge.tables import TABLES
from journeys.models import ActionPlan, StageTouchpoint, Touchpoint
from journeys.services.changing import changed, locked
from journeys.services.references import UnknownTouchpoint, touchpoint_named
from tenants.access import Actor, Refusal
from tenants.jobs.models import Job
from tenants.jobs.services import start_job

MAP_KIND = "map_touchpoint"
_KINDS = ("feedback", "interactions")


class CannotMap(Refusal):
    """The code, or what it is to stand for, is not one that can be mapped."""


@transaction.atomic
def map_touchpoint(*, actor: Actor, id: UUID, target: str, revision: int | None = None) -> tuple[Touchpoint, Job]:
    """Let an unmapped code stand for the touchpoint with the code `target`; return it and the job that moves its facts.

    From now on what comes with the code is stored at the target. The job moves the answers and contacts that came
    before, as corrections do: scores follow with the next scoring, closed periods keep their figures. It cannot be
    taken back. Mapping the code again moves what a batch that ran meanwhile had stored under it. The door that calls
    this also enqueues the job. Raises UnknownTouchpoint, Conflict, and CannotMap for a touchpoint that people have
    described, placed or planned for, and for a target that is no touchpoint in use.
    """
    found = touchpoint_named(target, field="target")
    source = locked(Touchpoint, id, unknown=UnknownTouchpoint, revision=revision)
    if found is None or found.merged_into_id is not None or found.archived_at is not None or not found.is_mapped:
        raise CannotMap(_("Name a touchpoint that is described and in use."), field="target")
    if source.merged_into_id != found.pk:
        _require_bare(source, found)
        changed(source, {"merged_into": found, "is_mapped": True}, actor=actor, kind="touchpoint", action="mapped")
    params = {"source": str(source.pk), "target": str(found.pk)}
    return source, start_job(kind=MAP_KIND, params=params, requested_by=actor.name)


def _require_bare(source: Touchpoint, target: Touchpoint) -> None:
    used = (
        StageTouchpoint.objects.filter(touchpoint=source).exists()
        or ActionPlan.objects.filter(touchpoint=source).exists()
    )
    if source.is_mapped or used or source.pk == target.pk:
        raise CannotMap(
            _("Only a code that came with data, and that no journey or plan uses, can stand for a touchpoint."),
            field="id",
        )


def run_map_job(*, job: Job) -> dict[str, Any]:
    """Move the facts of a code to the touchpoint that it stands for; the runner of jobs of kind "map_touchpoint".

    Doing it again moves what came since.
    """
    source, target = UUID(job.params["source"]), UUID(job.params["target"])
    with transaction.atomic(), connection.cursor() as cursor:
        own_facts(cast("Cursor", cursor))
        return {kind: _move(cast("Cursor", cursor), kind, source, target) for kind in _KINDS}


def _move(cursor: Cursor, kind: str, source: UUID, target: UUID) -> int:
    keep_images(cursor, kind, "f.touchpoint_id = %s", [source])
    cursor.execute(
        f"UPDATE {TABLES[kind].table} SET touchpoint_id = %s, xid = {CURRENT_XID} WHERE touchpoint_id = %s",
        [target, source],
    )
    return cursor.rowcount
