"""What lists of scores can be narrowed by."""

from typing import Any

import strawberry
from django.db.models import QuerySet

from analytics.graphql.enums import RunStatusEnum
from tenants.graphql.inputs import narrowed
from tenants.graphql.scalars import Period


@strawberry.input(description="Which score runs to list; all conditions must hold.")
class ScoreRunFilter:
    """Which score runs to list."""

    period: Period | None = strawberry.field(default=None, description="Only runs of this month.")
    is_current: bool | None = strawberry.field(default=None, description="Only runs that are shown, or only others.")
    status: RunStatusEnum | None = strawberry.field(default=None, description="Only runs with this status.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(rows, period=self.period, is_current=self.is_current, status=self.status)
