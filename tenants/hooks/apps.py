"""The app of a company's outgoing events."""

from django.apps import AppConfig


class HooksConfig(AppConfig):
    """Name the app; its tables live in every company's schema."""

    name = "tenants.hooks"
    label = "hooks"
    verbose_name = "Webhooks"
