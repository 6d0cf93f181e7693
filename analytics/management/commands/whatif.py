"""`whatif`: what an improvement of a touchpoint would be worth."""

from argparse import ArgumentParser
from typing import Any

from analytics.management.tables import figure
from analytics.services.learning.discount import learned_discount
from analytics.services.scoring.labels import first_day
from analytics.services.settings import settings_of
from analytics.services.whatif import Question, forecast_touchpoint, printed_forecast
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant

FIGURES = ("delta_equity", "roi", "npv", "payback_months", "causal_discount")


class Command(CompanyCommand):
    """Forecast the money that better scores at a touchpoint would bring."""

    reads = True
    help = "Forecast what a touchpoint's improvement is worth, from the model of a scored period."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period, the touchpoint, the uplift and the cost."""
        super().add_arguments(parser)
        parser.add_argument("--period", required=True, metavar="YYYY-MM", help="a scored month")
        parser.add_argument("--touchpoint", required=True, metavar="CODE")
        parser.add_argument("--uplift", required=True, type=float, help="points of 0-10 that its scores would rise")
        parser.add_argument("--cost", type=float, default=0.0, help="in the company's currency")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the forecast."""
        question = Question(touchpoint=options["touchpoint"], uplift=options["uplift"], cost=options["cost"])
        found = forecast_touchpoint(company=company, period=first_day(options["period"]), question=question)
        asked = {"period": options["period"], "touchpoint": question.touchpoint, "uplift": question.uplift}
        learned = learned_discount(settings_of(company=company))
        traced = {"causal_discount_version": learned.version, "causal_discount_plans": list(learned.plans)}
        return {"tenant": company.slug, **asked, "cost": question.cost, **printed_forecast(found), **traced}

    def render(self, result: dict[str, Any]) -> str:
        """Return a line for each figure."""
        head = f"{result['period']}: {result['uplift']:+g} points at {result['touchpoint']}, cost {result['cost']:,.2f}"
        chance = result["p_npv_positive"]
        lines = [head, *(f"  {name:<16} {figure(result[name])}" for name in FIGURES)]
        return "\n".join([*lines, f"  {'p_npv_positive':<16} {'-' if chance is None else f'{chance:.2f}'}"])
