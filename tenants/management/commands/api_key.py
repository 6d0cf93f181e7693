"""Make and revoke the keys of programs."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from tenants.management.base import CompanyCommand, Refused
from tenants.members.services import create_api_key, revoke_api_key
from tenants.models.tenant import Tenant


class Command(CompanyCommand):
    """The keys of programs that call a company's API."""

    help = "Make or revoke an API key of a company; a new key is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sub-commands."""
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create")
        super().add_arguments(create)
        create.add_argument("--name", required=True, help="what the key is for")
        create.add_argument("--scopes", required=True, help="capabilities, separated by commas")
        create.add_argument("--expires", metavar="DATE", help="day or time after which the key is refused")
        revoke = actions.add_parser("revoke")
        super().add_arguments(revoke)
        revoke.add_argument("prefix", help="the key, or its first 12 characters")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Make or revoke."""
        if options["action"] == "revoke":
            key = revoke_api_key(prefix=options["prefix"], as_of=timezone.now())
            return {"revoked": key.prefix, "name": key.name}
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        expires = _moment(options["expires"], ZoneInfo(company.timezone)) if options["expires"] else None
        key, token = create_api_key(name=options["name"], scopes=scopes, expires_at=expires)
        return {"api_key": token, "prefix": key.prefix, "scopes": key.scopes, "expires_at": key.expires_at}


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """Return a time, or the beginning of a day, in the company's zone unless it says otherwise."""
    try:
        day = parse_date(text)
        moment = datetime(day.year, day.month, day.day, tzinfo=zone) if day else parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(f"{text!r} is not a date such as 2027-01-31 or a time such as 2027-01-31T12:00:00+08:00")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
