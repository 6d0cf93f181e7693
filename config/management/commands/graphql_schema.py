"""`manage.py graphql_schema`: write the schemas to the files that clients are built against, or check those files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.schema import company_schema, operator_schema
from tenants.graphql.compatibility import lost_promises, not_allowed

FILES = {"schema.graphql": company_schema, "schema.operator.graphql": operator_schema}
ALLOWED = Path("docs/integrate/breaking-changes.txt")


class Command(BaseCommand):
    """Keep schema.graphql equal to the code, and refuse what would break clients unless it is listed."""

    help = "Write schema.graphql and schema.operator.graphql, or with --check say whether they are up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --check and --dir."""
        parser.add_argument("--check", action="store_true", help="Change nothing; fail when a file is out of date.")
        parser.add_argument("--dir", type=Path, default=settings.BASE_DIR, help="Folder of the files.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check both files."""
        allowed = (settings.BASE_DIR / ALLOWED).read_text()
        for name, schema in FILES.items():
            path: Path = options["dir"] / name
            text = f"{schema.as_str()}\n"
            stored = path.read_text() if path.exists() else ""
            if stored == text:
                continue
            if stored and (lost := not_allowed(lost_promises(stored, text), allowed)):
                raise CommandError(f"{name} would break clients; list these lines in {ALLOWED}: " + " | ".join(lost))
            if options["check"]:
                raise CommandError(f"{name} is out of date: run manage.py graphql_schema")
            path.write_text(text)
            self.stdout.write(f"wrote {path}")
        if not options["check"] and options["dir"] == settings.BASE_DIR:
            try:
                call_command("api_changelog", stdout=self.stdout)
            except CommandError as error:  # no checkout with the revision that the newest section starts from
                self.stderr.write(f"the changelog of the API is as it was: {error}")
