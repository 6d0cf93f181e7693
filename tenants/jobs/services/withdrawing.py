"""Stopping a job because somebody asks for it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.jobs.models import Job
from tenants.jobs.services.lifecycle import cancel_job


class UnknownJob(Refusal):
    """There is no such job in this company."""


class JobIsOver(Refusal):
    """The job is done, failed or cancelled: nothing is left to stop."""


@transaction.atomic
def withdraw_job(*, actor: Actor, job_id: UUID) -> Job:
    """Stop a job that waits or runs, and return it.

    Its worker notices at its next report; what it has stored by then stays. Raises UnknownJob and JobIsOver.
    """
    job: Job | None = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise UnknownJob(_("There is no such job in this company."), field="id")
    before = str(job.state)
    if not cancel_job(job=job):
        raise JobIsOver(_("The job is over; only one that waits or runs can be cancelled."), field="id")
    subject = Subject("job", str(job.pk), job.kind)
    record(actor=actor, action="job.cancelled", subject=subject, before={"state": before})
    return job
