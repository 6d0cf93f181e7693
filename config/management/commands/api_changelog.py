"""`manage.py api_changelog`: tell in docs/integrate/api-changelog.md what differs between two revisions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.changelog import newest, schemas_at, section, with_section

PAGE = Path("docs/integrate/api-changelog.md")
UNRELEASED = "Unreleased"


class Command(BaseCommand):
    """Keep the newest section of the API's changelog equal to what the schemas say."""

    help = "Write docs/integrate/api-changelog.md from the schemas of two revisions; --check says if it is up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--since", default="", help="Tag, commit or folder of the older schemas; that of the newest section."
        )
        parser.add_argument("--to", default="", help="Tag, commit or folder of the newer schemas; this tree.")
        parser.add_argument("--title", default="", help="Title of the section; that of the newest one, or Unreleased.")
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when the page is out of date.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check the page."""
        root = Path(settings.BASE_DIR)
        path = root / PAGE
        page = path.read_text(encoding="utf-8") if path.exists() else ""
        known = newest(page) or (UNRELEASED, "")
        since, title = options["since"] or known[1], options["title"] or known[0]
        if not since:
            raise CommandError("say since which revision: --since TAG, COMMIT or FOLDER")
        try:
            old, new = schemas_at(since, root), schemas_at(options["to"] or str(root), root)
        except LookupError as error:
            raise CommandError(f"no schemas at {error}: give a tag or commit of this checkout, or a folder") from error
        made = with_section(page, section(title, since, old, new))
        if options["check"] and made != page:
            raise CommandError(f"{PAGE} is out of date: run manage.py api_changelog")
        if not options["check"]:
            path.write_text(made, encoding="utf-8")
        told = {"page": str(PAGE), "title": title, "since": since, "changed": made != page}
        self.stdout.write(msgspec.json.encode(told).decode() if options["json"] else f"{title}, since {since}: {PAGE}")
