"""`manage.py dataset`: several imports in order."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from feedback.management.progress import terminal_progress
from feedback.services.datasets import import_dataset, read_dataset
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Carry out the imports that a manifest lists."""

    help = "Import the files that a manifest lists, in order; paths are relative to the manifest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("manifest", type=Path, metavar="MANIFEST.json")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Import all."""
        dataset = read_dataset(options["manifest"])
        reports = import_dataset(dataset, received_at=timezone.now(), show=terminal_progress)
        totals = ("rows", "accepted", "duplicates", "corrected", "rejected", "skipped")
        return {
            "tenant": company.slug,
            **{name: sum(getattr(report, name) for report in reports) for name in totals},
            "imports": [report.as_dict() for report in reports],
        }

    def render(self, result: dict[str, Any]) -> str:
        """Return a line an import."""
        lines = [
            f"{Path(one['file']).name}: {one['kind']}: {one['rows']} rows, {one['accepted']} accepted, "
            f"{one['duplicates']} duplicates, {one['corrected']} corrected, {one['rejected']} rejected"
            + (f", see {one['error_file']}" if one["error_file"] else "")
            for one in result["imports"]
        ]
        return "\n".join(lines)
