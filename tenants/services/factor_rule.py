"""Whether everybody of a company has to give a second factor: decided by the company, from a day on."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.backend.routing import SHARED
from tenants.hooks.services import emit
from tenants.models.tenant import Tenant
from tenants.selectors import current_company, forget_hosts

LONGEST_GRACE_DAYS = 90


class BadGrace(Refusal):
    """People cannot be given that much time."""


@transaction.atomic(using=SHARED)
@transaction.atomic
def set_factor_rule(*, actor: Actor, is_required: bool, grace_days: int, as_of: datetime) -> Tenant:
    """Ask everybody for a second factor in some days, or nobody. A rule in force is not put off by asking again.

    From that day on a session without one may do nothing but set one up or give it; keys are not asked. Other processes
    learn of it within seconds. Raises BadGrace.
    """
    if not 0 <= grace_days <= LONGEST_GRACE_DAYS:
        raise BadGrace(_("give people 0 to %(most)s days") % {"most": LONGEST_GRACE_DAYS}, field="grace_days")
    company: Tenant = Tenant.objects.select_for_update().get(pk=current_company().pk)
    before = company.second_factor_from
    wanted = as_of + timedelta(days=grace_days) if is_required else None
    if wanted is not None and before is not None and before <= as_of:
        wanted = before
    if wanted == before:
        return company
    company.second_factor_from = wanted
    company.save(update_fields=["second_factor_from"])
    subject = Subject(kind="tenant", id=str(company.id), name=company.slug)
    told = [{"from": day.isoformat() if day else None} for day in (before, wanted)]
    record(actor=actor, action="second_factor_rule.changed", subject=subject, before=told[0], after=told[1])
    emit(event="second_factor_rule.changed", subject=subject, data=told[1])
    transaction.on_commit(forget_hosts)
    return company
