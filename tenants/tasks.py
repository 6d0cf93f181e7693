"""The scheduled door: messages that name their company, and the tasks of jobs.

A message without a company, or for one that does not exist or is not active, is refused. It never runs in public.
"""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import Task, shared_task
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from tenants.access import (
    PUBLIC,
    Actor,
    Refusal,
    RequestInfo,
    company_context,
    current_request,
    current_schema,
    request_context,
)
from tenants.hooks.selectors import next_delivery
from tenants.hooks.services import deliver_due, dispatch_events, forget_old
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.members.services.mailing import next_mail_at, send_due
from tenants.models.ids import uuid7
from tenants.models.tenant import Tenant
from tenants.selectors import company_by_schema, company_by_slug, current_company
from tenants.services.archive import keep_archive
from tenants.services.closing import delete_due
from tenants.services.migrating import migrate_companies
from tenants.services.moving import resume_moves
from tenants.services.onboarding import go_on, resume_set_ups
from tenants.services.sweeping import sweep_by
from tenants.telemetry.work import headers_for, note_outcome, told

log = logging.getLogger("huibao.task")

COMPANY_HEADER = "company"
WOKEN = "deliveries-woken"
FOLLOWED = "deliveries-followed"
SOON_SECONDS = 60
REQUEST_HEADER = "request"


class RefusedMessage(Refusal):
    """A message that may not be sent or run: it names no company that is active."""


class HouseTask(Task):  # type: ignore[type-arg]  # generic only in the stubs
    """Base of every task: its message says what caused it, and each run is told of.

    Nothing is kept on the task object, which all threads of a worker share.
    """

    abstract = True

    def apply_async(  # type: ignore[override]  # the stubs list each option
        self, args: Any = None, kwargs: Any = None, **options: Any
    ) -> Any:
        """Send a message that names the request it is sent for."""
        headers = headers_for(countdown=options.get("countdown")) | dict(options.pop("headers", None) or {})
        caused_by = current_request()
        headers.setdefault(REQUEST_HEADER, caused_by.id if caused_by else str(uuid7()))
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run in public; called directly, wherever the caller is."""
        if self.request.called_directly:
            return self.run(*args, **kwargs)
        headers = self.request.headers or {}
        with request_context(_cause_of(headers)), told(str(self.name), headers):
            return self.run(*args, **kwargs)


class CompanyTask(HouseTask):
    """Base of every task that works in a company: the message's header says in which."""

    abstract = True

    def apply_async(  # type: ignore[override]  # the stubs list each option
        self, args: Any = None, kwargs: Any = None, **options: Any
    ) -> Any:
        """Send a message for the company in the header, else for the one the sender is in."""
        headers = {COMPANY_HEADER: current_schema()} | dict(options.pop("headers", None) or {})
        if headers[COMPANY_HEADER] == PUBLIC:
            raise RefusedMessage(f"task {self.name} was sent for no company: use enqueue(task, company=...)")
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run in the company of the message; called directly, in the one the caller is in."""
        if self.request.called_directly:
            current_company()  # raises NotInCompany
            return self.run(*args, **kwargs)
        name, headers = str(self.name), self.request.headers or {}
        with request_context(_cause_of(headers)):
            try:
                company = _company_of(name, headers)
            except Refusal:
                note_outcome(name, "refused")
                raise
            with company_context(company):
                if not company.takes_writes:
                    log.info("waits", extra={"task": name, "status": str(company.status)})
                    note_outcome(name, "waits")
                    return None  # the work is a row, and a sweep finds it when the company works again
                with told(name, headers):
                    return self.run(*args, **kwargs)


def _company_of(task: str, headers: dict[str, Any] | None) -> Tenant:
    schema = (headers or {}).get(COMPANY_HEADER)
    if not isinstance(schema, str) or not schema:
        raise RefusedMessage(f"task {task} came without a company")
    company = company_by_schema(schema)  # asked each time: the company may be gone since the message was sent
    if not company.is_readable:
        raise RefusedMessage(f"task {task} came for company {company.slug}, which is {company.status}")
    return company


def _cause_of(headers: dict[str, Any] | None) -> RequestInfo:
    """Return the request that a message was sent for; one that nobody asked for, such as a sweep's, is its own."""
    given = (headers or {}).get(REQUEST_HEADER)
    return RequestInfo(id=given if isinstance(given, str) and given else str(uuid7()))


def enqueue(task: Any, *, company: Tenant, countdown: float | None = None, **kwargs: Any) -> None:
    """Send a task to a company's workers once the current transaction is committed; at once when there is none.

    Arguments are keywords that JSON can hold. If the broker is away the failure is logged and the caller goes on:
    work that must not be lost is a row, and a sweep sends it again.
    """
    headers = {COMPANY_HEADER: company.schema_name}
    transaction.on_commit(lambda: task.apply_async(kwargs=kwargs, headers=headers, countdown=countdown), robust=True)


