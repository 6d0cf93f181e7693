"""`calibration`: did our forecasts come true, and what did that teach."""

from typing import Any

from analytics.management.tables import figure
from analytics.services.learning.chart import calibration, printed_calibration
from analytics.services.settings import settings_of
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Set the forecasts of plans against what they brought."""

    reads = True
    help = "Print every plan's frozen forecast beside its outcome, and the causal discount learned from them."

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the calibration chart."""
        found = calibration(settings_of(company=company))
        return {"tenant": company.slug, **printed_calibration(found)}

    def render(self, result: dict[str, Any]) -> str:
        """Return the summary first, then a line for each plan."""
        discount = result["causal_discount"]
        prior = discount["prior"]
        lines = [
            f"causal discount {figure(discount)}, from {prior['mean']:g} +- {prior['sd']:g}",
            f"  {'inside':<10} {figure(result['inside'])}",
            f"  {'slope':<10} {figure(result['slope'])}",
        ]
        for plan in result["plans"]:
            word = {True: "inside", False: "outside", None: f"does not count: {plan['reason']}"}[plan["inside"]]
            lines.append(f"{plan['plan']}: forecast {figure(plan['forecast'])}, came {figure(plan['outcome'])}, {word}")
        return "\n".join(lines)
