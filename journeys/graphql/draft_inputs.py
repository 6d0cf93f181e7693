"""What mutations of drafts and their stages are told, and what they answer."""

import strawberry

from journeys.graphql.types import JourneyVersionType
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.user_errors import UserError

EMOTION = "Emotion the company expects customers to feel, from -2 to 2."
DRAFT = "Id of the draft, a version of a journey."


@strawberry.input(description="A journey whose next version is to be drafted.")
class DraftJourneyVersionInput:
    """A journey to draft anew."""

    journey_id: strawberry.ID = strawberry.field(description="Id of the journey.")
    copy_of: strawberry.ID | None = optional("Id of the version to copy, such as an earlier one; the newest without.")


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


@strawberry.type(description="The version that was changed, with its stages, or what is wrong.")
class JourneyVersionPayload:
    """The version that was changed."""

    journey_version: JourneyVersionType | None = strawberry.field(description="The version; null when refused.")
    user_errors: list[UserError] = errors_field()
