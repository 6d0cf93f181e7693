"""What lists of journeys can be narrowed and ordered by."""

from enum import Enum
from typing import Any

import strawberry
from django.db.models import QuerySet

from journeys.graphql.enums import JourneyKindEnum, JourneyStatusEnum, PlanStateEnum
from tenants.graphql.inputs import narrowed
from tenants.graphql.keyset import NEWEST_FIRST, Order, by


@strawberry.input(description="Which touchpoints to list; all conditions must hold.")
class TouchpointFilter:
    """Which touchpoints to list."""

    codes: list[str] | None = strawberry.field(default=None, description="Only touchpoints with one of these codes.")
    channel: str | None = strawberry.field(default=None, description="Only touchpoints of the channel with this code.")
    is_mapped: bool | None = strawberry.field(default=None, description="Only described ones, or only bare codes.")
    is_moment_of_truth: bool | None = strawberry.field(default=None, description="Only moments of truth, or no such.")
    is_archived: bool | None = strawberry.field(default=None, description="Only those out of use, or only others.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(
            rows,
            code__in=self.codes,
            channel__code=self.channel,
            is_mapped=self.is_mapped,
            is_moment_of_truth=self.is_moment_of_truth,
            archived_at__isnull=None if self.is_archived is None else not self.is_archived,
        )


@strawberry.input(description="Which journeys to list; all conditions must hold.")
class JourneyFilter:
    """Which journeys to list."""

    codes: list[str] | None = strawberry.field(default=None, description="Only journeys with one of these codes.")
    kind: JourneyKindEnum | None = strawberry.field(default=None, description="Only journeys of this kind.")
    status: JourneyStatusEnum | None = strawberry.field(default=None, description="Only journeys with this status.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(rows, code__in=self.codes, kind=self.kind, status=self.status)


@strawberry.input(description="Which plans to list; all conditions must hold.")
class ActionPlanFilter:
    """Which plans to list."""

    codes: list[str] | None = strawberry.field(default=None, description="Only plans with one of these codes.")
    state: PlanStateEnum | None = strawberry.field(default=None, description="Only plans in this state.")
    touchpoint: str | None = strawberry.field(default=None, description="Only plans for the touchpoint of this code.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(rows, code__in=self.codes, state=self.state, touchpoint__code=self.touchpoint)


@strawberry.enum(description="Order of a list of plans.")
class ActionPlanOrder(Enum):
    """Order of a list of plans."""

    CODE = strawberry.enum_value("code", description="By code, from A to Z.")
    NEWEST = strawberry.enum_value("newest", description="The latest written first.")

    def keyset(self) -> Order:
        """Return the columns of the order."""
        return by("code") if self is ActionPlanOrder.CODE else NEWEST_FIRST
