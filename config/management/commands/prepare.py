"""`manage.py prepare`: bring the tables up to date and, on one machine, make the demo companies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.embedded.demo import DEMO_COMPANIES, DEMO_OPERATOR, DemoCompany
from tenants.services.migrating import migrate_companies, migrate_shared


class Command(BaseCommand):
    """Do what is still to do; the second run finds nothing and takes a moment."""

    help = "Migrate the shared tables and every company's, and create the demo companies where they are wanted."
    # They load every address and the whole API, which takes as long as all the rest; the web does so when it starts.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate what is behind, then make the demo companies that are not complete.

        A company that cannot be migrated is reported; the others go on and the product starts.
        """
        if migrations := migrate_shared():
            self.stdout.write(f"shared tables: {migrations} migrations")
        for outcome in migrate_companies():
            if outcome.error:
                self.stderr.write(f"company {outcome.company} is not up to date: {outcome.error}")
            elif outcome.migrations:
                self.stdout.write(f"company {outcome.company}: {outcome.migrations} migrations {outcome.method}")
        for demo in (DEMO_OPERATOR, *DEMO_COMPANIES) if settings.DEMO else ():
            self.make(demo)

    def make(self, demo: DemoCompany) -> None:
        """Run the company's steps, unless they have all been run against this database before."""
        done = completed_mark(demo, database=settings.DATABASES["default"])
        if done.exists():
            return
        self.stdout.write(f"creating the demo {demo.what} {demo.slug}; this is done once")
        for step in demo.steps:
            call_command(*(argument.format(run_dir=settings.RUN_DIR) for argument in step))
        done.parent.mkdir(parents=True, exist_ok=True)
        done.touch()


def completed_mark(demo: DemoCompany, *, database: Mapping[str, object]) -> Path:
    """Return the file that says the company is complete in this database.

    It is beside the embedded server's data, and goes when that is wiped; other databases have marks
    of their own.
    """
    parts = (str(database[part]).strip("/").replace("/", "_") for part in ("HOST", "PORT", "NAME"))
    return Path(settings.RUN_DIR) / "demo" / "-".join(parts) / f"{demo.slug}.done"
