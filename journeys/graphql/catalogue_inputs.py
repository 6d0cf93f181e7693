"""What mutations of channels and personas are told, and what they answer."""

import strawberry

from journeys.graphql.enums import ChannelKindEnum
from journeys.graphql.types import ChannelType, PersonaType
from journeys.models.touchpoint import ChannelKind
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.user_errors import UserError

ZH, EN = "Name in Chinese.", "Name in English."
CODE = "Stable code, as imports name it; it never changes."


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
