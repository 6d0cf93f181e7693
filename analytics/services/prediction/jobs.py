"""Predictions as jobs: asked for by somebody, or by the company's settings after each scoring."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from analytics.aggregates.months import bounds, label, month_of, parse
from analytics.services.prediction.predict import predict_period
from analytics.services.prediction.target import REPURCHASE, read_target
from analytics.services.settings import settings_of
from tenants.jobs.models import Job
from tenants.jobs.services import start_job
from tenants.models.tenant import Tenant
from tenants.selectors import current_company

PREDICT_KIND = "predict"


def request_prediction(*, period: date, target: str = REPURCHASE, requested_by: str) -> Job:
    """Return a job that predicts; the door that calls this also enqueues it. Raises UnknownTarget."""
    params = {"period": f"{period:%Y-%m}", "target": read_target(target).name}
    return start_job(kind=PREDICT_KIND, params=params, requested_by=requested_by)


def request_regular_prediction(*, company: Tenant, now: datetime) -> Job | None:
    """Return the job that predicts repurchases as of the last month that is over, if the company wants that.

    There is one job a month: the same one is returned again, and None where the settings say nothing of it.
    """
    settings = settings_of(company=company)
    if not settings.predict_regularly:
        return None
    month = label(month_of(now.astimezone(ZoneInfo(settings.timezone)).date()) - 1)
    params = {"period": month, "target": REPURCHASE}
    return start_job(kind=PREDICT_KIND, params=params, key=f"predict:{month}", requested_by="schedule")


def run_predict_job(*, job: Job) -> dict[str, Any]:
    """Predict in the current company; the runner of jobs of kind "predict". Doing it again changes nothing.

    A job that names no period predicts as of the last month that is over.
    """
    company, now = current_company(), timezone.now()
    last = label(month_of(now.astimezone(ZoneInfo(company.timezone)).date()) - 1)
    period, _ = bounds(parse(str(job.params.get("period", last))))
    run = predict_period(company=company, period=period, target=str(job.params.get("target", REPURCHASE)), now=now)
    return {"period": f"{run.period:%Y-%m}", "target": run.target, "verdict": str(run.verdict), "run": run.run_hash}
