"""Which alerts to list, and answers to them."""

from datetime import date
from typing import Any

import strawberry
from django.db.models import QuerySet

from analytics.graphql.alerts import AlertType
from analytics.graphql.monitoring_enums import AlertStateEnum, ChartMetricEnum
from tenants.graphql.inputs import narrowed
from tenants.graphql.user_errors import UserError

LONGEST_NOTE = 2000


@strawberry.input(description="Which alerts to list; all conditions must hold.")
class AlertFilter:
    """Which alerts to list."""

    states: list[AlertStateEnum] | None = strawberry.field(default=None, description="Only alerts in these states.")
    touchpoints: list[str] | None = strawberry.field(
        default=None, description='Only alerts of touchpoints with these codes; "" is the company.'
    )
    metrics: list[ChartMetricEnum] | None = strawberry.field(default=None, description="Only alerts of these metrics.")
    from_day: date | None = strawberry.field(default=None, description="Only alerts of this day or later.")
    to_day: date | None = strawberry.field(default=None, description="Only alerts of this day or earlier.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(
            rows,
            state__in=self.states,
            touchpoint__in=self.touchpoints,
            metric__in=self.metrics,
            day__gte=self.from_day,
            day__lte=self.to_day,
        )


@strawberry.input(description="Which alert to answer.")
class AlertAnswerInput:
    """Which alert to answer."""

    id: strawberry.ID = strawberry.field(description="Id of the alert.")
    note: str = strawberry.field(default="", description="What is known or was done, for others; 2,000 characters.")


@strawberry.type(description="The alert that was answered, or what is wrong.")
class AlertPayload:
    """The alert that was answered."""

    alert: AlertType | None = strawberry.field(description="The alert; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What is wrong with the input; empty when nothing is.")
