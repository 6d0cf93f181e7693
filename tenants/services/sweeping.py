"""When a company is looked at for work that a lost message or a dead worker left behind."""

from datetime import datetime

from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Tenant


def sweep_by(*, company: Tenant, moment: datetime) -> None:
    """Have the company looked at no later than `moment`."""
    TenantSchedule.objects.filter(tenant=company, task=TenantSchedule.Task.SWEEP, next_due_at__gt=moment).update(
        next_due_at=moment
    )
