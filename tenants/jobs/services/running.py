"""Do a job: find its runner, give signs of life meanwhile, write down how it ended."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from tenants.access import HasSchema, Refusal, company_context
from tenants.jobs.models import Job
from tenants.jobs.services.lifecycle import JobLost, claim_job, fail_job, finish_job, stale_after
from tenants.selectors import current_company

log = logging.getLogger(__name__)


class UnknownJobKind(Refusal):
    """No runner is registered for that kind of job."""


def run_job(*, job_id: UUID | str) -> Job | None:
    """Do a job and return it, done, failed or queued again; None when it is not there to be done.

    However often a message about it arrives, one worker at a time does it, and nobody once it is done. A job whose
    worker died is begun again, so a runner must stand being begun again. A Refusal fails the job at once; any other
    exception is tried again after a pause.
    """
    job = claim_job(job_id=job_id)
    if job is None:
        return None
    try:
        with _signs_of_life(job):
            result = _runner_of(job.kind)(job=job)
        return finish_job(job=job, result=result)
    except JobLost as lost:
        log.warning("%s", lost)
        return None
    except Refusal as refusal:
        return fail_job(job=job, error=str(refusal), retry=False)
    except Exception as error:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        return fail_job(job=job, error=f"{type(error).__name__}: {error}")


def _runner_of(kind: str) -> Callable[..., Any]:
    path = settings.JOB_RUNNERS.get(kind)
    if path is None:
        raise UnknownJobKind(f"no runner is registered for jobs of kind {kind!r}")
    runner: Callable[..., Any] = import_string(path)
    return runner


@contextmanager
def _signs_of_life(job: Job) -> Iterator[None]:
    """Refresh the job's heartbeat from a thread of its own until the block ends."""
    over = Event()
    thread = Thread(target=_beat, args=(current_company(), job.pk, job.attempts, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


def _beat(company: HasSchema, job_id: UUID, attempts: int, over: Event) -> None:
    interval = stale_after().total_seconds() / 4
    while not over.wait(interval):
        try:
            with company_context(company):
                Job.objects.filter(pk=job_id, attempts=attempts, state=Job.State.RUNNING).update(heartbeat_at=Now())
        except DatabaseError:
            log.warning("the heartbeat of job %s could not be written", job_id, exc_info=True)
        finally:
            connection.close()
