"""What mutations of journeys, their versions and their stages are told, and what they answer."""

import strawberry

from journeys.graphql.enums import JourneyKindEnum
from journeys.graphql.types import JourneyType, JourneyVersionType
from journeys.models.journey import JourneyKind
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.enums import Industry
from tenants.graphql.user_errors import UserError

EMOTION = "Emotion the company expects customers to feel, from -2 to 2."
DRAFT = "Id of the draft, a version of a journey."


@strawberry.input(description="A journey to create.")
class CreateJourneyInput:
    """A journey to create."""

    code: str = strawberry.field(description="Stable code; it never changes.")
    name_zh: str = strawberry.field(default="", description="Name in Chinese.")
    name_en: str = strawberry.field(default="", description="Name in English.")
    kind: JourneyKindEnum = strawberry.field(default=JourneyKind.AS_IS, description="What is, or what should be.")
    parent: str | None = strawberry.field(default=None, description="Code of the larger journey it is a part of.")


@strawberry.input(description="A journey to change; what is left out stays as it is.")
class UpdateJourneyInput:
    """A journey to change."""

    id: strawberry.ID = strawberry.field(description="Id of the journey.")
    name_zh: str | None = optional("Name in Chinese.")
    name_en: str | None = optional("Name in English.")
    kind: JourneyKindEnum | None = optional("What is, or what should be.")
    parent: str | None = optional("Code of the larger journey it is a part of; null for none.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A journey to take out of use, or to put back.")
class JourneyIdInput:
    """A journey."""

    id: strawberry.ID = strawberry.field(description="Id of the journey.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A journey to create with the stages of a version of another.")
class CopyJourneyInput:
    """A journey to copy."""

    version_id: strawberry.ID = strawberry.field(description="Id of the version whose stages are copied.")
    code: str = strawberry.field(description="Stable code of the new journey.")
    name_zh: str = strawberry.field(default="", description="Name in Chinese.")
    name_en: str = strawberry.field(default="", description="Name in English.")
    kind: JourneyKindEnum = strawberry.field(default=JourneyKind.TO_BE, description="What is, or what should be.")


@strawberry.input(description="A journey whose next version is to be drafted.")
class DraftJourneyVersionInput:
    """A journey to draft anew."""

    journey_id: strawberry.ID = strawberry.field(description="Id of the journey.")


@strawberry.input(description="A draft to put into force, or to throw away.")
class JourneyVersionIdInput:
    """A draft."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    revision: int | None = optional(REVISION)


@strawberry.input(description="A stage to add to a draft.")
class CreateStageInput:
    """A stage to add."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    code: str = strawberry.field(description="Code of the stage, stable over the journey's versions.")
    name_zh: str = strawberry.field(default="", description="Name in Chinese.")
    name_en: str = strawberry.field(default="", description="Name in English.")
    position: int | None = optional("Place in the journey, counted from 1; at the end without.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A stage of a draft to rename; what is left out stays as it is.")
class UpdateStageInput:
    """A stage to rename."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    stage_id: strawberry.ID = strawberry.field(description="Id of the stage.")
    name_zh: str | None = optional("Name in Chinese.")
    name_en: str | None = optional("Name in English.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A stage to take out of a draft, with the places in it.")
class DeleteStageInput:
    """A stage to take out."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    stage_id: strawberry.ID = strawberry.field(description="Id of the stage.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="An order for the stages of a draft.")
class ReorderStagesInput:
    """An order of stages."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    stage_ids: list[strawberry.ID] = strawberry.field(description="Ids of all stages, each once, in their order.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A touchpoint to give a place in a stage of a draft.")
class PlaceTouchpointInput:
    """A touchpoint to place."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    stage_id: strawberry.ID = strawberry.field(description="Id of the stage.")
    touchpoint: str = strawberry.field(description="Code of the touchpoint; one that is placed there already is moved.")
    position: int | None = optional("Place in the stage, counted from 1; at the end without.")
    expected_emotion: int = strawberry.field(default=0, description=EMOTION)
    revision: int | None = optional(REVISION)


@strawberry.input(description="A touchpoint to take out of a stage of a draft.")
class RemovePlacementInput:
    """A place to remove."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    placement_id: strawberry.ID = strawberry.field(description="Id of the touchpoint's place in the stage.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="An order for the touchpoints of a stage of a draft.")
class ReorderPlacementsInput:
    """An order of touchpoints."""

    version_id: strawberry.ID = strawberry.field(description=DRAFT)
    stage_id: strawberry.ID = strawberry.field(description="Id of the stage.")
    placement_ids: list[strawberry.ID] = strawberry.field(description="Ids of all places, each once, in their order.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="The industry to start from.")
class ApplyBlueprintInput:
    """The industry to start from."""

    industry: Industry = strawberry.field(description="Industry whose blueprint is applied.")


@strawberry.type(description="The journey that was changed, or what is wrong.")
class JourneyPayload:
    """The journey that was changed."""

    journey: JourneyType | None = strawberry.field(description="The journey; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The version that was changed, with its stages, or what is wrong.")
class JourneyVersionPayload:
    """The version that was changed."""

    journey_version: JourneyVersionType | None = strawberry.field(description="The version; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="What was thrown away, or what is wrong.")
class DeletePayload:
    """What was thrown away."""

    deleted_id: strawberry.ID | None = strawberry.field(description="Id of what is gone; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The journeys that a company started with, or what is wrong.")
class ApplyBlueprintPayload:
    """The journeys of a blueprint."""

    journeys: list[JourneyType] | None = strawberry.field(description="The journeys by code; null when refused.")
    user_errors: list[UserError] = errors_field()
