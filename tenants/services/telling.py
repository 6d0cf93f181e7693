"""What happens to a company is written down twice: in its own audit, and in the operator's."""

from collections.abc import Mapping

from tenants.access import Actor, company_context
from tenants.audit.services import Subject, record
from tenants.backend.routing import own_transaction
from tenants.models.tenant import Tenant


def tell(
    *,
    company: Tenant,
    actor: Actor,
    action: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    is_gone: bool = False,
) -> None:
    """Record an event of a company's life; of one that is gone, with the operator only.

    An installation without an operator's schema yet has nobody to tell.
    """
    subject = Subject(kind="tenant", id=str(company.id), name=company.slug)
    operator = Tenant.objects.filter(kind=Tenant.Kind.OPERATOR, status=Tenant.Status.ACTIVE).first()
    for place in [operator, None if is_gone else company]:
        if place is not None:
            with company_context(place), own_transaction():
                record(actor=actor, action=action, subject=subject, before=before, after=after)
