"""`score`: bring the aggregates up to date and score the periods of a company."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from analytics.management.tables import period_text, scopes_text
from analytics.models.period import PeriodKind
from analytics.models.scope_score import ScopeKind
from analytics.services.scoring.closing import close_period
from analytics.services.scoring.labels import read_span
from analytics.services.scoring.presentation import printed_runs
from analytics.services.scoring.score import score_company
from analytics.services.settings import settings_of
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Score every month that has facts, or the periods asked for."""

    help = "Aggregate what is new and score the periods; what has not changed keeps its run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the range and kind of periods, the kind of scope, and whether to rebuild or close."""
        super().add_arguments(parser)
        parser.add_argument(
            "--from",
            dest="first",
            metavar="PERIOD",
            help="first period, such as 2026-01, 2026-W02, 2026-01-05 or 2026-Q1; default: the first with facts",
        )
        parser.add_argument("--to", dest="last", metavar="PERIOD", help="last period; default: the last with facts")
        parser.add_argument(
            "--granularity",
            choices=PeriodKind.values,
            help="kind of the periods; default: as --from and --to are written, else months",
        )
        parser.add_argument("--scope", choices=ScopeKind.values, help="also print the scores of this kind of scope")
        parser.add_argument("--rebuild", action="store_true", help="read all facts again; the hashes stay the same")
        parser.add_argument("--close", action="store_true", help="close the periods: their figures are frozen")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Score and return the periods, oldest first."""
        calendar = settings_of(company=company).calendar
        now = timezone.now()
        runs = score_company(
            company=company,
            now=now,
            span=read_span(options["first"], options["last"], options["granularity"], calendar),
            rebuild=options["rebuild"],
            progress=self.report_progress if sys.stderr.isatty() else None,
        )
        if options["close"]:
            runs = [close_period(period=run.span, by="command line", now=now) for run in runs]
        return {"tenant": company.slug, "periods": printed_runs(runs, scope=options["scope"])}

    def report_progress(self, done: int, total: int) -> None:
        """Show on the terminal how many periods are done."""
        self.stderr.write(f"\rscored {done} of {total} periods", ending="\n" if done == total else "")
        self.stderr.flush()

    def render(self, result: dict[str, Any]) -> str:
        """Return the periods as tables."""
        texts = []
        for period in result["periods"]:
            texts.append(period_text(period))
            if period.get("scopes"):
                texts.append(scopes_text(period["scopes"]))
        return "\n\n".join(texts) or f"{result['tenant']} has no facts to score yet."
