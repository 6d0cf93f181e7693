"""What edits of a draft have in common: its stages, an order without gaps, its next revision."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from journeys.models import JourneyVersion, Stage, StageTouchpoint
from journeys.services.changing import BadValue
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit

OUT_OF_THE_WAY = 1_000_000


class UnknownStage(Refusal):
    """The draft has no such stage."""


class BadOrder(Refusal):
    """An order that does not name each thing once."""


def stage_of(draft: JourneyVersion, stage_id: UUID) -> Stage:
    """Return a stage of a draft. Raises UnknownStage."""
    stage: Stage | None = Stage.objects.filter(pk=stage_id, version=draft).first()
    if stage is None:
        raise UnknownStage(_("There is nothing with that id."), field="stage_id")
    return stage


def require_room(rows: Sequence[object], most: int) -> None:
    """Raise BadValue when there are as many rows as there may be."""
    if len(rows) >= most:
        raise BadValue(_("There is room for %(most)s.") % {"most": most})


def with_one[Row](rows: list[Row], row: Row, position: int | None) -> list[Row]:
    """Return the rows with one of them at a position counted from 1; at the end for None."""
    if position is not None and position < 1:
        raise BadValue(_("Positions are counted from 1."), field="position")
    place = len(rows) if position is None else min(position - 1, len(rows))
    return [*rows[:place], row, *rows[place:]]


def ordered_by[Row: Stage | StageTouchpoint](rows: Iterable[Row], keys: Sequence[UUID], *, field: str) -> list[Row]:
    """Return the rows in the order of their keys, each named once. Raises BadOrder."""
    known = {row.pk: row for row in rows}
    if len(keys) != len(known) or set(keys) != set(known):
        raise BadOrder(_("Name each of the %(count)s once.") % {"count": len(known)}, field=field)
    return [known[key] for key in keys]


def renumber(rows: type[Stage] | type[StageTouchpoint], ordered: Sequence[Any]) -> None:
    """Number rows from 1 in the order given. Positions are unique at every moment, so all first step aside."""
    moved = [(place, row) for place, row in enumerate(ordered, 1) if row.position != place]
    if not moved:
        return
    rows.objects.filter(pk__in=[row.pk for _place, row in moved]).update(position=F("position") + OUT_OF_THE_WAY)
    for place, row in moved:
        row.position = place
    rows.objects.bulk_update([row for _place, row in moved], ["position"])


def edited(
    draft: JourneyVersion,
    *,
    actor: Actor,
    action: str,
    row: Stage | StageTouchpoint | None = None,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> JourneyVersion:
    """Make an edited draft its next revision, and tell the audit and whoever listens."""
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
