"""`plan import` and `plan approve`: action plans from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from analytics.management.documents import read_document
from analytics.services.plans.approval import approve, import_and_date
from journeys.models import ActionPlan
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Create, change or approve a plan."""

    help = "Import a plan from JSON, or approve one, which freezes its baseline, forecast and terms."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the action, and the file or the plan."""
        actions = parser.add_subparsers(dest="action", required=True)
        write = actions.add_parser("import", help="create a plan, or change one that is not approved")
        settle = actions.add_parser("approve", help="freeze the baseline, the forecast and the terms")
        super().add_arguments(write)
        super().add_arguments(settle)
        write.add_argument("file", type=Path, help="JSON of the plan")
        settle.add_argument("--plan", required=True, metavar="CODE", help="the plan to approve")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Import or approve; return how the plan stands."""
        now = timezone.now()
        if options["action"] == "import":
            plan = import_and_date(company=company, document=read_document(options["file"], what="a plan"), now=now)
        else:
            plan = approve(company=company, code=options["plan"], as_of=now)
        return self.printed(company, plan)

    def printed(self, company: Tenant, plan: ActionPlan) -> dict[str, Any]:
        """Return how a plan stands."""
        return {
            "tenant": company.slug,
            "code": plan.code,
            "state": str(plan.state),
            "approved_at": plan.approved_at.isoformat() if plan.approved_at else None,
            "baseline": plan.baseline,
            "forecast": plan.forecast,
        }