def enqueue_job(job: Job) -> None:
    """Send a job of the current company to a worker, not before its time.

    The sweep looks soon afterwards too: the message can be lost, and the worker killed.
    """
    company, now = current_company(), timezone.now()
    wait = (job.not_before - now).total_seconds() if job.not_before else 0.0
    sweep_by(company=company, moment=max(job.not_before or now, now) + timedelta(seconds=SOON_SECONDS))
    enqueue(run_job, company=company, countdown=wait + 0.5 if wait > 0 else None, job_id=str(job.pk))


@shared_task(base=CompanyTask, name="tenants.run_job")
def run_job(*, job_id: str) -> None:
    """Do a job of the company; when it failed and will be tried again, send it again."""
    job = jobs.run_job(job_id=UUID(job_id))
    if job is not None and job.state == Job.State.QUEUED:
        enqueue_job(job)


@shared_task(base=CompanyTask, name="tenants.deliver")
def deliver() -> int:
    """Tell the company's endpoints what waits for them; return how many deliveries were tried.

    When more is due soon it sends itself again; later attempts are the sweep's.
    """
    company = current_company()
    cache.delete(WOKEN)  # from now on an event needs another message: this one may have read the outbox already
    dispatch_events()
    tried = deliver_due()
    now = timezone.now()
    moment = next_delivery(now=now)
    if moment is not None:
        wait = (moment - now).total_seconds()
        if wait <= SOON_SECONDS and cache.add(FOLLOWED, 1, max(1, round(wait))):
            enqueue(deliver, company=company, countdown=wait + 0.1)
        sweep_by(company=company, moment=moment + timedelta(seconds=SOON_SECONDS))
    return tried


def wake_deliveries(*, company: Tenant) -> None:
    """Have a worker deliver; one message is enough until a worker has begun, so that many events send few.

    The sweep is asked to look too: a message can be lost, a row cannot.
    """
    sweep_by(company=company, moment=timezone.now() + timedelta(seconds=SOON_SECONDS))
    if cache.add(WOKEN, 1, SOON_SECONDS):
        enqueue(deliver, company=company)


@shared_task(base=CompanyTask, name="tenants.mail")
def mail() -> int:
    """Send the company's mails that are due; return how many were tried. What the mail server did not take waits."""
    tried = send_due(now=timezone.now())
    _mail_by(next_mail_at())
    return tried


def wake_mail(*, company: Tenant) -> None:
    """Have a worker send the company's mails; the sweep looks too, in case the message is lost."""
    sweep_by(company=company, moment=timezone.now() + timedelta(seconds=SOON_SECONDS))
    enqueue(mail, company=company)


def sweep_mails() -> None:
    """Have a worker send what mails of the current company are due."""
    moment = next_mail_at()
    if moment is not None and moment <= timezone.now():
        enqueue(mail, company=current_company())
    _mail_by(moment)


def _mail_by(moment: datetime | None) -> None:
    if moment is not None:
        sweep_by(company=current_company(), moment=max(moment, timezone.now()) + timedelta(seconds=SOON_SECONDS))


def sweep_deliveries() -> None:
    """Forget old events of the current company, and have a worker deliver what is due."""
    company, now = current_company(), timezone.now()
    forget_old(now=now)
    moment = next_delivery(now=now)
    if moment is not None and moment <= now:
        enqueue(deliver, company=company)
    if moment is not None:
        sweep_by(company=company, moment=moment + timedelta(seconds=SOON_SECONDS))


@shared_task(base=HouseTask, name="tenants.tend")
def tend() -> int:
    """Go on with set-ups and moves that were cut off, and delete the companies that have cooled down; return how many.

    Runs in public. Running it twice does nothing twice.
    """
    now = timezone.now()
    return len(resume_set_ups()) + len(resume_moves(now=now)) + len(delete_due(now=now))


@shared_task(base=HouseTask, name="tenants.go_on")
def go_on_founding(*, slug: str) -> str:
    """Go on with the set-up of a company; return how it stands. A lost message is made good by the tending."""
    run = go_on(slug=slug)
    return str(run.state) if run else ""


@shared_task(base=HouseTask, name="tenants.migrate")
def migrate_again(*, slug: str) -> int:
    """Bring one company up to date, or without a slug those that failed last time; return how many were tried."""
    return len(migrate_companies(only={slug}) if slug else migrate_companies(only_failed=True))


@shared_task(base=HouseTask, name="tenants.archive")
def archive(*, slug: str, by: str) -> str:
    """Write a company into an archive beside the others; return its name. Running it twice writes two."""
    return keep_archive(company=company_by_slug(slug), actor=Actor(kind="user", name=by), as_of=timezone.now()).name


def send_soon(task: Any, **kwargs: str) -> None:
    """Send a task of no company once the current transaction is committed; a broker that is away is logged."""
    transaction.on_commit(lambda: task.apply_async(kwargs=kwargs), robust=True)
