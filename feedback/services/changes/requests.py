"""Exports of changes that somebody asks for: jobs, each of which leaves a file and a cursor."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.services.changes.cursors import CursorElsewhere, Place, View, cursor_of, era, place_at, view_of
from feedback.services.changes.files import KEPT, export_path
from feedback.services.changes.lines import DESIGN_PARTS
from feedback.services.changes.writing import Written, write_changes
from tenants.access import Actor, Capability, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.jobs.models import Job
from tenants.jobs.services import report_progress, start_job
from tenants.versions.selectors import data_version

EXPORT_KIND = "export_changes"
USUAL_LINES, MOST_LINES = 100_000, 500_000
MOST_OPEN = 4
_AFTER_DESIGN = "customers"
_OPEN = (Job.State.QUEUED, Job.State.RUNNING)


class BadLimit(Refusal):
    """A number of lines that no file may have."""


class TooManyExports(Refusal):
    """Several exports of the company wait or run already."""


class UnknownExport(Refusal):
    """There is no such file for whoever asks, or no longer."""


@transaction.atomic
def request_export(*, actor: Actor, after: str | None = None, limit: int | None = None) -> Job:
    """Return a job that writes what changed since a cursor to a file; from the first fact on without one.

    How far it reads is fixed here, so that begun again it writes the same. One that waits or runs for the same is
    returned again. The door that calls this also enqueues the job. Raises BadCursor, CursorElsewhere, BadLimit and
    TooManyExports.
    """
    lines = USUAL_LINES if limit is None else limit
    if not 1 <= lines <= MOST_LINES:
        raise BadLimit(_("A file has 1 to %(most)s lines.") % {"most": MOST_LINES}, field="limit")
    view = view_of(actor)
    place = _begun(place_at(after, view=view), is_begun=after is not None)
    params = {"after": after, "limit": lines, "place": msgspec.to_builtins(place), "view": msgspec.to_builtins(view)}
    waiting = list(Job.objects.filter(kind=EXPORT_KIND, state__in=_OPEN).order_by("id"))
    for one in waiting:
        if {**one.params, "place": None} == {**params, "place": None}:
            found: Job = one
            return found
    if len(waiting) >= MOST_OPEN:
        raise TooManyExports(_("%(most)s exports wait or run already: wait for one.") % {"most": MOST_OPEN})
    job = start_job(kind=EXPORT_KIND, params=params, requested_by=actor.name)
    told = {"since": place.since, "until": place.until, "limit": lines, "scopes": view.scopes}
    record(actor=actor, action="export.requested", subject=Subject("job", str(job.pk), EXPORT_KIND), after=told)
    return job


def _begun(place: Place, *, is_begun: bool) -> Place:
    """Return a place with what its span says of the small tables: told whole, or left out when none has changed."""
    if place.kind:
        return place
    version = data_version(DESIGN_PARTS)
    if is_begun and version == place.design:
        return msgspec.structs.replace(place, kind=_AFTER_DESIGN)
    return msgspec.structs.replace(place, design=version)


def run_export_job(*, job: Job) -> dict[str, Any]:
    """Write the file of an export; the runner of jobs of kind "export_changes".

    Begun again after a crash it writes the same file. Raises CursorElsewhere after a restore, JobLost when cancelled.
    """
    place, view = _asked(job)
    if place.era != era():
        raise CursorElsewhere(_("The cursor is of another copy of the company's data: begin without a cursor."))
    written = write_changes(
        place=place,
        view=view,
        limit=job.params["limit"],
        path=export_path(str(job.pk)),
        progress=lambda lines: report_progress(job=job, done=lines),
    )
    with transaction.atomic():
        told = {"lines": written.lines, "deletes": written.deletes, "hasMore": written.has_more}
        emit(event="export.ready", subject=Subject("job", str(job.pk), EXPORT_KIND), data=told)
    return _result(job, written, now=timezone.now())


def _result(job: Job, written: Written, *, now: datetime) -> dict[str, Any]:
    return {
        "url": f"/exports/{job.pk}",
        "nextCursor": cursor_of(written.next),
        "hasMore": written.has_more,
        "lines": written.lines,
        "upserts": written.upserts,
        "deletes": written.deletes,
        "bytes": written.size,
        "sha256": written.sha256,
        "expiresAt": (now + KEPT).isoformat(),
    }


@transaction.atomic
def fetch_export(*, actor: Actor, job_id: str, now: datetime) -> Path:
    """Return the file of an export to somebody who sees no less than it shows, and say so in the audit.

    Raises UnknownExport, alike for what never was, is not ready, is too old, and is not theirs.
    """
    job = Job.objects.filter(pk=job_id, kind=EXPORT_KIND, state=Job.State.DONE, finished_at__gt=now - KEPT).first()
    path = export_path(job_id)
    if job is None or not _sees(actor, _asked(job)[1]) or not path.is_file():
        raise UnknownExport(_("There is no such export, or no longer."))
    subject = Subject("job", str(job.pk), EXPORT_KIND)
    record(actor=actor, action="export.fetched", subject=subject, after={"lines": (job.result or {}).get("lines")})
    return path


def _sees(actor: Actor, view: View) -> bool:
    within = actor.units is None or (view.units is not None and actor.units >= set(view.units))
    return within and actor.may(Capability.FEEDBACK_READ) and all(map(actor.may, view.scopes))


def _asked(job: Job) -> tuple[Place, View]:
    place: Place = msgspec.convert(job.params["place"], Place)
    view: View = msgspec.convert(job.params["view"], View)
    return place, view
