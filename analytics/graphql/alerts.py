"""Alerts as the API gives them."""

from typing import Any

import strawberry
import strawberry_django
from strawberry import auto

from analytics.graphql.monitoring_enums import AlertDirectionEnum, AlertKindEnum, AlertStateEnum, ChartMetricEnum
from analytics.models.alert import Alert
from analytics.services.monitoring.words import reason_in_words
from journeys.graphql.types import TouchpointType
from journeys.models import Touchpoint
from tenants.graphql.children import named
from tenants.graphql.context import Info
from tenants.graphql.nodes import Node

type Row = dict[str, Any]


@strawberry.type(description="One reason of an alert, or one thing to know about it.")
class AlertReason:
    """One reason of an alert."""

    @strawberry.field(description="Code for programs, such as shift_down, spike_up or autocorrelated.")
    def code(root: strawberry.Parent[Row]) -> str:  # noqa: N805
        """Return the code."""
        return str(root["code"])

    @strawberry.field(description="The same in words.")
    def text(root: strawberry.Parent[Row]) -> str:  # noqa: N805
        """Return the words."""
        return reason_in_words(root)


@strawberry_django.type(Alert, name="Alert")
class AlertType(Node):
    """A change that a control chart noticed: one a chart and excursion, dated on the first day beyond the limit."""

    chart: auto
    metric: ChartMetricEnum
    day: auto
    last_day: auto
    kind: AlertKindEnum
    direction: AlertDirectionEnum
    state: AlertStateEnum
    n: int
    value: auto
    expected: auto
    z: auto
    level: auto
    limit: auto
    inputs_hash: auto
    settings_number: int
    created_at: auto
    changed_at: auto
    changed_by: auto
    note: auto

    @strawberry.field(description="The touchpoint; null for the company as a whole, or where it is gone.")
    def touchpoint(root: strawberry.Parent[Alert], info: Info) -> TouchpointType | None:  # noqa: N805
        """Return the touchpoint."""
        found: TouchpointType | None = named(root, "touchpoint", Touchpoint, info)
        return found

    @strawberry.field(description="Why the alert was raised, the main reason first.")
    def reasons(root: strawberry.Parent[Alert]) -> list[AlertReason]:  # noqa: N805
        """Return the reasons."""
        return list(root.reasons)
