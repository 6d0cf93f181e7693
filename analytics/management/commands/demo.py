"""Make the two demonstration companies."""

import io
import time
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from analytics.management.demonstration import SCORED_MONTHS, fill_from_world, is_full
from tenants.access import company_context
from tenants.management.base import PlainCommand
from tenants.models.tenant import Tenant
from tenants.selectors import company_by_slug


@dataclass(frozen=True)
class Demonstration:
    """A company to show. Its slug is also the name of its bundled world."""

    slug: str
    name: str
    industry: str


DEMONSTRATIONS = (
    Demonstration("hotpot", "川味里火锅", "dining"),
    Demonstration("shop", "禾木优选", "ecommerce"),
)
PASSWORD = "huibao-demo"  # noqa: S105 - printed for everybody to use; production never makes these companies


class Command(PlainCommand):
    """Make the demonstration companies, with a year of data, plans and scores; a second run changes nothing."""

    help = "Make and fill the demonstration companies hotpot and shop; quick when they are there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the company and the folder."""
        super().add_arguments(parser)
        parser.add_argument(
            "--only", choices=[demo.slug for demo in DEMONSTRATIONS], help="one of them; both by default"
        )
        parser.add_argument("--months", type=int, default=SCORED_MONTHS, help="score the last N months; 6 by default")
        parser.add_argument("--out", type=Path, help="where the data files go, RUN_DIR/demo by default")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Make what is missing and say what was done."""
        folder = options["out"] or Path(settings.RUN_DIR) / "demo"
        wanted = [demo for demo in DEMONSTRATIONS if options["only"] in {None, demo.slug}]
        return {"companies": [_made(demo, folder / demo.slug, options["months"]) for demo in wanted]}

    def render(self, result: dict[str, Any]) -> str:
        """Return one line a company."""
        lines = []
        for company in result["companies"]:
            done = (
                f"{sum(company['rows'].values()):,} rows in {company['seconds']} s" if company["rows"] else "complete"
            )
            lines.append(f"{company['slug']}: {done}; sign in as {company['user']} with {PASSWORD}")
        return "\n".join(lines)


def _made(demo: Demonstration, folder: Path, months: int) -> dict[str, Any]:
    started = time.perf_counter()
    user = f"manager@{demo.slug}.example"
    found = Tenant.objects.filter(slug=demo.slug, status=Tenant.Status.ACTIVE).first()
    if not (found and _full(found)):
        _create(demo, user)
    company = company_by_slug(demo.slug)
    with company_context(company):
        filled = fill_from_world(company=company, world=demo.slug, folder=folder, months=months, password=PASSWORD)
    seconds = round(time.perf_counter() - started, 2)
    return {"slug": demo.slug, "user": user, "rows": filled.rows, "plans": filled.plans, "seconds": seconds}


def _full(company: Tenant) -> bool:
    with company_context(company):
        return is_full()


def _create(demo: Demonstration, user: str) -> None:
    call_command(
        "tenant",
        "create",
        *("--slug", demo.slug, "--name", demo.name, "--industry", demo.industry),
        *("--currency", "CNY", "--timezone", "Asia/Shanghai", "--locale", "zh-hans"),
        *("--admin-email", user, "--admin-password", PASSWORD, "--json"),
        stdout=io.StringIO(),
    )
