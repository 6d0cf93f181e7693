"""`score`: bring the aggregates up to date and score the periods of a company."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from analytics.management.periods import month_number
from analytics.management.tables import period_text, scopes_text
from analytics.models.scope_score import ScopeKind
from analytics.services.scoring.closing import close_period
from analytics.services.scoring.presentation import printed_runs
from analytics.services.scoring.score import Span, score_company
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Score every month that has facts, or the months asked for."""

    help = "Aggregate what is new and score the periods; what has not changed keeps its run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the range of months, the kind of scope, and whether to rebuild or close."""
        super().add_arguments(parser)
        parser.add_argument(
            "--from", dest="first", metavar="YYYY-MM", help="first month; default: the first with facts"
        )
        parser.add_argument("--to", dest="last", metavar="YYYY-MM", help="last month; default: the last with facts")
        parser.add_argument("--scope", choices=ScopeKind.values, help="also print the scores of this kind of scope")
        parser.add_argument("--rebuild", action="store_true", help="read all facts again; the hashes stay the same")
        parser.add_argument("--close", action="store_true", help="close the months: their figures are frozen")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Score and return the periods, oldest first."""
        first, last = (month_number(text) if text else None for text in (options["first"], options["last"]))
        now = timezone.now()
        runs = score_company(
            company=company,
            now=now,
            span=Span(first, last),
            rebuild=options["rebuild"],
            progress=self.report_progress if sys.stderr.isatty() else None,
        )
        if options["close"]:
            runs = [close_period(period=run.period, by="command line", now=now) for run in runs]
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
