"""The app of a company's audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Name the app; its tables live in every company's schema."""

    name = "tenants.audit"
    label = "audit"
    verbose_name = "Audit"
