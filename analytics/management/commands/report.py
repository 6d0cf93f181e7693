"""`report`: print one stored period without scoring anything."""

from argparse import ArgumentParser
from typing import Any

from analytics.management.tables import period_text, scopes_text
from analytics.models.scope_score import ScopeKind
from analytics.selectors import run_of_period
from analytics.services.scoring.labels import read_period
from analytics.services.scoring.presentation import printed_runs
from analytics.services.settings import settings_of
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Print the run that is shown for a period."""

    reads = True
    help = "Print one stored period, as `score` prints it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period and the kind of scope."""
        super().add_arguments(parser)
        parser.add_argument("--period", required=True, help="such as 2026-01, 2026-W02, 2026-01-05 or 2026-Q1")
        parser.add_argument("--scope", choices=ScopeKind.values, help="also print the scores of this kind of scope")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the stored period."""
        run = run_of_period(read_period(options["period"], settings_of(company=company).calendar))
        return {"tenant": company.slug, "periods": printed_runs([run], scope=options["scope"])}

    def render(self, result: dict[str, Any]) -> str:
        """Return the period as tables."""
        period = result["periods"][0]
        scopes = [scopes_text(period["scopes"])] if period.get("scopes") else []
        return "\n\n".join([period_text(period), *scopes])
