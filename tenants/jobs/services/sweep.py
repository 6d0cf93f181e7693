"""Find jobs that a lost message or a dead worker left behind."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from tenants.jobs.models import Job
from tenants.jobs.services.lifecycle import MAX_ATTEMPTS, stale_after, tell

# A queued job whose message may merely be waiting in a long queue is sent again this seldom.
SENT_AGAIN_AFTER = timedelta(minutes=10)
FIRST_SENT_AGAIN_AFTER = timedelta(minutes=1)


@transaction.atomic
def sweep_jobs() -> list[UUID]:
    """Queue again the jobs whose worker died, give up those tried too often; return the jobs to enqueue.

    Sending a job twice is harmless: only one worker can claim it.
    """
    dead = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=Now() - stale_after())
    for job in dead.filter(attempts__gte=MAX_ATTEMPTS).select_for_update(skip_locked=True):
        job.state, job.error = Job.State.FAILED, "its worker died each time it was tried"
        job.finished_at = timezone.now()
        job.save(update_fields=["state", "error", "finished_at"])
        tell(job, happened="failed")
    revived = list(dead.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Job.objects.filter(pk__in=revived).update(state=Job.State.QUEUED, not_before=None, heartbeat_at=Now())
    silent = Job.objects.annotate(since=Coalesce("not_before", "created_at")).filter(
        Q(heartbeat_at=None) | Q(heartbeat_at__lt=Now() - SENT_AGAIN_AFTER),
        state=Job.State.QUEUED,
        since__lt=Now() - FIRST_SENT_AGAIN_AFTER,
    )
    forgotten = list(silent.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Job.objects.filter(pk__in=forgotten).update(heartbeat_at=Now())
    return revived + forgotten
