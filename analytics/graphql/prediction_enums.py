"""Enums of predictions."""

from analytics.models.prediction import PredictionStatus, PredictionVerdict
from tenants.graphql.enums import choices_enum

PredictionVerdictEnum = choices_enum(PredictionVerdict, name="PredictionVerdict")
PredictionStatusEnum = choices_enum(PredictionStatus, name="PredictionStatus")
