"""Regular work: which companies are due, in their own time zones, and the jobs that do it.

Due work is a row in the public schema and the asked-for work a row in the company's. Both are written in one
transaction, so a lost message, an emptied broker or a second beat neither loses nor repeats anything.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from analytics.services.monitoring.job import MONITOR_KIND
from analytics.services.prediction.jobs import request_regular_prediction
from analytics.services.scoring.labels import read_span
from analytics.services.scoring.score import score_by_itself, score_company
from analytics.services.settings import settings_of
from feedback.services.privacy.requests import RETAIN_KIND
from tenants.access import COMMAND, Actor, company_context
from tenants.audit.services import Subject, record
from tenants.jobs.models import Job
from tenants.jobs.services import report_progress, start_job
from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Tenant
from tenants.selectors import current_company
from tenants.services.sweeping import sweep_by

SCORE_KIND = "score"
JOBS = {
    TenantSchedule.Task.SCORE: SCORE_KIND,
    TenantSchedule.Task.MONITOR: MONITOR_KIND,
    TenantSchedule.Task.RETAIN: RETAIN_KIND,
}
NIGHT = time(3, 0)
MOST_JITTER_SECONDS = 600
SWEEP_WHEN_BUSY = timedelta(minutes=1)
SWEEP_WHEN_IDLE = timedelta(minutes=10)
AT_ONCE = 200

type Task = TenantSchedule.Task
type Cadence = TenantSchedule.Cadence


@dataclass(frozen=True, slots=True)
class Due:
    """Work that a worker is to be asked for: the company, what, and the job when it is one."""

    company: Tenant
    task: str
    job: Job | None


def next_due(*, cadence: str, after: datetime, zone: str, jitter: int = 0) -> datetime:
    """Return the first moment after `after` at which a cadence is due in a time zone, `jitter` seconds late.

    >>> from datetime import UTC
    >>> next_due(cadence="daily", after=datetime(2026, 1, 1, 0, 0, tzinfo=UTC), zone="Asia/Shanghai").isoformat()
    '2026-01-02T03:00:00+08:00'
    """
    late = timedelta(seconds=jitter)
    local = (after - late).astimezone(ZoneInfo(zone))
    if cadence == TenantSchedule.Cadence.HOURLY:
        return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) + late
    day = local.date()
    for _ in range(63):
        moment = datetime.combine(day, NIGHT, tzinfo=ZoneInfo(zone)) + late
        if moment > after and _fits(cadence, day.weekday(), day.day):
            return moment
        day += timedelta(days=1)
    raise ValueError(f"{cadence!r} is no cadence")


def _fits(cadence: str, weekday: int, day: int) -> bool:
    if cadence == TenantSchedule.Cadence.WEEKLY:
        return weekday == 0
    return cadence == TenantSchedule.Cadence.DAILY or (cadence == TenantSchedule.Cadence.MONTHLY and day == 1)


def jitter_of(company: Tenant) -> int:
    """Return 0 to 599 seconds, always the same for a company, so that not all of them are due at once."""
    return int.from_bytes(hashlib.sha256(company.id.bytes).digest()[:4], "big") % MOST_JITTER_SECONDS


@transaction.atomic
def set_cadence(*, company: Tenant, cadence: Cadence, now: datetime, actor: Actor = COMMAND) -> TenantSchedule:
    """Say how often a company is scored; the next time is counted from now."""
    before = TenantSchedule.objects.filter(tenant=company, task=TenantSchedule.Task.SCORE).first()
    due = next_due(cadence=cadence, after=now, zone=company.timezone, jitter=jitter_of(company))
    schedule, _ = TenantSchedule.objects.update_or_create(
        tenant=company, task=TenantSchedule.Task.SCORE, defaults={"cadence": cadence, "next_due_at": due}
    )
    was = None if before is None else {"cadence": before.cadence}
    about = Subject("schedule", name=TenantSchedule.Task.SCORE)
    with company_context(company):
        record(actor=actor, action="schedule.updated", subject=about, before=was, after={"cadence": cadence})
    return schedule


def schedule_of(company: Tenant) -> TenantSchedule | None:
    """Return how often and when next a company is scored by itself; None before its first schedule."""
    found: TenantSchedule | None = company.schedules.filter(task=TenantSchedule.Task.SCORE).first()
    return found


def plan_company(*, company: Tenant) -> None:
    """Give a new company its regular work; what it has already stays as it is."""
    now = timezone.now()
    rows = [_first(company, task, now) for task in TenantSchedule.Task]
    TenantSchedule.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def plan_missing(*, now: datetime) -> int:
    """Give a schedule to the active companies that have none yet; return how many rows were made."""
    made = 0
    for task in TenantSchedule.Task:
        lacking = Tenant.objects.filter(kind=Tenant.Kind.COMPANY, status=Tenant.Status.ACTIVE).exclude(
            schedules__task=task
        )
        rows = [_first(company, task, now) for company in lacking]
        made += len(TenantSchedule.objects.bulk_create(rows, ignore_conflicts=True))
    return made


def _first(company: Tenant, task: Task, now: datetime) -> TenantSchedule:
    cadence = TenantSchedule.Cadence.DAILY
    if task == TenantSchedule.Task.SWEEP:
        return TenantSchedule(tenant=company, task=task, cadence=cadence, next_due_at=now + SWEEP_WHEN_IDLE)
    due = next_due(cadence=cadence, after=now, zone=company.timezone, jitter=jitter_of(company))
    return TenantSchedule(tenant=company, task=task, cadence=cadence, next_due_at=due)


@transaction.atomic
def claim_due(*, now: datetime, at_most: int = AT_ONCE) -> list[Due]:
    """Turn what is due into jobs and move each schedule on; return what workers are to be asked for.

    A schedule that another dispatcher holds is skipped. One that was due several times while nothing ran is done once.
    """
    rows = (
        TenantSchedule.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("tenant")
        .filter(next_due_at__lte=now, tenant__status=Tenant.Status.ACTIVE)
        .exclude(tenant__paused_until__gt=now)
        .order_by("next_due_at")[:at_most]
    )
    return [_claim(row, now) for row in rows]


def _claim(row: TenantSchedule, now: datetime) -> Due:
    company, job = row.tenant, None
    kind = JOBS.get(TenantSchedule.Task(row.task))
    if kind is not None:
        with company_context(company):
            job = start_job(kind=kind, key=f"{kind}:{row.next_due_at.isoformat()}", requested_by="schedule")
        row.next_due_at = next_due(cadence=row.cadence, after=now, zone=company.timezone, jitter=jitter_of(company))
        sweep_by(company=company, moment=now + SWEEP_WHEN_BUSY)
    else:
        row.next_due_at = now + SWEEP_WHEN_IDLE
    row.last_run_at = now
    row.save(update_fields=["next_due_at", "last_run_at"])
    return Due(company=company, task=row.task, job=job)


def sweep_again(*, company: Tenant, now: datetime) -> bool:
    """Have the company's jobs looked at again soon while any is open; return whether one is."""
    busy = bool(Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).exists())
    if busy:
        sweep_by(company=company, moment=now + SWEEP_WHEN_BUSY)
    return busy


