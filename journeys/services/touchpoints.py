"""Touchpoints as people describe them: created, described, taken out of use, put back."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import StageTouchpoint, Touchpoint
from journeys.models.journey import JourneyStatus, VersionState
from journeys.services.changing import BadValue, changed, created, locked
from journeys.services.references import UnknownTouchpoint, channel_named, department_named
from tenants.access import Actor, Refusal


class TouchpointInUse(Refusal):
    """A touchpoint that a journey in use, or a draft of one, has a place for."""


class TouchpointMerged(Refusal):
    """A code that stands for another touchpoint has nothing of its own to change."""


@transaction.atomic
def create_touchpoint(*, actor: Actor, code: str, **values: object) -> Touchpoint:
    """Create a touchpoint; its code never changes. `channel` and `owner` are codes.

    Raises BadCode, CodeTaken, BadValue, UnknownChannel and UnknownDepartment.
    """
    return created(Touchpoint(code=code, **_resolved(values)), actor=actor, kind="touchpoint")


@transaction.atomic
def update_touchpoint(*, actor: Actor, id: UUID, revision: int | None = None, **changes: object) -> Touchpoint:
    """Describe a touchpoint; one that was only a code that came with data is mapped by that.

    Raises UnknownTouchpoint, Conflict, TouchpointMerged, BadValue, UnknownChannel and UnknownDepartment.
    """
    touchpoint = _own(id, revision)
    changed(touchpoint, {**_resolved(changes), "is_mapped": True}, actor=actor, kind="touchpoint")
    return touchpoint


@transaction.atomic
def archive_touchpoint(*, actor: Actor, id: UUID, now: datetime, revision: int | None = None) -> Touchpoint:
    """Take a touchpoint out of use; its facts and scores stay, and its code still takes answers.

    Archiving it again changes nothing. Raises UnknownTouchpoint, Conflict, TouchpointMerged, and TouchpointInUse while
    a journey that is in use has a place for it.
    """
    touchpoint = _own(id, revision)
    places = StageTouchpoint.objects.filter(touchpoint=touchpoint, stage__version__journey__status=JourneyStatus.ACTIVE)
    in_use = places.exclude(stage__version__state=VersionState.ARCHIVED).select_related("stage__version__journey")
    if place := in_use.order_by("stage__version__journey__code").first():
        journey = place.stage.version.journey.code
        raise TouchpointInUse(
            _("Journey %(journey)s has a place for it; take it out there first.") % {"journey": journey}, field="id"
        )
    if touchpoint.archived_at is None:
        changed(touchpoint, {"archived_at": now}, actor=actor, kind="touchpoint", action="archived")
    return touchpoint


@transaction.atomic
def restore_touchpoint(*, actor: Actor, id: UUID, revision: int | None = None) -> Touchpoint:
    """Put a touchpoint back into use. Raises UnknownTouchpoint, Conflict and TouchpointMerged."""
    touchpoint = _own(id, revision)
    changed(touchpoint, {"archived_at": None}, actor=actor, kind="touchpoint", action="restored")
    return touchpoint


def _own(key: UUID, revision: int | None) -> Touchpoint:
    touchpoint = locked(Touchpoint, key, unknown=UnknownTouchpoint, revision=revision)
    if touchpoint.merged_into is not None:
        raise TouchpointMerged(
            _("The code stands for %(code)s; change that one.") % {"code": touchpoint.merged_into.code}, field="id"
        )
    return touchpoint


def _resolved(values: Mapping[str, object]) -> dict[str, object]:
    found = dict(values)
    if "channel" in found:
        found["channel"] = channel_named(_text(found["channel"]), field="channel")
    if "owner" in found:
        found["owner"] = department_named(_text(found["owner"]), field="owner")
    weight = found.get("weight")
    if isinstance(weight, Decimal) and weight < 0:
        raise BadValue(_("A weight is 0 or more."), field="weight")
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)
