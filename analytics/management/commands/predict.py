"""`predict`: who will buy again, who will leave, and whether the prediction is worth anything."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from analytics.management.tables import figure
from analytics.services.prediction.jobs import request_prediction
from analytics.services.prediction.predict import predict_period
from analytics.services.prediction.target import REPURCHASE
from analytics.services.scoring.labels import first_day
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant
from tenants.tasks import enqueue_job


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

        parser.add_argument("--later", action="store_true", help="leave it to a worker, and print the job")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the figures of the run, or the job that will find them."""
        period = first_day(options["period"])
        if options["later"]:
            job = request_prediction(period=period, target=options["target"], requested_by="command")
            enqueue_job(job)
            return {"tenant": company.slug, "job": str(job.pk)}
        run = predict_period(company=company, period=period, target=options["target"], now=timezone.now())
        hashes = {"model_version": run.model_version, "inputs_hash": run.inputs_hash, "run_hash": run.run_hash}
        return {"tenant": company.slug, **run.results, **hashes}

    def render(self, result: dict[str, Any]) -> str:
        """Return the verdict first, then what it rests on, then the doubts."""
        if "job" in result:
            return f"job {result['job']}"
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
