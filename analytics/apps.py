"""The analytics app."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """What is derived from the facts: aggregates, scores, evaluations."""

    name = "analytics"
