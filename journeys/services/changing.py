"""How a row that people edit is found, locked, compared with what they saw, stored, and told to the audit."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journeys.services.codes import code_problem
from tenants.access import Actor, Conflict, Refusal, Refusals
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.models.company_model import CompanyModel

NOT_TOLD = frozenset({"id", "revision", "baseline", "forecast"})
LONGEST_TEXT = 10_000


class BadValue(Refusal):
    """A value that the field cannot take."""


class BadCode(Refusal):
    """A text that cannot be a code."""


class CodeTaken(Refusal):
    """Something of the same kind has that code already."""


def locked[Row: CompanyModel](
    rows: type[Row] | QuerySet[Row],
    key: UUID,
    *,
    unknown: type[Refusal],
    revision: int | None = None,
    field: str = "id",
) -> Row:
    """Return one of some rows, or of all of a table, locked until the end of the transaction.

    Raises `unknown` when there is none, and Conflict when it is not at the revision that the caller saw.
    """
    among: QuerySet[Row] = rows if isinstance(rows, QuerySet) else rows.objects.all()
    row = among.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise unknown(_("There is nothing with that id."), field=field)
    now = getattr(row, "revision", None)
    if revision is not None and revision != now:
        raise Conflict(
            _("Somebody else changed this since you read it; it is at revision %(now)s now. Read it and try again.")
            % {"now": now},
            field="revision",
        )
    return row


def created[Row: CompanyModel](row: Row, *, actor: Actor, kind: str) -> Row:
    """Store a new row that has a code, and record it. Raises BadCode, CodeTaken and BadValue."""
    code = str(getattr(row, "code"))  # noqa: B009 - not every table has a code; those that come here do
    if problem := code_problem(code):
        raise BadCode(_("The code %(code)s %(problem)s.") % {"code": repr(code[:40]), "problem": problem}, field="code")
    if type(row).objects.filter(code=code).exists():
        raise CodeTaken(_("The code %(code)s is taken; choose another.") % {"code": code[:40]}, field="code")
    require_values(row)
    inserted(row)
    record(actor=actor, action=f"{kind}.created", subject=subject_of(row, kind), after=told(row))
    tell(row, kind=kind, happened="created")
    return row


def inserted(row: CompanyModel) -> None:
    """Insert a row. Raises Conflict when somebody else inserts the same at this moment."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("Somebody else created the same at this moment. Read it again.")) from error


def changed(
    row: CompanyModel, changes: Mapping[str, object], *, actor: Actor, kind: str, action: str = "updated"
) -> None:
    """Store what differs in a locked row as its next revision, and record it; nothing when nothing differs.

    Raises BadValue for each value that its field cannot take.
    """
    before = told(row)
    for name, value in changes.items():
        setattr(row, name, value)
    after = told(row)
    if after == before:
        return
    require_values(row)
    names = list(changes)
    if hasattr(row, "revision"):
        row.revision += 1
        names.append("revision")
    row.save(update_fields=names)
    record(actor=actor, action=f"{kind}.{action}", subject=subject_of(row, kind), before=before, after=after)
    tell(row, kind=kind, happened=action, fields=[name for name in after if after[name] != before[name]])


def tell(row: CompanyModel, *, kind: str, happened: str, fields: Sequence[str] = ()) -> None:
    """Tell whoever listens what happened to a row: its code, its state if it has one, which fields changed."""
    data = {"code": str(getattr(row, "code", "")), "state": str(getattr(row, "state", "")), "fields": sorted(fields)}
    emit(event=f"{kind}.{happened}", subject=subject_of(row, kind), data=data)


def require_values(row: CompanyModel) -> None:
    """Raise BadValue, with the name of the field, for each value of a row that cannot be stored."""
    try:
        row.clean_fields(exclude=[field.name for field in _columns(row) if field.is_relation])
    except ValidationError as error:
        found = [BadValue(" ".join(messages), field=name) for name, messages in error.message_dict.items()]
        raise _one_or_all(found) from error
    plain = {field.name: getattr(row, field.attname) for field in _columns(row) if not field.null}
    # Django leaves out fields that may be blank, and a null is not the same as blank.
    found = [BadValue(_("A value is needed here, not null."), field=name) for name in plain if plain[name] is None]
    found += [
        BadValue(_("At most %(most)s characters are kept.") % {"most": LONGEST_TEXT}, field=name)
        for name, text in plain.items()
        if isinstance(text, str) and len(text) > LONGEST_TEXT
    ]
    if found:
        raise _one_or_all(found)


def told(row: CompanyModel) -> dict[str, Any]:
    """Return the columns of a row as the audit tells them."""
    return {field.attname: getattr(row, field.attname) for field in _columns(row) if field.attname not in NOT_TOLD}


def subject_of(row: CompanyModel, kind: str) -> Subject:
    """Return what the audit calls a row."""
    return Subject(kind=kind, id=str(row.pk), name=str(getattr(row, "code", "") or row))


def _columns(row: CompanyModel) -> Sequence["models.Field[Any, Any]"]:
    return row._meta.concrete_fields  # noqa: SLF001 - Django's documented name for it


def _one_or_all(problems: list[BadValue]) -> Refusal:
    return problems[0] if len(problems) == 1 else Refusals(problems)
