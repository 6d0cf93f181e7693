"""Jobs that take files: done once, with the rights that whoever asked has by then."""

import base64
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from feedback.services.directory.importing import DirectoryOrder, import_directory
from feedback.services.directory.report import Report
from feedback.services.directory.requests import SEALED_FOR
from feedback.services.directory.rights import NotYourDirectory
from feedback.services.files.chunks import UnreadableFile
from tenants.access import Actor
from tenants.hooks.services.sealing import seal, unseal
from tenants.jobs.models import Job
from tenants.members.models import ApiKey, User
from tenants.members.selectors import actor_of_key, actor_of_user


def run_directory_job(*, job: Job) -> dict[str, Any]:
    """Take the job's file; the runner of jobs of kind "directory".

    The counts stand in the job for all who see jobs; the lines, which name people, stay sealed for those who may see
    members. Begun again after a crash, it finds that it is done.
    """
    if "sealed" not in job.params:
        return dict(job.result or {})
    asked = json.loads(unseal(job.params["sealed"], purpose=SEALED_FOR))
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
    told = seal(json.dumps(report.as_dict()), purpose=SEALED_FOR)
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
