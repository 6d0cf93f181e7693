"""What mutations of touchpoints are told, and what they answer."""

from decimal import Decimal

import strawberry

from journeys.graphql.catalogue_inputs import CODE, EN, ZH
from journeys.graphql.enums import TouchpointModeEnum
from journeys.graphql.types import TouchpointType
from journeys.models.touchpoint import TouchpointMode
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.user_errors import UserError

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


@strawberry.type(description="The touchpoint that was changed, or what is wrong.")
class TouchpointPayload:
    """The touchpoint that was changed."""

    touchpoint: TouchpointType | None = strawberry.field(description="The touchpoint; null when refused.")
    user_errors: list[UserError] = errors_field()
