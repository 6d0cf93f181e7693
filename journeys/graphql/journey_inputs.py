"""What mutations of journeys are told, and what they answer."""

import strawberry

from journeys.graphql.enums import JourneyKindEnum
from journeys.graphql.types import JourneyType
from journeys.models.journey import JourneyKind
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.enums import Industry
from tenants.graphql.user_errors import UserError


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


@strawberry.input(description="The industry to start from.")
class ApplyBlueprintInput:
    """The industry to start from."""

    industry: Industry = strawberry.field(description="Industry whose blueprint is applied.")


@strawberry.type(description="The journey that was changed, or what is wrong.")
class JourneyPayload:
    """The journey that was changed."""

    journey: JourneyType | None = strawberry.field(description="The journey; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The journeys that a company started with, or what is wrong.")
class ApplyBlueprintPayload:
    """The journeys of a blueprint."""

    journeys: list[JourneyType] | None = strawberry.field(description="The journeys by code; null when refused.")
    user_errors: list[UserError] = errors_field()
