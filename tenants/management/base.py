"""What all our commands share: one JSON object or text for people, and one line on stderr when refused."""

import json
from abc import abstractmethod
from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable

from tenants.access import Refusal, RequestInfo, company_context, current_request, request_context
from tenants.models.ids import uuid7
from tenants.models.tenant import Tenant
from tenants.selectors import company_by_slug, read_only


class Refused(CommandError):
    """An expected refusal: one line on stderr and exit code 1."""


def one_line(error: Exception) -> str:
    """Return an error's message on one line."""
    return " ".join(str(error).split())


class PlainCommand(BaseCommand):
    """A command that answers with one JSON object (`--json`) or with text.

    Subclasses implement `answer`, and `render` when "name: value" lines are not good text.
    """

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--json`; subclasses add their own and call this."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer, or refuse in one line."""
        cause = current_request() or RequestInfo(id=str(uuid7()), user_agent=f"manage.py {self.name()}")
        try:
            with request_context(cause):
                result = self.answer(**options)
        except Refusal as error:
            raise Refused(one_line(error)) from error
        except OperationalError as error:
            raise Refused(f"the database does not answer: {one_line(error)}") from error
        except ProgrammingError as error:
            if not isinstance(error.__cause__, UndefinedTable):
                raise
            raise Refused("the tables are not there yet: run `manage.py tenant migrate` first") from error
        text = json.dumps(result, ensure_ascii=False, default=str) if options.get("as_json") else self.render(result)
        self.stdout.write(text)
        self.end(result)

    @classmethod
    def name(cls) -> str:
        """Return the command's name: that of its module."""
        return cls.__module__.rpartition(".")[2]

    @abstractmethod
    def answer(self, **options: Any) -> dict[str, Any]:
        """Do the work and return what to print; raise a Refusal when it cannot be done."""

    def render(self, result: dict[str, Any]) -> str:
        """Return the result as text for people."""
        return "\n".join(f"{name}: {value}" for name, value in result.items())

    def end(self, result: dict[str, Any]) -> None:
        """Raise Refused after printing, where a printed result still means failure."""


class CompanyCommand(PlainCommand):
    """A command about one company: `--tenant SLUG`. Subclasses implement `run`, which runs inside the company.

    `reads` is True for a command that changes nothing, or the names of its actions that change nothing.
    """

    reads: ClassVar[bool | frozenset[str]] = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--tenant` and `--json`; subclasses add their own and call this."""
        super().add_arguments(parser)
        parser.add_argument("--tenant", required=True, metavar="SLUG", help="the company")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Enter the company and run."""
        company = company_by_slug(options.pop("tenant"))
        if company.status in {Tenant.Status.PROVISIONING, Tenant.Status.DELETING}:
            raise Refused(f"company {company.slug} is {company.status}: nothing can be done in it")
        if not company.takes_writes and not self.only_reads(options):
            raise Refused(read_only(company))
        with company_context(company):
            return self.run(company, **options)

    def only_reads(self, options: dict[str, Any]) -> bool:
        """Return whether the command, called so, changes nothing, so that it may run in a suspended company."""
        return self.reads is True or (isinstance(self.reads, frozenset) and options.get("action") in self.reads)

    @abstractmethod
    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Do the work inside the company and return what to print."""
