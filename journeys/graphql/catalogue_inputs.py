"""What mutations of touchpoints, channels and personas are told, and what they answer."""

from decimal import Decimal

import strawberry

from journeys.graphql.enums import ChannelKindEnum, TouchpointModeEnum
from journeys.graphql.types import ChannelType, PersonaType, TouchpointType
from journeys.models.touchpoint import ChannelKind, TouchpointMode
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.user_errors import UserError

ZH, EN = "Name in Chinese.", "Name in English."
CODE = "Stable code, as imports name it; it never changes."
WEIGHT = "Weight, relative to other touchpoints, where a figure averages over them; 0 or more."


@strawberry.input(description="A touchpoint to create.")
class CreateTouchpointInput:
    """A touchpoint to create."""

    code: str = strawberry.field(description=CODE)
    name_zh: str = strawberry.field(default="", description=ZH)
    name_en: str = strawberry.field(default="", description=EN)
    channel: str | None = strawberry.field(default=None, description="Code of its channel.")
    mode: TouchpointModeEnum = strawberry.field(default=TouchpointMode.UNKNOWN, description="Online or offline.")
    owner: str | None = strawberry.field(default=None, description="Code of the department that answers for it.")
    weight: Decimal = strawberry.field(default=Decimal(1), description=WEIGHT)
    is_moment_of_truth: bool = strawberry.field(default=False, description="Whether it decides the journey's outcome.")
    description_zh: str = strawberry.field(default="", description="What happens there, in Chinese.")
    description_en: str = strawberry.field(default="", description="What happens there, in English.")


@strawberry.input(description="A touchpoint to describe; what is left out stays as it is.")
class UpdateTouchpointInput:
    """A touchpoint to describe."""

    id: strawberry.ID = strawberry.field(description="Id of the touchpoint.")
    name_zh: str | None = optional(ZH)
    name_en: str | None = optional(EN)
    channel: str | None = optional("Code of its channel; null for none or several.")
    mode: TouchpointModeEnum | None = optional("Online or offline.")
    owner: str | None = optional("Code of the department that answers for it; null for none.")
    weight: Decimal | None = optional(WEIGHT)
    is_moment_of_truth: bool | None = optional("Whether it decides the journey's outcome.")
    description_zh: str | None = optional("What happens there, in Chinese.")
    description_en: str | None = optional("What happens there, in English.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A touchpoint to take out of use, or to put back.")
class TouchpointIdInput:
    """A touchpoint."""

    id: strawberry.ID = strawberry.field(description="Id of the touchpoint.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A channel to create.")
class CreateChannelInput:
    """A channel to create."""

    code: str = strawberry.field(description=CODE)
    name_zh: str = strawberry.field(default="", description=ZH)
    name_en: str = strawberry.field(default="", description=EN)
    kind: ChannelKindEnum = strawberry.field(default=ChannelKind.OTHER, description="What sort of channel it is.")


@strawberry.input(description="A channel to describe; what is left out stays as it is.")
class UpdateChannelInput:
    """A channel to describe."""

    id: strawberry.ID = strawberry.field(description="Id of the channel.")
    name_zh: str | None = optional(ZH)
    name_en: str | None = optional(EN)
    kind: ChannelKindEnum | None = optional("What sort of channel it is.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A persona to create.")
class CreatePersonaInput:
    """A persona to create."""

    code: str = strawberry.field(description="Stable code; it never changes.")
    name_zh: str = strawberry.field(default="", description=ZH)
    name_en: str = strawberry.field(default="", description=EN)
    story_zh: str = strawberry.field(default="", description="Who the person is and what they want, in Chinese.")
    story_en: str = strawberry.field(default="", description="Who the person is and what they want, in English.")
    segment: str = strawberry.field(default="", description="Value of the segment attribute it stands for.")


@strawberry.input(description="A persona to change; what is left out stays as it is.")
class UpdatePersonaInput:
    """A persona to change."""

    id: strawberry.ID = strawberry.field(description="Id of the persona.")
    name_zh: str | None = optional(ZH)
    name_en: str | None = optional(EN)
    story_zh: str | None = optional("Who the person is and what they want, in Chinese.")
    story_en: str | None = optional("Who the person is and what they want, in English.")
    segment: str | None = optional("Value of the segment attribute it stands for; empty for none.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A persona to remove.")
class PersonaIdInput:
    """A persona."""

    id: strawberry.ID = strawberry.field(description="Id of the persona.")
    revision: int | None = optional(REVISION)


@strawberry.type(description="The touchpoint that was changed, or what is wrong.")
class TouchpointPayload:
    """The touchpoint that was changed."""

    touchpoint: TouchpointType | None = strawberry.field(description="The touchpoint; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The channel that was changed, or what is wrong.")
class ChannelPayload:
    """The channel that was changed."""

    channel: ChannelType | None = strawberry.field(description="The channel; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The persona that was changed, or what is wrong.")
class PersonaPayload:
    """The persona that was changed."""

    persona: PersonaType | None = strawberry.field(description="The persona; null when refused.")
    user_errors: list[UserError] = errors_field()
