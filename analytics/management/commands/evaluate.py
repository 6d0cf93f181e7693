"""`evaluate`: did a plan work."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from analytics.management.tables import figure
from analytics.services.plans.evaluation import evaluate_plan
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Evaluate an approved plan and keep the result."""

    help = "Judge a plan by the design that fits who was treated and when, and give a verdict."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the plan."""
        super().add_arguments(parser)
        parser.add_argument("--plan", required=True, metavar="CODE")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the evaluation."""
        found = evaluate_plan(company=company, code=options["plan"], now=timezone.now())
        return {"tenant": company.slug, "evaluation": found.number, **found.results}

    def render(self, result: dict[str, Any]) -> str:
        """Return the verdict first, then the figures it rests on."""
        placebo, smallest = result["placebo_p"], result["smallest_detectable"]
        lines = [
            f"{result['plan']}: {result['verdict']} - {result['reason']}",
            f"  {'design':<10} {result['design']}",
            *(f"  {name:<10} {figure(result[name])}" for name in ("effect", "money", "forecast")),
            f"  {'placebo p':<10} {'-' if placebo is None else f'{placebo:.3f}'}",
            f"  {'detectable':<10} {'-' if smallest is None else f'{smallest:.3g} in 80 % of such plans'}",
        ]
        return "\n".join(lines)
