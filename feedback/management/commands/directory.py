"""`manage.py directory`: departments, units and people from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from feedback.services.directory.importing import DirectoryOrder, import_directory
from feedback.services.directory.words import COLUMNS
from feedback.services.files.error_file import ErrorFile
from feedback.services.results import Rejection
from tenants.access import COMMAND, Actor
from tenants.management.base import CompanyCommand, Refused
from tenants.members.models import User
from tenants.members.selectors import actor_of_user
from tenants.models.tenant import Tenant
from tenants.selectors.companies import host_of
from tenants.wording import say


class Command(CompanyCommand):
    """Take a file of departments, units or people."""

    help = "Import departments, units or people with their roles from a CSV or XLSX file, row by row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=list(COLUMNS), required=True)
        parser.add_argument("--dry-run", action="store_true", help="do all of it, tell what became of it, take it back")
        parser.add_argument("--replace", action="store_true", help="people have what the file says and nothing else")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="with the rights of this person")
        parser.add_argument("--no-mail", action="store_true", help="invite nobody")
        parser.add_argument("--origin", metavar="URL", help="address that links in mails lead to; the company's host")
        parser.add_argument("--language", choices=["en", "zh-hans"], default="en", help="language of the reasons")
        parser.add_argument("--errors", type=Path, metavar="PATH", help="where to write refused rows")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Take the file."""
        order = DirectoryOrder(
            kind=options["kind"],
            name=options["file"].name,
            content=_content(options["file"]),
            as_of=timezone.now(),
            origin=None if options["no_mail"] else options["origin"] or f"https://{host_of(company)}",
            replaces=options["replace"],
            is_dry_run=options["dry_run"],
        )
        with override(options["language"]):
            report = import_directory(order=order, actor=_actor(options["email"])).as_dict()
            for line in (*report["refusals"], *report["notes"]):
                line["reason"] = say(line["reason"])
        written = _errors(report["refusals"], options["errors"]) if options["errors"] else None
        return report | {"error_file": str(written) if written else None}

    def render(self, result: dict[str, Any]) -> str:
        """Return counts, then a line for each refusal and note."""
        counts = {name: value for name, value in result.items() if name not in {"refusals", "notes"}}
        lines = [
            f"row {one['row']}, {one['column']} {one['value']!r}: {one['reason']}"
            for one in (*result["refusals"], *result["notes"])
        ]
        return "\n".join([super().render(counts), *lines])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from error


def _actor(email: str | None) -> Actor:
    """Return the command itself, which makes no owners, or the person as whom it acts."""
    if email is None:
        return COMMAND
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refused(f"nobody who may sign in here has the address {email!r}")
    return actor_of_user(person)


def _errors(refusals: list[dict[str, Any]], path: Path) -> Path | None:
    file = ErrorFile(path)
    for one in refusals:
        file.write(Rejection(one["row"], one["column"], one["value"], one["code"], one["reason"]))
    return file.close()
