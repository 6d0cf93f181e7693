"""Taking an import back when somebody asks for it: a job, for it may take minutes."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import ImportBatch
from feedback.services.intake import KINDS
from feedback.services.undo import CannotUndo, UnknownBatch, undo_batch
from tenants.access import Actor
from tenants.audit.services import Subject, record
from tenants.jobs.models import Job
from tenants.jobs.services import start_job

UNDO_KIND = "undo_import"


@transaction.atomic
def request_undo(*, actor: Actor, batch_id: UUID) -> Job:
    """Return a job that takes a batch back; the one that still waits for a worker is returned again.

    Who asks must be allowed to send what the batch holds. A batch that was undone before is undone again, which changes
    nothing and reports the same. The door that calls this also enqueues the job. Raises UnknownBatch and CannotUndo.
    """
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise UnknownBatch(_("There is no such import in this company."), field="id")
    if batch.kind not in KINDS or batch.state not in {ImportBatch.State.DONE, ImportBatch.State.UNDONE}:
        raise CannotUndo(_("Only imports of facts that are done can be undone."), field="id")
    needed = f"{batch.kind}:write"
    if not actor.may(needed):
        raise CannotUndo(_("Undoing this import needs the scope %(scope)s.") % {"scope": needed}, field="id")
    params = {"batch": str(batch.pk), "by": actor.name}
    waiting = Job.objects.filter(kind=UNDO_KIND, params=params, state=Job.State.QUEUED, attempts=0).first()
    if waiting is not None:
        found: Job = waiting
        return found
    subject = Subject("import", str(batch.pk), batch.kind)
    record(actor=actor, action="import.undo_requested", subject=subject, after={"source": batch.source})
    return start_job(kind=UNDO_KIND, params=params, requested_by=actor.name)


def run_undo_job(*, job: Job) -> dict[str, Any]:
    """Take the job's batch back and return the report; the runner of jobs of kind "undo_import".

    Doing it again changes nothing. Raises UnknownBatch and CannotUndo.
    """
    by = Actor(kind="system", name=job.params["by"])
    return undo_batch(batch_id=UUID(job.params["batch"]), at=timezone.now(), actor=by).as_dict()
