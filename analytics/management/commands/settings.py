"""`settings show` and `settings import`: the company's model settings, in versions."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from analytics.management.documents import read_document
from analytics.services.settings import change_settings, settings_number, settings_of
from analytics.services.settings_fields import printed
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Show the settings in force, or bring a new version into force."""

    reads = frozenset({"show"})
    help = "Show or change what the figures assume; a file names only what changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the action and the file."""
        actions = parser.add_subparsers(dest="action", required=True)
        show = actions.add_parser("show", help="print the settings in force")
        change = actions.add_parser("import", help="bring a new version into force")
        super().add_arguments(show)
        super().add_arguments(change)
        change.add_argument("file", type=Path, help="JSON object with the settings to change")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the settings in force, after the change when there is one."""
        if options["action"] == "import":
            change_settings(company=company, changes=read_document(options["file"], what="settings"), by="command line")
        settings = settings_of(company=company)
        return {
            "tenant": company.slug,
            "version": settings_number(),
            "currency": settings.currency,
            "timezone": settings.timezone,
            "settings": printed(settings),
        }

    def render(self, result: dict[str, Any]) -> str:
        """Return a line for each setting."""
        head = f"version {result['version']}, {result['currency']}, {result['timezone']}"
        return "\n".join([head, *(f"{name}: {json.dumps(value)}" for name, value in result["settings"].items())])
