"""The house as a Django app: it has no tables, and makes sure that Celery is configured everywhere."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from django.apps import AppConfig
from django.conf import settings

from tenants.backend.routing import follow_companies


class HouseConfig(AppConfig):
    """Bind `shared_task` to our Celery app in every process, also in those that only enqueue."""

    name = "config"
    label = "house"

    def __init__(self, app_name: str, app_module: ModuleType) -> None:
        """Let Django's connections follow the company that one is in, before anything is asked."""
        super().__init__(app_name, app_module)
        follow_companies()

    def ready(self) -> None:
        """Import the Celery app, which registers itself as the current one; tell figures and traces where asked to."""
        from config import celery  # noqa: PLC0415  Celery reads the settings, so not before now

        celery.app.steps["worker"].add(import_module("config.telemetry.parts").TellsFigures)
        if settings.TRACES_ENDPOINT:
            import_module("config.telemetry.export").export_traces()  # most installations never load it