def request_scoring(*, company: Tenant, requested_by: str, params: dict[str, Any] | None = None) -> Job:
    """Return a job that scores the current company now; the door that calls this also enqueues it.

    `params` may say `first`, `last`, `kind` of the periods, by their labels, and whether to `rebuild`.
    """
    sweep_by(company=company, moment=timezone.now() + SWEEP_WHEN_BUSY)
    return start_job(kind=SCORE_KIND, params=params, requested_by=requested_by)


def run_score_job(*, job: Job) -> dict[str, Any]:
    """Score the current company; the runner of jobs of kind "score". Doing it again changes nothing."""
    company, now, asked = current_company(), timezone.now(), job.params
    how: dict[str, Any] = {
        "company": company,
        "now": now,
        "rebuild": bool(asked.get("rebuild", False)),
        "progress": lambda done, total: report_progress(job=job, done=done, total=total),
    }
    if asked.keys() & {"first", "last", "kind"}:
        calendar = settings_of(company=company).calendar
        span = read_span(asked.get("first"), asked.get("last"), asked.get("kind"), calendar)
        runs = score_company(span=span, **how)
    else:
        runs = score_by_itself(**how)
    request_regular_prediction(company=company, now=now)  # a row; the sweep sends it to a worker
    return {"periods": len(runs), "runs": {run.label: run.run_hash for run in runs}}
