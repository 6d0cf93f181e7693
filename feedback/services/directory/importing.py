"""The one way in for files of departments, units and people, whoever brings them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from feedback.services.directory.people import take_people
from feedback.services.directory.places import take_places
from feedback.services.directory.report import Report
from feedback.services.directory.rights import require_may
from feedback.services.directory.sheets import Sheet, read_sheet
from feedback.services.directory.words import PEOPLE
from tenants.access import Actor
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.members.services.enrolments import Terms
from tenants.members.services.mailing import wake_mailing


@dataclass(frozen=True, slots=True)
class DirectoryOrder:
    """A file and how it is to be taken.

    With `replaces`, people have afterwards what the file says and nothing else. `origin` is the address of the
    company's host for the links in mails; None when nobody is to be invited.
    """

    kind: str
    name: str
    content: bytes
    as_of: datetime
    origin: str | None = None
    replaces: bool = False
    is_dry_run: bool = False


def import_directory(*, order: DirectoryOrder, actor: Actor) -> Report:
    """Take a file, each row or person wholly or not at all, in one transaction, and return what became of it.

    A dry run does everything and takes it back: its counts are what would be. The same file again changes nothing.
    Raises UnknownDirectory, NotYourDirectory, UnreadableFile.
    """
    require_may(actor, order.kind)
    sheet = read_sheet(content=order.content, name=order.name, kind=order.kind)
    report = Report(kind=order.kind, file=order.name, is_dry_run=order.is_dry_run)
    with transaction.atomic():
        with connection.cursor() as cursor:  # two files at once would each find that the other's people are missing
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('huibao directory'), hashtext(current_schema()))")
        _take(order, sheet, actor, report)
        transaction.set_rollback(order.is_dry_run)
    return report


def _take(order: DirectoryOrder, sheet: Sheet, actor: Actor, report: Report) -> None:
    report.rows = len(sheet.rows) + len(sheet.broken)
    for number, unfit in sheet.broken:
        report.refuse(unfit.at(number))
    if order.kind == PEOPLE:
        terms = Terms(actor=actor, as_of=order.as_of, origin=order.origin, replaces=order.replaces)
        take_people(sheet=sheet, terms=terms, report=report)
    else:
        take_places(sheet=sheet, kind=order.kind, actor=actor, report=report)
    subject = Subject("directory", id=order.kind, name=order.name)
    record(actor=actor, action="directory.imported", subject=subject, after=report.counts())
    told = {name: getattr(report, name) for name in ("kind", "created", "changed", "unchanged", "rejected")}
    emit(event="directory.imported", subject=Subject("directory", id=order.kind), data=told)
    if report.invitations:
        wake_mailing()
