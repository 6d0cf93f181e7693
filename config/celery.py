"""The Celery app. All schedules are in the settings: one tick a minute, which finds what is due."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("huibao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
