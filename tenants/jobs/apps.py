"""The app of a company's jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Name the app; its tables live in every company's schema."""

    name = "tenants.jobs"
    label = "jobs"
    verbose_name = "Jobs"
