"""Gives a company the journeys, touchpoints, channels and personas of its industry."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.blueprints.reader import Blueprint, BlueprintJourney, industries, read_blueprint
from journeys.models import Channel, Journey, JourneyVersion, Persona, Stage, StageTouchpoint, Touchpoint
from journeys.models.journey import VersionState
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.models import Tenant

NO_BLUEPRINT = "none"


class UnknownIndustry(Refusal):
    """An industry that has no blueprint."""


class HasJourneys(Refusal):
    """A company that has journeys does not start from a blueprint."""


def apply_blueprint(*, company: Tenant, industry: str, locale: str) -> None:
    """Give the current company what its industry starts with; a step of TENANT_SETUP_STEPS.

    Names come in both languages whatever the locale. The industry "none" gives nothing.
    """
    if industry != NO_BLUEPRINT:
        lay_out(blueprint=read_blueprint(industry), as_of=company.created_at)


@transaction.atomic
def start_from_blueprint(*, actor: Actor, company: Tenant, industry: str, now: datetime) -> list[Journey]:
    """Give a company without journeys what its industry starts with, published as of now; return the journeys.

    Raises UnknownIndustry, and HasJourneys for a company that has any, also archived.
    """
    if industry not in industries():
        raise UnknownIndustry(
            _("There is no blueprint for it; choose one of %(known)s.") % {"known": ", ".join(industries())},
            field="industry",
        )
    if Journey.objects.exists():
        raise HasJourneys(_("The company has journeys already; a blueprint is for a start."))
    lay_out(blueprint=read_blueprint(industry), as_of=now)
    Tenant.objects.filter(pk=company.pk, industry=NO_BLUEPRINT).update(industry=industry)
    record(
        actor=actor, action="blueprint.applied", subject=Subject("blueprint", name=industry), after={"name": industry}
    )
    return list(Journey.objects.order_by("code"))


@transaction.atomic
def lay_out(*, blueprint: Blueprint, as_of: datetime) -> None:
    """Create what the blueprint has and the company lacks. Journeys are published as of the given time.

    What a person has described is left as it is; codes that only data brought in are filled.
    A journey that exists already keeps its stages, also when the blueprint has new ones.
    """
    _fill(Channel, {row.code: _columns(row, "name_zh", "name_en", "kind") for row in blueprint.channels})
    _create_missing(Persona, [_columns(row, *PERSONA_COLUMNS) for row in blueprint.personas])
    known = set(Journey.objects.values_list("code", flat=True))
    fresh = [journey for journey in blueprint.journeys if journey.code not in known]
    _fill(Touchpoint, _touchpoint_rows(blueprint, fresh))
    ids = dict(Touchpoint.objects.values_list("code", "id"))
    for journey in fresh:
        _lay_out_journey(journey, touchpoints=ids, as_of=as_of)


PERSONA_COLUMNS = ("code", "name_zh", "name_en", "story_zh", "story_en", "segment")
TOUCHPOINT_COLUMNS = ("name_zh", "name_en", "mode", "description_zh", "description_en")


def _columns(row: object, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _touchpoint_rows(blueprint: Blueprint, journeys: Iterable[BlueprintJourney]) -> dict[str, dict[str, Any]]:
    channels = dict(Channel.objects.values_list("code", "id"))
    wanted = {touchpoint.code for journey in journeys for stage in journey.stages for touchpoint in stage.touchpoints}
    return {
        code: _columns(row, *TOUCHPOINT_COLUMNS)
        | {"channel_id": channels.get(row.channel), "is_moment_of_truth": row.moment_of_truth}
        for code, row in blueprint.touchpoints().items()
        if code in wanted
    }


def _fill(model: type[Channel] | type[Touchpoint], rows: dict[str, dict[str, Any]]) -> None:
    """Create the rows that are missing and describe the ones that are only a code."""
    known = dict(model.objects.filter(code__in=rows).values_list("code", "is_mapped"))
    for code, is_mapped in known.items():
        if not is_mapped:
            model.objects.filter(code=code).update(is_mapped=True, **rows[code])
    model.objects.bulk_create([model(code=code, **row) for code, row in rows.items() if code not in known])


def _create_missing(model: type[Persona], rows: list[dict[str, Any]]) -> None:
    known = set(model.objects.values_list("code", flat=True))
    model.objects.bulk_create([model(**row) for row in rows if row["code"] not in known])


def _lay_out_journey(source: BlueprintJourney, *, touchpoints: dict[str, UUID], as_of: datetime) -> None:
    journey = Journey.objects.create(**_columns(source, "code", "name_zh", "name_en"))
    version = JourneyVersion.objects.create(journey=journey, number=1, state=VersionState.PUBLISHED, published_at=as_of)
    stages = [
        Stage(version=version, position=position, **_columns(stage, "code", "name_zh", "name_en"))
        for position, stage in enumerate(source.stages, start=1)
    ]
    Stage.objects.bulk_create(stages)
    StageTouchpoint.objects.bulk_create(
        StageTouchpoint(
            stage=stage,
            touchpoint_id=touchpoints[placed.code],
            position=position,
            expected_emotion=placed.expected_emotion,
        )
        for stage, entry in zip(stages, source.stages, strict=True)
        for position, placed in enumerate(entry.touchpoints, start=1)
    )


def preview(industry: str) -> list[tuple[str, str, list[list[tuple[str, str]]]]]:
    """Return what a company of an industry begins with: each journey's names, and its touchpoints' names by stage.

    Names come in Chinese and in English. An industry without a blueprint gives nothing.
    """
    if industry not in industries():
        return []
    return [
        (
            journey.name_zh,
            journey.name_en,
            [[(one.name_zh, one.name_en) for one in stage.touchpoints] for stage in journey.stages],
        )
        for journey in read_blueprint(industry).journeys
    ]
