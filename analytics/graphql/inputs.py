"""What lists of scores can be narrowed by."""

from typing import Any

import strawberry
from django.db.models import QuerySet

from analytics.graphql.enums import PeriodKindEnum, RunStatusEnum
from analytics.graphql.periods import named
from tenants.graphql.inputs import narrowed
from tenants.graphql.scalars import Period


@strawberry.input(description="Which score runs to list; all conditions must hold.")
class ScoreRunFilter:
    """Which score runs to list."""

    period: Period | None = strawberry.field(default=None, description="Only runs of this period.")
    period_kind: PeriodKindEnum | None = strawberry.field(default=None, description="Only runs of this kind of period.")
    is_current: bool | None = strawberry.field(default=None, description="Only runs that are shown, or only others.")
    status: RunStatusEnum | None = strawberry.field(default=None, description="Only runs with this status.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        conditions: dict[str, Any] = {"is_current": self.is_current, "status": self.status}
        if self.period is not None:
            period = named(self.period)
            rows = rows.filter(period=period.start, period_end=period.end, period_kind=period.kind)
        return narrowed(rows, **conditions, period_kind=self.period_kind)
