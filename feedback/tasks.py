"""The scheduled door of feedback: cases that are to be opened, and those that are due."""

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from feedback.models import CaseInflow
from feedback.services.cases.alarms import next_alarm, ring_due
from feedback.services.cases.inflow import open_waiting
from tenants.models import Tenant
from tenants.selectors import current_company
from tenants.services.sweeping import sweep_by
from tenants.tasks import CompanyTask, enqueue

WOKEN = "cases-woken"
SOON_SECONDS = 60


@shared_task(base=CompanyTask, name="feedback.open_cases")
def open_cases() -> int:
    """Let the rules look at the answers that came; return how many met one."""
    cache.delete(WOKEN)  # from now on a batch needs another message: this one may have read the rows already
    return open_waiting(now=timezone.now())


def wake_cases(*, company: Tenant) -> None:
    """Have a worker look at the answers that came; one message is enough until a worker has begun.

    The sweep is asked to look too: a message can be lost, a row cannot.
    """
    sweep_by(company=company, moment=timezone.now() + timedelta(seconds=SOON_SECONDS))
    if cache.add(WOKEN, 1, SOON_SECONDS):
        enqueue(open_cases, company=company)


def sweep_cases() -> None:
    """Pass up the cases of the current company that are due, and have a worker look at batches that were forgotten."""
    company, now = current_company(), timezone.now()
    ring_due(now=now)
    if CaseInflow.objects.exists():
        enqueue(open_cases, company=company)
        sweep_by(company=company, moment=now + timedelta(seconds=SOON_SECONDS))
    moment = next_alarm()
    if moment is not None:
        sweep_by(company=company, moment=moment)
