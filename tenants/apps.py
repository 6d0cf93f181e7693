"""The app of the shared tables: companies, their hosts and how they were set up."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Name the app whose tables live once, in the public schema."""

    name = "tenants"
    label = "tenants"
    verbose_name = "Companies"
