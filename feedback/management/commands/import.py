"""`manage.py import`: files of customers, feedback, orders, interactions or units."""  # noqa: N999  the command is called import

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from feedback.management.progress import terminal_progress
from feedback.services.files.places import error_path
from feedback.services.imports import ImportOrder, import_file
from feedback.services.intake import DEFAULT_SOURCE, KINDS
from feedback.services.mapping.document import read_mapping
from feedback.services.undo import undo_batch
from tenants.management.base import CompanyCommand, Refused
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """Import one file, stored wholly or not at all, or undo an import."""

    help = "Import a CSV, XLSX or NDJSON file (also .gz); rows that are refused are written to an error file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=[*KINDS, "units"])
        parser.add_argument("--mapping", type=Path, metavar="M.json", help="turns another layout into ours")
        parser.add_argument("--source", default=DEFAULT_SOURCE, help="source of rows that name none")
        parser.add_argument("--channel", metavar="NAME", help="each line is a payload of this channel")
        parser.add_argument("--errors", type=Path, metavar="PATH", help="where to write refused rows")
        parser.add_argument("--dry-run", action="store_true", help="check and count, store nothing")
        parser.add_argument("--undo", type=UUID, metavar="BATCH", help="take back an earlier import")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Import or undo."""
        if options["undo"] is not None:
            return undo_batch(batch_id=options["undo"], at=timezone.now()).as_dict()
        if options["file"] is None or options["kind"] is None:
            raise Refused("name a FILE and its --kind, or --undo BATCH")
        order = ImportOrder(
            kind=options["kind"],
            path=options["file"],
            errors=options["errors"] or error_path(options["file"], kind=options["kind"]),
            received_at=timezone.now(),
            mapping=read_mapping(options["mapping"]) if options["mapping"] else None,
            source=options["source"],
            dry_run=options["dry_run"],
            requested_by="command",
            channel=options["channel"],
        )
        with terminal_progress(order.path.name) as progress:
            return import_file(order, progress=progress).as_dict()
