"""The scheduled door of analytics: one tick a minute, which asks workers for what is due."""

from typing import cast

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from analytics.services.schedule import claim_due, plan_missing, sweep_again
from feedback.tasks import sweep_cases
from tenants.access import company_context
from tenants.audit.services import seal
from tenants.jobs.models import Job
from tenants.jobs.services import sweep_jobs
from tenants.selectors import current_company
from tenants.tasks import CompanyTask, HouseTask, enqueue, enqueue_job, sweep_deliveries, sweep_mails


@shared_task(base=HouseTask, name="analytics.tick")
def tick() -> int:
    """Ask workers for all regular work that is due, one message a company; return how many were sent.

    Runs in public and opens only the companies that are due. Running it twice asks for nothing twice.
    """
    now = timezone.now()
    plan_missing(now=now)
    with transaction.atomic():
        due = claim_due(now=now)
        for work in due:
            with company_context(work.company):
                if work.job is not None:
                    enqueue_job(work.job)
                else:
                    enqueue(sweep, company=work.company)
    return len(due)


@shared_task(base=CompanyTask, name="analytics.sweep")
def sweep() -> int:
    """Send the company's forgotten jobs again, and look again soon while any is open; return how many were sent.

    What waits to be chained in its audit is chained too.

    Cases, events and deliveries that wait are looked after too.
    """
    found = sweep_jobs()
    seal()
    for job in Job.objects.filter(pk__in=found):
        enqueue_job(cast("Job", job))
    sweep_again(company=current_company(), now=timezone.now())
    sweep_cases()
    sweep_deliveries()
    sweep_mails()
    return len(found)
