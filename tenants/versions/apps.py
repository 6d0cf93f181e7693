"""The app of a company's data versions."""

from django.apps import AppConfig


class VersionsConfig(AppConfig):
    """Name the app; its table lives in every company's schema."""

    name = "tenants.versions"
    label = "versions"
    verbose_name = "Data versions"
