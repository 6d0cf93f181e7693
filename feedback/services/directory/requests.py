"""Files that are brought in through the API, as jobs: sealed while they wait, and gone when they are taken."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override

from feedback.services.directory.importing import DirectoryOrder, NotYourDirectory, import_directory, require_may
from feedback.services.directory.report import Report
from feedback.services.directory.sheets import read_sheet
from feedback.services.files.chunks import UnreadableFile
from tenants.access import Actor
from tenants.audit.services import Subject, record
from tenants.hooks.services.sealing import seal, unseal
from tenants.jobs.models import Job
from tenants.jobs.services import start_job
from tenants.members.models import ApiKey, User
from tenants.members.selectors import actor_of_key, actor_of_user

KIND = "directory"
_SEALED_FOR = b"huibao directory"


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
    params = {"sealed": seal(json.dumps(asked), purpose=_SEALED_FOR), "by": [actor.kind, str(actor.id or "")]}
    job = start_job(kind=KIND, params=params, requested_by=actor.name)
    subject = Subject("job", id=str(job.pk), name=KIND)
    record(actor=actor, action="directory.requested", subject=subject, after={"kind": kind, "dry_run": dry_run})
    return job


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableFile("the file is sent as base64 in one piece", field="content") from None


def run_directory_job(*, job: Job) -> dict[str, Any]:
    """Take the job's file; the runner of jobs of kind "directory".

    The counts stand in the job for all who see jobs; the lines, which name people, stay sealed for those who may see
    members. Begun again after a crash, it finds that it is done.
    """
    if "sealed" not in job.params:
        return dict(job.result or {})
    asked = json.loads(unseal(job.params["sealed"], purpose=_SEALED_FOR))
    language = asked.pop("language")
    try:
        with transaction.atomic(), override(language):
            content = base64.b64decode(asked.pop("content"))
            order = DirectoryOrder(content=content, as_of=timezone.now(), **asked)
            report = import_directory(order=order, actor=_actor(job))
            _put_away(job, report)
    except (UnreadableFile, NotYourDirectory):
        Job.objects.filter(pk=job.pk).update(params={"by": job.params["by"]})
        raise
    return report.counts()


def _put_away(job: Job, report: Report) -> None:
    told = seal(json.dumps(report.as_dict()), purpose=_SEALED_FOR)
    Job.objects.filter(pk=job.pk).update(params={"by": job.params["by"], "report": told}, result=report.counts())


def _actor(job: Job) -> Actor:
    """Return who asked, with the rights they have by now. Raises NotYourDirectory when they have none any more."""
    kind, key = job.params["by"]
    actor: Actor | None = None
    if kind == "user":
        person = User.objects.filter(pk=UUID(key), is_active=True).first()
        actor = actor_of_user(person) if person else None
    if kind == "key":
        actor = _actor_of_key(UUID(key), timezone.now())
    if actor is None:
        raise NotYourDirectory("whoever asked for this may do nothing here any more")
    return actor


def _actor_of_key(key_id: UUID, now: datetime) -> Actor | None:
    key = ApiKey.objects.filter(pk=key_id, revoked_at=None).first()
    return actor_of_key(key) if key and (key.expires_at is None or key.expires_at > now) else None


def report_of(*, job_id: UUID) -> dict[str, Any] | None:
    """Return what became of a file that a job took; None when there is no such job, or it is not done."""
    job = Job.objects.filter(pk=job_id, kind=KIND).first()
    if job is None or "report" not in job.params:
        return None
    found: dict[str, Any] = json.loads(unseal(job.params["report"], purpose=_SEALED_FOR))
    return found
