"""Departments and units from a file, each made or changed by the same services as by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from feedback.services.directory.cells import require_plain, required
from feedback.services.directory.lines import Line, Unfit
from feedback.services.directory.report import Report
from feedback.services.directory.sheets import Sheet, each
from tenants.access import Actor, Refusal
from tenants.members.models import Department, Membership, Unit
from tenants.members.services import create_place, move_place, update_place

type Place = Department | Unit
type Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """What a place of a kind is made of: its model, and how many characters each column may have."""

    model: type[Place]
    widths: Mapping[str, int]


FORMS: Mapping[str, Form] = {
    "departments": Form(Department, {"code": 64, "name": 200, "name_zh": 200, "name_en": 200, "parent": 64}),
    "units": Form(Unit, {"code": 128, "name": 200, "kind": 40, "parent": 128}),
}


def take_places(*, sheet: Sheet, kind: str, actor: Actor, report: Report) -> None:
    """Make or change every place of a file, those above first; what cannot be is told in the report."""
    wanted, model = _Wanted(FORMS[kind], report), FORMS[kind].model
    for number, cells in each(sheet):
        wanted.add(number, cells)
    known = set(model.objects.values_list("code", flat=True))
    while ready := wanted.ready(known):
        for number, cells in ready:
            if _took(model, number, cells, actor, report):
                known.add(cells["code"])
            else:
                wanted.refused.setdefault(cells["code"], number)
    wanted.refuse_the_rest()


class _Wanted:
    """What a file asks for, by code, and what of it can be had."""

    def __init__(self, form: Form, report: Report) -> None:
        self._form, self._report = form, report
        self.rows: dict[str, tuple[int, Cells]] = {}
        self.refused: dict[str, int] = {}

    def add(self, number: int, cells: Cells) -> None:
        """Remember a row, or refuse it."""
        try:
            checked = self._checked(cells)
        except Unfit as unfit:
            self._report.refuse(unfit.at(number))
            self.refused.setdefault(cells.get("code", ""), number)
            return
        first, before = self.rows.setdefault(checked["code"], (number, checked))
        if first != number and before == checked:
            self._report.note(Line(number, "code", checked["code"], "repeated", f"says the same as row {first}"))
        elif first != number:
            reason = f"row {number} and row {first} have the same code but differ; keep one"
            self._report.refuse(Line(number, "code", checked["code"], "repeated_id", reason))

    def _checked(self, cells: Cells) -> Cells:
        required("code", cells.get("code", ""), most=self._form.widths["code"])
        for column, text in cells.items():
            require_plain(column, text, most=self._form.widths[column])
        if cells.get("parent") == cells["code"]:
            raise Unfit("parent", cells["code"], "bad_parent", "it cannot hang below itself")
        return cells

    def ready(self, known: set[str]) -> list[tuple[int, Cells]]:
        """Take out the rows that can be had now: those at the top, and those below what is there and waits no more."""
        free = {
            code: row
            for code, row in self.rows.items()
            if not (parent := row[1].get("parent", "")) or (parent in known and parent not in self.rows)
        }
        self.rows = {code: row for code, row in self.rows.items() if code not in free}
        return list(free.values())

    def refuse_the_rest(self) -> None:
        """Refuse rows whose parent is nowhere, was refused, or leads back to them."""
        for number, cells in self.rows.values():
            parent = cells["parent"]
            if parent in self.rows:
                code, why = "circle", f"the way up from {parent} leads back, or to a row that was refused"
            elif parent in self.refused:
                code, why = "parent_refused", f"row {self.refused[parent]}, to which it belongs, was refused"
            else:
                code, why = "unknown_parent", "neither the file nor the company has this code"
            self._report.refuse(Line(number, "parent", parent, code, why))


def _took(model: type[Place], number: int, cells: Cells, actor: Actor, report: Report) -> bool:
    try:
        with transaction.atomic():
            outcome, lost = _take(model, cells, actor)
    except Refusal as refusal:
        column = {"parent": "parent", "id": "code"}.get(refusal.field, refusal.field)
        code = "bad_parent" if column == "parent" else "refused"
        report.refuse(Unfit(column, cells.get(column, ""), code, str(refusal)).at(number))
        return False
    report.count(outcome)
    if lost:
        reason = f"{lost} people with roles above its old place reach it no more"
        report.note(Line(number, "parent", cells["parent"], "reach", reason))
    return True


def _take(model: type[Place], cells: Cells, actor: Actor) -> tuple[str, int]:
    """Make or change one place; return what became of it, and how many people reach it no more."""
    rows: QuerySet[Place] = model.objects.all()
    row = rows.filter(code=cells["code"]).first()
    parent = rows.filter(code=cells["parent"]).first() if cells.get("parent") else None
    said = {name: text for name, text in _described(model, cells).items() if text}
    if row is None:
        create_place(model, actor=actor, code=cells["code"], parent_id=parent.pk if parent else None, **said)
        return "created", 0
    if row.archived_at is not None:
        raise Archived("it was put away: take it back first", field="code")
    changes = {name: text for name, text in said.items() if getattr(row, name) != text}
    if changes or getattr(row, "is_mapped", True) is False:
        row = update_place(model, actor=actor, place_id=row.pk, revision=row.revision, changes=changes)
        outcome = "changed"
    else:
        outcome = "unchanged"
    if parent is None or row.parent_id == parent.pk:
        return outcome, 0
    reached = _reached_by(row)
    row = move_place(model, actor=actor, place_id=row.pk, parent_id=parent.pk, revision=row.revision)
    return "changed", len(reached - _reached_by(row))


class Archived(Refusal):
    """A place that was put away is not changed by a file."""


def _described(model: type[Place], cells: Cells) -> Cells:
    if model is Unit:
        return {name: cells.get(name, "") for name in ("name", "kind")}
    name = cells.get("name", "")
    tongue = "name_en" if name.isascii() else "name_zh"
    return {"name_zh": cells.get("name_zh", ""), "name_en": cells.get("name_en", "")} | ({tongue: name} if name else {})


def _reached_by(row: Place) -> set[UUID]:
    """Return the people whose roles at units reach a unit."""
    at: Place | None = row
    above: list[UUID] = []
    while isinstance(at, Unit) and at.pk not in above:
        above.append(at.pk)
        at = at.parent
    return set(Membership.objects.filter(unit_id__in=above).values_list("user_id", flat=True))
