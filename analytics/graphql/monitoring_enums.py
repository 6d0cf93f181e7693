"""Enums of control charts and alerts."""

from analytics.models.alert import AlertDirection, AlertKind, AlertState, ChartMetric, ChartStatus
from tenants.graphql.enums import choices_enum

ChartMetricEnum = choices_enum(ChartMetric, name="ChartMetric")
ChartStatusEnum = choices_enum(ChartStatus, name="ChartStatus")
AlertKindEnum = choices_enum(AlertKind, name="AlertKind")
AlertDirectionEnum = choices_enum(AlertDirection, name="AlertDirection")
AlertStateEnum = choices_enum(AlertState, name="AlertState")
