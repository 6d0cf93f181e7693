"""Asking for control charts and alerts, and answering alerts."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import strawberry
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.graphql.alert_inputs import LONGEST_NOTE, AlertAnswerInput, AlertFilter, AlertPayload
from analytics.graphql.alerts import AlertType
from analytics.graphql.control_charts import ControlChart
from analytics.graphql.monitoring_enums import ChartMetricEnum
from analytics.models.alert import Alert
from analytics.services.monitoring.answers import acknowledge_alert, resolve_alert
from analytics.services.monitoring.charts import charts, default_day
from analytics.services.monitoring.printing import printed_charts
from tenants.access import Refusal
from tenants.graphql.connections import Figures, Listing, paged
from tenants.graphql.context import Info
from tenants.graphql.errors import ApiError
from tenants.graphql.ids import decode_as
from tenants.graphql.keyset import by
from tenants.graphql.nodes import rows_of
from tenants.graphql.user_errors import UserError, refused

NEWEST_DAY_FIRST = by("day", date, descending=True)

Touchpoints = Annotated[
    list[str] | None, strawberry.argument(description='Only charts of touchpoints with these codes; "" is the company.')
]
Metrics = Annotated[list[ChartMetricEnum] | None, strawberry.argument(description="Only charts of these metrics.")]
FirstDay = Annotated[
    date | None, strawberry.argument(description="First day; the first of the last day's month by default.")
]
LastDay = Annotated[
    date | None, strawberry.argument(description="Last day; yesterday by default, or the last with answers.")
]


@strawberry.type
class MonitoringQuery:
    """What the days say."""

    @paged(ControlChart, description="Control charts by key; those of a month with answers, whatever their status.")
    def control_charts(
        self,
        info: Info,
        touchpoints: Touchpoints = None,
        metrics: Metrics = None,
        from_day: FirstDay = None,
        to_day: LastDay = None,
    ) -> Figures:
        """Return charts."""
        company = info.context.company
        if company is None:
            raise ApiError(_("Charts belong to a company."))
        last = to_day or default_day(company=company, now=timezone.now())
        first = from_day or last.replace(day=1)
        try:
            months = charts(company=company, first=first, last=last, touchpoints=touchpoints, metrics=metrics)
        except Refusal as refusal:
            raise ApiError(str(refusal)) from refusal
        return Figures(printed_charts(months, first=first, last=last), "key")

    @paged(AlertType, description="Alerts, the newest day first.")
    def alerts(self, filter: AlertFilter | None = None) -> Listing:
        """Return alerts."""
        rows = rows_of(Alert)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_DAY_FIRST)


@strawberry.type
class MonitoringMutation:
    """Answers to alerts."""

    @strawberry.mutation(description="Say that somebody looks after an alert: late facts then leave it as it is.")
    def acknowledge_alert(self, info: Info, input: AlertAnswerInput) -> AlertPayload:
        """Acknowledge an alert."""
        return _answer(info, input, acknowledge_alert)

    @strawberry.mutation(description="Say that an alert is dealt with.")
    def resolve_alert(self, info: Info, input: AlertAnswerInput) -> AlertPayload:
        """Resolve an alert."""
        return _answer(info, input, resolve_alert)


def _answer(info: Info, input: AlertAnswerInput, answer: Callable[..., Alert]) -> AlertPayload:
    if len(input.note) > LONGEST_NOTE:
        problem = UserError(
            code="BAD_NOTE", field="input.note", message=f"A note has {LONGEST_NOTE} characters at most."
        )
        return AlertPayload(alert=None, user_errors=[problem])
    alert_id = decode_as(input.id, "Alert")
    try:
        answered: Any = answer(
            alert_id=alert_id,
            by=info.context.actor.name,
            at=timezone.now(),
            note=input.note.strip(),
            actor=info.context.actor,
        )
    except Refusal as refusal:
        return AlertPayload(alert=None, user_errors=[refused(refusal, field="input.id")])
    return AlertPayload(alert=answered, user_errors=[])
