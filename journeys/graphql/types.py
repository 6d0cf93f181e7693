"""Types of journeys, touchpoints and personas."""

from typing import Annotated

import strawberry
import strawberry_django
from strawberry import auto

from journeys.graphql.enums import (
    ChannelKindEnum,
    JourneyKindEnum,
    JourneyStatusEnum,
    TouchpointModeEnum,
    VersionStateEnum,
)
from journeys.models import Channel, Journey, JourneyVersion, Persona, Stage, StageTouchpoint, Touchpoint
from journeys.models.journey import VersionState
from tenants.graphql.children import Children
from tenants.graphql.connections import paged
from tenants.graphql.context import Info
from tenants.graphql.keyset import by
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.types import DepartmentType

THIS = strawberry.lazy("journeys.graphql.types")


@strawberry_django.type(Channel, name="Channel")
class ChannelType(Node):
    """A way by which customers reach the company."""

    code: auto
    name_zh: auto
    name_en: auto
    kind: ChannelKindEnum
    is_mapped: auto
    revision: int


@strawberry_django.type(Touchpoint, name="Touchpoint")
class TouchpointType(Node):
    """One kind of interaction between a customer and the company."""

    code: auto
    name_zh: auto
    name_en: auto
    channel: ChannelType | None
    mode: TouchpointModeEnum
    owner: DepartmentType | None
    weight: auto
    is_moment_of_truth: auto
    is_mapped: auto
    description_zh: auto
    description_en: auto
    archived_at: auto
    merged_into: Annotated["TouchpointType", THIS] | None
    revision: int


@strawberry_django.type(Persona, name="Persona")
class PersonaType(Node):
    """A kind of customer, told as a person."""

    code: auto
    name_zh: auto
    name_en: auto
    story_zh: auto
    story_en: auto
    segment: auto
    revision: int


@strawberry_django.type(StageTouchpoint, name="StageTouchpoint")
class StageTouchpointType(Node):
    """A touchpoint in its place."""

    position: int
    expected_emotion: int
    touchpoint: TouchpointType


@strawberry_django.type(Stage, name="Stage")
class StageType(Node):
    """A part of a journey."""

    code: auto
    name_zh: auto
    name_en: auto
    position: int

    @paged(StageTouchpointType, description="Touchpoints of the stage in the order in which customers meet them.")
    def placements(root: strawberry.Parent[Stage]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the touchpoints in their places."""
        return Children(rows_of(StageTouchpoint), by("position", int), "stage_id", root)


@strawberry_django.type(JourneyVersion, name="JourneyVersion")
class JourneyVersionType(Node):
    """One dated state of a journey."""

    number: int
    state: VersionStateEnum
    published_at: auto
    revision: int
    journey: Annotated["JourneyType", THIS]

    @paged(StageType, description="Stages of the version in the order in which customers live them.")
    def stages(root: strawberry.Parent[JourneyVersion]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the stages."""
        return Children(rows_of(Stage), by("position", int), "version_id", root)


@strawberry_django.type(Journey, name="Journey")
class JourneyType(Node):
    """The way of a customer through the company."""

    code: auto
    name_zh: auto
    name_en: auto
    kind: JourneyKindEnum
    status: JourneyStatusEnum
    parent: Annotated["JourneyType", THIS] | None
    revision: int

    @paged(JourneyVersionType, description="Versions of the journey, the newest first.")
    def versions(root: strawberry.Parent[Journey]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the versions."""
        return Children(rows_of(JourneyVersion), by("number", int, descending=True), "journey_id", root)

    @strawberry.field(description="The version in force; null before the first is published.")
    def published_version(root: strawberry.Parent[Journey], info: Info) -> JourneyVersionType | None:  # noqa: N805
        """Return the version in force."""
        published = rows_of(JourneyVersion).filter(state=VersionState.PUBLISHED)
        found: JourneyVersionType | None = Children(published, by("number", int), "journey_id", root).only(info)
        return found
