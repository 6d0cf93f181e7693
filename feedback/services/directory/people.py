"""People from a file: their roles, units, masks and languages, row by row and person by person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from feedback.services.directory.cells import require_plain, required
from feedback.services.directory.lines import Line, Unfit
from feedback.services.directory.report import Report
from feedback.services.directory.sheets import Sheet, each
from feedback.services.directory.words import EVERYWHERE, LOCALES, MASKS, NOTHING, ROLES, SEPARATORS, meaning
from tenants.access import Refusal
from tenants.members.models import Ticket, Unit
from tenants.members.services.enrolling import enrol
from tenants.members.services.enrolments import Enrolled, Enrolment, Terms

# So far apart are mails of one file, so that no mail server takes us for a sender of junk, and a link for a new
# password that somebody asked for meanwhile need not wait for them.
BETWEEN_MAILS = timedelta(seconds=1.5)
LONGEST_EMAIL, LONGEST_NAME, MOST_UNITS = 254, 200, 200


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    email: str
    asked: Enrolment


def take_people(*, sheet: Sheet, terms: Terms, report: Report) -> None:
    """Make or change everybody of a file. A person of whom one row is refused stays wholly as they are."""
    units = dict(Unit.objects.filter(archived_at=None).values_list("code", "pk"))
    rows: list[_Row] = []
    refused: dict[str, int] = {}
    for number, cells in each(sheet):
        try:
            rows.append(_read(number, cells, units))
        except Unfit as unfit:
            report.refuse(unfit.at(number))
            refused.setdefault(cells.get("email", "").casefold(), number)
    due = _first_mail(terms)
    order = {email: place for place, email in enumerate(dict.fromkeys(row.email for row in rows))}
    for email, group in groupby(sorted(rows, key=lambda row: order[row.email]), key=lambda row: row.email):
        done = _take(list(group), refused.get(email), terms, due + BETWEEN_MAILS * report.invitations, report)
        if done is not None:
            report.count(done.outcome)
            report.invitations += done.is_invited


def _first_mail(terms: Terms) -> datetime:
    """Return when the first mail of this file may go: after those of earlier files."""
    waiting = Ticket.objects.filter(kind=Ticket.Kind.INVITATION, mail_tries=0)
    last = waiting.aggregate(at=Max("mail_due_at"))["at"]
    return max(terms.as_of, last + BETWEEN_MAILS) if last else terms.as_of


def _take(rows: list[_Row], refused: int | None, terms: Terms, mail_at: datetime, report: Report) -> Enrolled | None:
    """Make or change one person by their rows; None when they stay as they are because a row is refused."""
    try:
        if refused is not None:
            raise Unfit("email", rows[0].email, "row_refused", f"row {refused} of the same person was refused")
        asked = _together(rows, report)
        done = enrol(asked=asked, terms=terms, mail_at=mail_at)
    except Unfit as unfit:
        _refuse(rows, unfit, report)
        return None
    except Refusal as refusal:
        column = {"id": "email"}.get(refusal.field, refusal.field) or "email"
        code = _REFUSED_AS.get(type(refusal).__name__, "refused")
        _refuse(rows, Unfit(column, _shown(rows[0], column), code, str(refusal)), report)
        return None
    if done.lost:
        reason = f"may do no more: {', '.join(done.lost)}"
        report.note(Line(rows[0].number, "email", rows[0].email, "lost", reason))
    return done


_REFUSED_AS: Mapping[str, str] = {
    "NotYoursToGive": "not_yours", "OwnersAlone": "owners_alone", "LosesRights": "loses_rights", "HasLeft": "has_left",
    "LastOwner": "last_owner", "MaskedPerson": "masked", "UnknownRole": "bad_role",
}  # fmt: skip


def _shown(row: _Row, column: str) -> str:
    return ",".join(sorted({role for role, _unit in row.asked.roles})) if column == "role" else row.email


def _refuse(rows: Iterable[_Row], unfit: Unfit, report: Report) -> None:
    for row in rows:
        report.refuse(unfit.at(row.number))


def _together(rows: list[_Row], report: Report) -> Enrolment:
    """Return what all rows of a person say. Raises Unfit when they differ in what a person has once."""
    first = rows[0].asked
    for row in rows[1:]:
        for column in ("name", "locale", "masks"):
            said, before = getattr(row.asked, column), getattr(first, column)
            if said and before and said != before:
                reason = f"row {row.number} and row {rows[0].number} are of one person but differ; keep one"
                raise Unfit(column, said, "repeated_id", reason)
            if said and not before:
                first = replace(first, **{column: said})
        if row.asked.roles <= first.roles:
            reason = f"says the same as row {rows[0].number}"
            report.note(Line(row.number, "email", row.email, "repeated", reason))
        first = replace(first, roles=first.roles | row.asked.roles)
    return first


def _read(number: int, cells: Mapping[str, str], units: Mapping[str, UUID]) -> _Row:
    """Return what one row says. Raises Unfit."""
    email = _email(cells.get("email", ""))
    role = _meant("role", required("role", cells.get("role", ""), most=40), ROLES, "bad_role")
    name = require_plain("name", cells.get("name", ""), most=LONGEST_NAME)
    said = cells.get("locale", "")
    locale = _meant("locale", said, LOCALES, "bad_language") if said else ""
    roles = frozenset((role, unit) for unit in _units(cells.get("units", ""), units))
    if role == "owner" and any(unit is not None for _role, unit in roles):
        raise Unfit("units", cells["units"], "bad_role", "an owner owns the whole company: write *")
    masks = _masks(cells.get("masks", ""))
    return _Row(number, email, Enrolment(email=email, roles=roles, name=name, locale=locale, masks=masks))


def _email(text: str) -> str:
    address = required("email", text, most=LONGEST_EMAIL).lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Unfit("email", text, "bad_email", "this is not an e-mail address") from None
    return address


def _meant(column: str, text: str, names: Mapping[str, str], code: str) -> str:
    found = meaning(text, names)
    if found is None:
        raise Unfit(column, text, code, f"use one of {', '.join(names)}")
    return found


def _units(text: str, units: Mapping[str, UUID]) -> Iterator[UUID | None]:
    """Yield the units that a cell names; None for the whole company, which an empty cell is not."""
    if not text:
        raise Unfit("units", text, "missing", "name units, or write * for the whole company")
    if text in EVERYWHERE:
        yield None
        return
    codes = _listed(text)
    if len(codes) > MOST_UNITS:
        raise Unfit("units", text, "too_long", f"names more than {MOST_UNITS} units")
    for code in codes:
        if code not in units:
            raise Unfit("units", code, "unknown_unit", f"no unit in use has the code {code}")
        yield units[code]


def _masks(text: str) -> tuple[str, ...] | None:
    """Return what is to be hidden; None when the cell is empty, which leaves what there is."""
    if not text:
        return None
    if text.casefold() in NOTHING:
        return ()
    return tuple(sorted({_meant("masks", one, MASKS, "bad_mask") for one in _listed(text)}))


def _listed(text: str) -> list[str]:
    for separator in SEPARATORS[1:]:
        text = text.replace(separator, SEPARATORS[0])
    return list(dict.fromkeys(filter(None, map(str.strip, text.split(SEPARATORS[0])))))
