"""Registers journeys as an app of each company's schema."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Intent: journeys, touchpoints, personas and action plans."""

    name = "journeys"
    default_auto_field = "django.db.models.UUIDField"
