"""What a company has booked, changed."""

from django.db import transaction

from tenants.access import COMMAND, Actor, Refusal
from tenants.models.plan import Plan
from tenants.models.tenant import Tenant
from tenants.selectors import forget_hosts
from tenants.services.outside import from_outside
from tenants.services.telling import tell


class CannotBook(Refusal):
    """The company cannot have this plan."""


def change_plan(*, company: Tenant, plan: str, actor: Actor = COMMAND) -> Tenant:
    """Let a company have what another plan allows, from now on; both audits tell of it. Raises CannotBook."""
    if plan not in Plan.values:
        raise CannotBook(f"plan {plan!r} is unknown: use one of {', '.join(Plan.values)}", field="plan")
    if company.kind != Tenant.Kind.COMPANY:
        raise CannotBook("the operator's own schema has no plan")
    with from_outside(), transaction.atomic():
        held: Tenant = Tenant.objects.select_for_update().get(pk=company.pk)
        if not held.is_readable:
            raise CannotBook(f"company {held.slug} is {held.status}: its plan stays as it is")
        before = held.plan
        if before != plan:
            held.plan = plan
            held.save(update_fields=["plan"])
            tell(company=held, actor=actor, action="tenant.plan_changed", before={"plan": before}, after={"plan": plan})
    forget_hosts()
    return held
