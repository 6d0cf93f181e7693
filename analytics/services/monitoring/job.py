"""Monitoring as a job, once a day."""

from datetime import date
from typing import Any

from django.utils import timezone

from analytics.services.monitoring.alerts import raise_alerts
from analytics.services.monitoring.charts import default_day
from tenants.jobs.models import Job
from tenants.selectors import current_company

MONITOR_KIND = "monitor"


def run_monitor_job(*, job: Job) -> dict[str, Any]:
    """Raise the current company's alerts; the runner of jobs of kind "monitor". Doing it again changes nothing."""
    company, now = current_company(), timezone.now()
    asked = job.params.get("as_of")
    as_of = date.fromisoformat(asked) if asked else default_day(company=company, now=now)
    changed = raise_alerts(company=company, as_of=as_of, now=now)
    return {"as_of": as_of.isoformat(), "alerts": len(changed)}
