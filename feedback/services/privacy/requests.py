"""Requests of persons, as jobs: what was asked for is encrypted while it waits, and gone when it is done."""

import json
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from feedback.services.changes.files import forget_exports
from feedback.services.contacts.plain import seal_plain
from feedback.services.contacts.secrets import company_secret
from feedback.services.privacy.access import grant_access
from feedback.services.privacy.erasing import erase_person
from feedback.services.privacy.persons import require_usable
from feedback.services.privacy.retention import apply_retention
from tenants.access import SYSTEM, Actor
from tenants.audit.services import Subject, record
from tenants.jobs.models import Job
from tenants.jobs.services import start_job

ACCESS_KIND, ERASE_KIND, RETAIN_KIND = "privacy_access", "privacy_erase", "retention"
_ASKED = "asked"


@transaction.atomic
def request_access(*, actor: Actor, identifiers: Collection[str], words: Collection[str] = ()) -> Job:
    """Return a job that writes all that is held of a person to a file. The door that calls this also enqueues it."""
    return _requested(ACCESS_KIND, actor, {"identifiers": list(identifiers), "words": list(words)}, "access.requested")


@transaction.atomic
def request_erasure(
    *, actor: Actor, identifiers: Collection[str], words: Collection[str] = (), reason: str = "", dry_run: bool = False
) -> Job:
    """Return a job that erases a person; with `dry_run`, that counts. The door that calls this also enqueues it."""
    asked = {"identifiers": list(identifiers), "words": list(words), "reason": reason[:500], "dry_run": dry_run}
    return _requested(ERASE_KIND, actor, asked, "erasure.requested")


def _requested(kind: str, actor: Actor, asked: dict[str, Any], action: str) -> Job:
    require_usable(asked["identifiers"], asked["words"])
    told = {"kind": actor.kind, "id": str(actor.id or ""), "role": actor.role}
    sealed = company_secret().box.seal(json.dumps(asked), kind=_ASKED)
    job = start_job(kind=kind, params={"sealed": sealed, "by": told}, requested_by=actor.name)
    record(actor=actor, action=action, subject=Subject("job", id=str(job.pk), name=kind))
    return job


def run_access_job(*, job: Job) -> dict[str, Any]:
    """Write the answer to a request for access; the runner of jobs of kind "privacy_access"."""
    if "sealed" not in job.params:
        return dict(job.result or {})
    granted = grant_access(actor=_actor(job), now=timezone.now(), name=str(job.pk), **_asked(job))
    done = {"counts": granted.counts, "bytes": granted.path.stat().st_size}
    Job.objects.filter(pk=job.pk).update(params=_without_words(job), result=done)
    return done


def run_erase_job(*, job: Job) -> dict[str, Any]:
    """Erase a person; the runner of jobs of kind "privacy_erase".

    What came of it is kept with the erasure itself: begun again after a crash, the job would find nobody any more.
    """
    if "sealed" not in job.params:
        return dict(job.result or {})
    with transaction.atomic():
        done = erase_person(actor=_actor(job), now=timezone.now(), **_asked(job)).as_dict()
        Job.objects.filter(pk=job.pk).update(params=_without_words(job), result=done)
    return done


def run_retention_job(*, job: Job) -> dict[str, Any]:
    """Let go of what was kept for long enough; the runner of jobs of kind "retention", which come every night.

    What an earlier version left unencrypted is encrypted too.
    """
    sealed = seal_plain()
    now, dry_run = timezone.now(), bool(job.params.get("dry_run", False))
    done = apply_retention(actor=SYSTEM, now=now, dry_run=dry_run)
    exports = 0 if dry_run else forget_exports(now=now)
    return {"rules": [one.as_dict() for one in done], "sealed": sealed.identities + sealed.images, "exports": exports}


def _asked(job: Job) -> dict[str, Any]:
    asked: dict[str, Any] = json.loads(company_secret().box.open(job.params["sealed"], kind=_ASKED))
    return asked


def _actor(job: Job) -> Actor:
    by = job.params.get("by", {})
    return Actor(kind=by.get("kind", "system"), id=by.get("id") or None, name=job.requested_by, role=by.get("role", ""))


def _without_words(job: Job) -> dict[str, Any]:
    return {name: value for name, value in job.params.items() if name != "sealed"}
