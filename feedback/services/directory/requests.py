"""Files that are brought in through the API, as jobs: sealed while they wait, and gone when they are taken."""

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from feedback.services.directory.rights import require_may
from feedback.services.directory.sheets import read_sheet
from feedback.services.files.chunks import UnreadableFile
from tenants.access import Actor
from tenants.audit.services import Subject, record
from tenants.hooks.services.sealing import UnreadableSecret, seal, unseal
from tenants.jobs.models import Job
from tenants.jobs.services import start_job

KIND = "directory"
SEALED_FOR = b"huibao directory"


@transaction.atomic
def request_directory(
    *, actor: Actor, kind: str, name: str, content: str, origin: str | None, replaces: bool, dry_run: bool
) -> Job:
    """Return a job that takes a file, which comes as base64. The door that calls this also enqueues it.

    A file that cannot be read at all is refused at once. Raises what `import_directory` raises.
    """
    require_may(actor, kind)
    raw = _decoded(content)
    read_sheet(content=raw, name=name, kind=kind)
    asked = {
        "kind": kind, "name": name, "content": base64.b64encode(raw).decode(), "origin": origin,
        "replaces": replaces, "is_dry_run": dry_run, "language": get_language(),
    }  # fmt: skip
    params = {"sealed": seal(json.dumps(asked), purpose=SEALED_FOR), "by": [actor.kind, str(actor.id or "")]}
    job = start_job(kind=KIND, params=params, requested_by=actor.name)
    subject = Subject("job", id=str(job.pk), name=KIND)
    record(actor=actor, action="directory.requested", subject=subject, after={"kind": kind, "dry_run": dry_run})
    return job


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableFile("the file is sent as base64 in one piece", field="content") from None


def report_of(*, job_id: UUID) -> dict[str, Any] | None:
    """Return what became of a file that a job took.

    None when there is no such job, when it is not done, and when the company came from another installation since.
    """
    job = Job.objects.filter(pk=job_id, kind=KIND).first()
    if job is None or "report" not in job.params:
        return None
    try:
        found: dict[str, Any] = json.loads(unseal(job.params["report"], purpose=SEALED_FOR))
    except UnreadableSecret:
        return None
    return found
