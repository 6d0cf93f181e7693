"""A company that may be read and not changed: suspended, or on its way to be deleted. Both can be taken back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tenants.access import COMMAND, Actor, Refusal, company_context
from tenants.backend.routing import own_transaction
from tenants.hooks.services import ring
from tenants.jobs.models import Job
from tenants.models.tenant import Tenant
from tenants.selectors import forget_hosts
from tenants.services.outside import from_outside
from tenants.services.sweeping import sweep_by
from tenants.services.telling import tell

COOLING = timedelta(days=30)


class CannotChangeStatus(Refusal):
    """The company is not in a state from which it can be suspended, resumed or closed."""


def suspend_company(*, company: Tenant, reason: str = "", actor: Actor = COMMAND) -> Tenant:
    """Let a company be read and not changed from now on; other processes hear of it within seconds.

    Its waiting work is kept and its running jobs are taken from their workers, to be done after `resume_company`.
    """
    return _change(
        company, to=Tenant.Status.SUSPENDED, possible=[Tenant.Status.ACTIVE], reason=reason, actor=actor,
        action="tenant.suspended",
    )  # fmt: skip


def close_company(
    *, company: Tenant, now: datetime, cooling: timedelta = COOLING, reason: str = "", actor: Actor = COMMAND
) -> Tenant:
    """Have a company deleted when it has cooled down; until then it can be read, exported and resumed."""
    return _change(
        company,
        to=Tenant.Status.CLOSING,
        possible=[Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED],
        reason=reason,
        closes_at=now + cooling,
        actor=actor,
        action="tenant.closed",
    )


def resume_company(*, company: Tenant, actor: Actor = COMMAND) -> Tenant:
    """Let a suspended or closing company work again; what waited is picked up with the next look at its jobs."""
    resumed = _change(
        company,
        to=Tenant.Status.ACTIVE,
        possible=[Tenant.Status.SUSPENDED, Tenant.Status.CLOSING],
        actor=actor,
        action="tenant.resumed",
    )
    sweep_by(company=resumed, moment=timezone.now())
    return resumed


def _change(
    company: Tenant,
    *,
    to: Tenant.Status,
    possible: list[Tenant.Status],
    actor: Actor,
    action: str,
    reason: str = "",
    closes_at: datetime | None = None,
) -> Tenant:
    if company.kind != Tenant.Kind.COMPANY:
        raise CannotChangeStatus("the operator's own schema is always active")
    with from_outside(), transaction.atomic():
        held: Tenant = Tenant.objects.select_for_update().get(pk=company.pk)
        before = {"status": held.status, "status_reason": held.status_reason, "closes_at": held.closes_at}
        if held.status == to:
            return held
        if held.status not in possible:
            raise CannotChangeStatus(f"company {held.slug} is {held.status}: it cannot become {to}")
        held.status, held.status_reason, held.closes_at = to, reason, closes_at
        held.save(update_fields=["status", "status_reason", "closes_at"])
        tell(
            company=held,
            actor=actor,
            action=action,
            before=before,
            after={"status": str(to), "status_reason": reason, "closes_at": closes_at},
        )
        if to != Tenant.Status.ACTIVE:
            stop_work(held)
    forget_hosts()
    ring(held.schema_name)
    return held


def stop_work(company: Tenant) -> int:
    """Take a company's running jobs from their workers, who notice at their next report; return how many."""
    with company_context(company), own_transaction():
        stopped: int = Job.objects.filter(state=Job.State.RUNNING).update(
            state=Job.State.QUEUED, heartbeat_at=None, attempts=F("attempts") - 1, error="the company was suspended"
        )
    return stopped
