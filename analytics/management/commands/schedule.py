"""`schedule`: how often a company is scored, and when next."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from analytics.services.schedule import plan_missing, set_cadence
from tenants.management.base import CompanyCommand
from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Show or change how often a company is scored."""

    help = "Show when a company is scored next, or change how often."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the cadence."""
        super().add_arguments(parser)
        parser.add_argument("--cadence", choices=TenantSchedule.Cadence.values, help="how often from now on")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the schedule, after the change when there is one."""
        now = timezone.now()
        if options["cadence"]:
            set_cadence(company=company, cadence=TenantSchedule.Cadence(options["cadence"]), now=now)
        plan_missing(now=now)
        row = TenantSchedule.objects.get(tenant=company, task=TenantSchedule.Task.SCORE)
        return {
            "tenant": company.slug,
            "cadence": row.cadence,
            "next_due_at": row.next_due_at.isoformat(),
            "last_run_at": row.last_run_at.isoformat() if row.last_run_at else None,
        }
