"""The states of a job. Each change is one statement that says from which state, so two workers never both make it.

A worker holds a job by its number of attempts: when the job was given to another worker, or cancelled, what the first
one still says is refused with JobLost.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from tenants.hooks.services import Subject, emit
from tenants.jobs.models import Job

MAX_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)


class JobLost(RuntimeError):
    """The job is no longer this worker's: it was given to another, or cancelled."""


def stale_after() -> timedelta:
    """Return how long a worker may give no sign of life before its job is given to another."""
    return timedelta(seconds=float(getattr(settings, "JOB_STALE_SECONDS", 60)))


def pause_before(attempts: int) -> timedelta:
    """Return how long to wait after that many failed attempts: doubled each time, up to LONGEST_PAUSE."""
    doublings = min(max(0, attempts - 1), 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


@transaction.atomic
def start_job(
    *,
    kind: str,
    params: dict[str, Any] | None = None,
    key: str | None = None,
    total: int | None = None,
    requested_by: str = "",
) -> Job:
    """Return a queued job; with a key that another job has, that job, whatever its state.

    It is only a row: the door that calls this also enqueues `tenants.tasks.run_job`, and the sweep does if it did not.
    """
    fresh: dict[str, Any] = {"kind": kind, "params": params or {}, "total": total, "requested_by": requested_by}
    if key is None:
        made: Job = Job.objects.create(**fresh)
        return made
    job, _ = Job.objects.get_or_create(key=key, defaults=fresh)
    found: Job = job
    return found


@transaction.atomic
def claim_job(*, job_id: UUID | str) -> Job | None:
    """Make this worker the one that does the job; None when it is done, cancelled, too early or another's."""
    due = Q(state=Job.State.QUEUED) & (Q(not_before=None) | Q(not_before__lte=Now()))
    abandoned = Q(state=Job.State.RUNNING, heartbeat_at__lt=Now() - stale_after(), attempts__lt=MAX_ATTEMPTS)
    claimed = (
        Job.objects.filter(pk=job_id)
        .filter(due | abandoned)
        .update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            started_at=Coalesce("started_at", Now()),
            heartbeat_at=Now(),
            not_before=None,
            error="",
        )
    )
    if not claimed:
        return None
    job: Job = Job.objects.get(pk=job_id)
    tell(job, happened="started")
    return job


def report_progress(*, job: Job, done: int, total: int | None = None) -> None:
    """Say how many steps are finished, which is also a sign of life. Raises JobLost.

    Call it outside of a transaction: others see it at once, and the row is not kept locked. Who follows the job is
    told with each hundredth of it, or each time while nobody knows how many steps there are.
    """
    changes: dict[str, Any] = {"done": done, "heartbeat_at": Now()}
    if total is not None:
        changes["total"] = total
    before = _hundredths(job)
    with transaction.atomic():
        _change(job, **changes)
        if job.total is None or _hundredths(job) != before:
            tell(job, happened="progressed")


def _hundredths(job: Job) -> int:
    return job.done * 100 // job.total if job.total else -1


@transaction.atomic
def finish_job(*, job: Job, result: Any = None) -> Job:
    """Mark the job done, with what came of it. Raises JobLost."""
    done = Coalesce("total", "done")
    over = _change(job, state=Job.State.DONE, result=result, done=done, finished_at=Now(), error="")
    tell(over, happened="finished")
    return over


@transaction.atomic
def fail_job(*, job: Job, error: str, retry: bool = True) -> Job:
    """Queue the job again after a pause, or mark it failed when it was tried often enough. Raises JobLost."""
    words = error[:4000]
    if retry and job.attempts < MAX_ATTEMPTS:
        return _change(job, state=Job.State.QUEUED, error=words, not_before=Now() + pause_before(job.attempts))
    over = _change(job, state=Job.State.FAILED, error=words, finished_at=Now())
    tell(over, happened="failed")
    return over


@transaction.atomic
def cancel_job(*, job: Job) -> bool:
    """Stop a job that is not over; its worker notices at its next report. Return whether there was one to stop."""
    open_states = [Job.State.QUEUED, Job.State.RUNNING]
    stopped = Job.objects.filter(pk=job.pk, state__in=open_states).update(state=Job.State.CANCELLED, finished_at=Now())
    if stopped:
        job.refresh_from_db()
        tell(job, happened="cancelled")
    return bool(stopped)


def tell(job: Job, *, happened: str) -> None:
    """Tell whoever listens what became of a job. Why it failed is read by those who may see jobs, not told."""
    data: dict[str, Any] = {"kind": job.kind, "state": str(job.state), "attempts": job.attempts}
    if happened == "progressed":
        data |= {"done": job.done, "total": job.total}
    emit(event=f"job.{happened}", subject=Subject("job", str(job.pk), job.kind), data=data)


def _change(job: Job, **changes: Any) -> Job:
    held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    if not held.update(**changes):
        raise JobLost(f"job {job.pk} was given to another worker or cancelled")
    job.refresh_from_db()
    return job
