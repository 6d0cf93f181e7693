"""The Celery app of the real worker that the tests start: the product's app and a few tasks that tell what they see."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
from celery import shared_task
from django.conf import settings
from django.db import connection

from config.celery import app as app

django.setup()

from tenants.access import current_schema  # noqa: E402
from tenants.jobs.models import Job  # noqa: E402
from tenants.members.models import Unit  # noqa: E402
from tenants.tasks import CompanyTask  # noqa: E402

settings.JOB_STALE_SECONDS = 1.0
settings.JOB_RUNNERS = {"sleep": "probe_app.sleep"}


@shared_task(base=CompanyTask, name="probe.where", acks_late=True)
def where(*, folder: str, name: str) -> None:
    """Write down the schema of the context, of the connection and of the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        row = cursor.fetchone()[0]
    (Path(folder) / name).write_text(f"{current_schema()} {connection.schema_name} {row} {Unit.objects.count()}")


def sleep(*, job: Job) -> dict[str, Any]:
    """Say that it began, then take a while the first time: long enough to be killed."""
    begun = Path(job.params["folder"]) / f"begun-{job.attempts}"
    begun.write_text(str(os.getpid()))
    if job.attempts == 1:
        time.sleep(30)
    return {"attempt": job.attempts}
