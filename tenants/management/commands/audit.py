"""Check, export and prune the audit of a company."""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from tenants.access import COMMAND
from tenants.audit.selectors import ChainFault, Walk, entries, smuggled, unguarded, walk
from tenants.audit.services import Subject, prune, read_export, record, seal, write_export
from tenants.management.base import CompanyCommand, Refused
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """The audit of a company: is it whole, and what stands in it."""

    reads = frozenset({"check", "export"})
    help = "Check that a company's audit is whole, write it to a file, or delete what is old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sub-commands."""
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check")
        super().add_arguments(check)
        check.add_argument("--head", metavar="PLACE:HASH", action="append", default=[], help="a hash kept elsewhere")
        check.add_argument("--file", metavar="FILE", help="check an exported file instead of the database")
        export = actions.add_parser("export")
        super().add_arguments(export)
        export.add_argument("file", metavar="FILE", help="NDJSON; ending in .gz, compressed")
        old = actions.add_parser("prune")
        super().add_arguments(old)
        old.add_argument("--before", required=True, metavar="DATE", help="delete events of earlier days")
        old.add_argument("--yes", action="store_true", help="really delete")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Run the sub-command."""
        result: dict[str, Any] = getattr(self, f"do_{options['action']}")(company, **options)
        return {"tenant": company.slug, **result}

    def do_check(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Follow the chain in the database, or in a file."""
        heads = dict(_head(text) for text in options["head"])
        if options["file"]:
            return _told(walk(read_export(Path(options["file"])), heads=heads), [])
        hidden = [ChainFault(0, "an event is not in the chain", event_id) for event_id in smuggled()]
        seal()
        off = [ChainFault(0, f"the guard {name} is missing or switched off") for name in unguarded()]
        return _told(walk(entries(), heads=heads), [*hidden, *off])

    def do_export(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Write the chain to a file, and that it was written into the audit."""
        seal()
        seen = write_export(Path(options["file"]))
        with transaction.atomic():
            told = {"place": seen.place, "hash": seen.hash, "events": seen.events}
            record(actor=COMMAND, action="audit.exported", subject=Subject("audit", name="audit"), after=told)
        return _told(seen, []) | {"file": options["file"]}

    def do_prune(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Delete old events."""
        day = _day(options["before"], ZoneInfo(company.timezone))
        if not options["yes"]:
            raise Refused(f"add --yes to delete the events before {options['before']} for ever; export them first")
        return asdict(prune(actor=COMMAND, before=day, as_of=timezone.now()))

    def render(self, result: dict[str, Any]) -> str:
        """Return a line a fault, then the figures."""
        faults = [f"{one['place']}: {one['fault']} {one['event_id']}".strip() for one in result.get("faults", [])]
        figures = {name: value for name, value in result.items() if name != "faults"}
        return "\n".join([*faults, super().render(figures)])

    def end(self, result: dict[str, Any]) -> None:
        """Fail when the chain is not whole."""
        if result.get("faults"):
            raise Refused(f"the audit is not whole: {len(result['faults'])} faults found")


def _told(seen: Walk, more: list[ChainFault]) -> dict[str, Any]:
    faults = [*more, *seen.found()]
    return {
        "events": seen.events,
        "head": f"{seen.place}:{seen.hash}",
        "pruned_through": seen.pruned_through,
        "whole": not faults,
        "faults": [asdict(fault) for fault in faults],
    }


def _head(text: str) -> tuple[int, str]:
    place, _, kept = text.partition(":")
    if not place.isdecimal() or len(kept) != 64:
        raise Refused(f"{text!r} is not a head as `audit check` prints it, PLACE:HASH")
    return int(place), kept


def _day(text: str, zone: ZoneInfo) -> datetime:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Refused(f"{text!r} is not a day such as 2026-01-31")
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
