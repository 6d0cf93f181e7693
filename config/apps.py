"""The house as a Django app: it has no tables, and makes sure that Celery is configured everywhere."""

from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Bind `shared_task` to our Celery app in every process, also in those that only enqueue."""

    name = "config"
    label = "house"

    def ready(self) -> None:
        """Import the Celery app, which registers itself as the current one."""
        from config import celery  # noqa: F401, PLC0415  Celery reads the settings, so not before now
