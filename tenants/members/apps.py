"""The app of a company's people, units and keys."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Name the app; its tables live in every company's schema."""

    name = "tenants.members"
    label = "members"
    verbose_name = "Members"
