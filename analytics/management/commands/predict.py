"""`predict`: who will buy again, who will leave, and whether the prediction is worth anything."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from analytics.management.periods import first_day
from analytics.management.tables import figure
from analytics.services.prediction.predict import predict_period
from analytics.services.prediction.target import REPURCHASE
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Predict for each known customer as of the end of a month, and keep it with its reasons."""

    help = "Predict repurchase, or a label that came with the customers, and say whether it beats a simple rule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period and the target."""
        super().add_arguments(parser)
        parser.add_argument("--period", required=True, metavar="YYYY-MM", help="customers as of the end of this month")
        parser.add_argument(
            "--target", default=REPURCHASE, help="repurchase, attr:NAME or attr:NAME=VALUE (default: repurchase)"
        )

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the figures of the run."""
        period = first_day(options["period"])
        run = predict_period(company=company, period=period, target=options["target"], now=timezone.now())
        hashes = {"model_version": run.model_version, "inputs_hash": run.inputs_hash, "run_hash": run.run_hash}
        return {"tenant": company.slug, **run.results, **hashes}

    def render(self, result: dict[str, Any]) -> str:
        """Return the verdict first, then what it rests on, then the doubts."""
        lines = [
            f"{result['period']} {result['target']}: {result['verdict']} ({result['status']})",
            *([f"  {result['reason']}"] if result["reason"] else []),
            f"  {'customers':<12} {result['customers']:,}",
            f"  {'judged':<12} {result['n']:,} with {result['events']:,} outcomes, {result['design']}",
            f"  {'auc':<12} {figure(result['auc'])}",
            f"  {'rule':<12} {result['rule'] or '-'}: {figure(result['rule_auc'])}",
            f"  {'difference':<12} {figure(result['difference'])}",
        ]
        if result["calibration"]:
            lines.append(f"  {'slope':<12} {figure(result['calibration']['slope'])}")
        if result["lift"]:
            lines.append(f"  {'first tenth':<12} {figure(result['lift'][0]['lift'])} times the average")
        return "\n".join([*lines, *(f"  {warning['code']}: {warning['text']}" for warning in result["warnings"])])
