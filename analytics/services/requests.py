"""Long work that somebody asks for: scores, predictions, a look at the control charts. Each is a job."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from analytics.models.settings import Settings
from analytics.services.monitoring.job import MONITOR_KIND
from analytics.services.prediction.jobs import PREDICT_KIND
from analytics.services.prediction.target import REPURCHASE, read_target
from analytics.services.schedule import SCORE_KIND, SWEEP_WHEN_BUSY, request_scoring
from analytics.services.scoring.labels import read_span
from analytics.services.settings import settings_of
from tenants.access import Actor
from tenants.audit.services import Subject, record
from tenants.jobs.models import Job
from tenants.jobs.services import start_job
from tenants.models.tenant import Tenant
from tenants.services.sweeping import sweep_by


@transaction.atomic
def request_scores(
    *,
    company: Tenant,
    actor: Actor,
    first: str | None = None,
    last: str | None = None,
    kind: str | None = None,
    rebuild: bool = False,
) -> Job:
    """Return a job that scores periods from one label to another; without any, what is due by itself.

    The same request that still waits for a worker is returned again. The door that calls this also enqueues the job.
    Raises BadLabel and BadPeriods.
    """
    settings = settings_of(company=company)
    asked = {"first": first, "last": last, "kind": kind, "rebuild": rebuild or None}
    params: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    if params.keys() & {"first", "last", "kind"}:
        _require_scorable(first, last, kind, settings)
    waiting = _waiting(SCORE_KIND, params)
    if waiting is not None:
        return waiting
    job = request_scoring(company=company, requested_by=actor.name, params=params)
    _record(actor, "scores.requested", job)
    return job


@transaction.atomic
def request_predictions(*, company: Tenant, actor: Actor, period: date, target: str = REPURCHASE) -> Job:
    """Return a job that predicts for all customers as of the end of a month, given by its first day.

    As request_scores otherwise. Raises UnknownTarget.
    """
    params = {"period": f"{period:%Y-%m}", "target": read_target(target).name}
    return requested(company, actor, PREDICT_KIND, params, "predictions.requested")


@transaction.atomic
def request_monitoring(*, company: Tenant, actor: Actor, as_of: date | None = None) -> Job:
    """Return a job that raises alerts from the control charts up to a day; without, the last one that is over."""
    params = {} if as_of is None else {"as_of": as_of.isoformat()}
    return requested(company, actor, MONITOR_KIND, params, "monitoring.requested")


def requested(company: Tenant, actor: Actor, kind: str, params: dict[str, Any], action: str) -> Job:
    """Return a job of a kind, the one that waits with the same params if there is one; record that it was asked for."""
    waiting = _waiting(kind, params)
    if waiting is not None:
        return waiting
    job = start_job(kind=kind, params=params, requested_by=actor.name)
    sweep_by(company=company, moment=timezone.now() + SWEEP_WHEN_BUSY)
    _record(actor, action, job)
    return job


def _require_scorable(first: str | None, last: str | None, kind: str | None, settings: Settings) -> None:
    span = read_span(first, last, kind, settings.calendar)
    if span.is_exact:
        span.periods(settings.calendar, (), list)


def _waiting(kind: str, params: dict[str, Any]) -> Job | None:
    found: Job | None = Job.objects.filter(kind=kind, params=params, state=Job.State.QUEUED, attempts=0).first()
    return found


def _record(actor: Actor, action: str, job: Job) -> None:
    record(actor=actor, action=action, subject=Subject("job", id=str(job.pk), name=job.kind), after=job.params)
