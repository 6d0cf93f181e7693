"""Life of a journey: created with a draft, renamed, copied, taken out of use, put back."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import Journey, JourneyVersion
from journeys.models.journey import JourneyKind, JourneyStatus, VersionState
from journeys.services.changing import changed, created, locked
from journeys.services.references import UnknownJourney, journey_named
from journeys.services.versions import UnknownJourneyVersion, copy_stages
from tenants.access import Actor, Refusal

DEEPEST = 10


class JourneyInCircle(Refusal):
    """A journey cannot be a part of itself, however many steps away."""


class JourneyInUse(Refusal):
    """A journey that others in use are a part of."""


@transaction.atomic
def create_journey(*, actor: Actor, code: str, **values: object) -> Journey:
    """Create a journey with an empty draft as version 1. `parent` is the code of a larger journey.

    Raises BadCode, CodeTaken, BadValue and UnknownJourney.
    """
    journey = created(Journey(code=code, **_resolved(values)), actor=actor, kind="journey")
    JourneyVersion.objects.create(journey=journey, number=1)
    return journey


@transaction.atomic
def update_journey(*, actor: Actor, id: UUID, revision: int | None = None, **changes: object) -> Journey:
    """Change a journey's names, kind or place below another. Raises UnknownJourney, Conflict, JourneyInCircle."""
    journey = locked(Journey, id, unknown=UnknownJourney, revision=revision)
    found = _resolved(changes)
    _refuse_circle(journey, found.get("parent"))
    changed(journey, found, actor=actor, kind="journey")
    return journey


@transaction.atomic
def archive_journey(*, actor: Actor, id: UUID, revision: int | None = None) -> Journey:
    """Take a journey out of use: it is scored no more from the next scoring on, and its history stays.

    Raises UnknownJourney, Conflict, and JourneyInUse while journeys in use are parts of it.
    """
    journey = locked(Journey, id, unknown=UnknownJourney, revision=revision)
    part = Journey.objects.filter(parent=journey, status=JourneyStatus.ACTIVE).first()
    if part is not None:
        raise JourneyInUse(_("Journey %(code)s is a part of it; archive that first.") % {"code": part.code}, field="id")
    changed(journey, {"status": JourneyStatus.ARCHIVED}, actor=actor, kind="journey", action="archived")
    return journey


@transaction.atomic
def restore_journey(*, actor: Actor, id: UUID, revision: int | None = None) -> Journey:
    """Put an archived journey back into use. Raises UnknownJourney and Conflict."""
    journey = locked(Journey, id, unknown=UnknownJourney, revision=revision)
    changed(journey, {"status": JourneyStatus.ACTIVE}, actor=actor, kind="journey", action="restored")
    return journey


@transaction.atomic
def copy_journey(
    *, actor: Actor, version_id: UUID, code: str, name_zh: str = "", name_en: str = "", kind: str = JourneyKind.TO_BE
) -> Journey:
    """Create a journey whose draft has the stages of a given version, such as a to-be beside an as-is.

    Raises UnknownJourneyVersion, BadCode, CodeTaken and BadValue.
    """
    source = JourneyVersion.objects.filter(pk=version_id).first()
    if source is None:
        raise UnknownJourneyVersion(_("There is nothing with that id."), field="version_id")
    journey = create_journey(actor=actor, code=code, name_zh=name_zh, name_en=name_en, kind=kind)
    copy_stages(source=source, target=JourneyVersion.objects.get(journey=journey, state=VersionState.DRAFT))
    return journey


def _resolved(values: Mapping[str, object]) -> dict[str, object]:
    found = dict(values)
    if "parent" in found:
        code = found["parent"]
        found["parent"] = journey_named(None if code is None else str(code), field="parent")
    return found


def _refuse_circle(journey: Journey, parent: object) -> None:
    above = parent if isinstance(parent, Journey) else None
    for _step in range(DEEPEST):
        if above is None:
            return
        if above.pk == journey.pk:
            break
        above = above.parent
    raise JourneyInCircle(_("A journey cannot be a part of itself, nor lie deeper than ten others."), field="parent")
