"""Departments and units: made, described, moved in their tree, and put away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.members.models import Department, Unit
from tenants.members.services.granting import advance

type Place = Department | Unit

DEEPEST = 20


class UnknownPlace(Refusal):
    """No department, or no unit, has this id."""


class BadPlace(Refusal):
    """A department or unit cannot be as asked."""


class BadParent(Refusal):
    """A tree would turn back into itself, be too deep, or hang on something that was put away."""


class StillInUse(Refusal):
    """What has others below it cannot be put away."""


@transaction.atomic
def create_place[P: Place](
    kind: type[P], /, *, actor: Actor, code: str, parent_id: UUID | None = None, **described: str
) -> P:
    """Make a department or unit. Raises BadPlace for a code that is empty, too long or taken, BadParent."""
    row = kind(code=code.strip(), **described)
    row.parent_id = _parent(kind, parent_id).pk if parent_id else None
    _check(row)
    row.save(force_insert=True)
    record(actor=actor, action=f"{_entity(row)}.created", subject=_subject(row), after=_told(row))
    return row


@transaction.atomic
def update_place[P: Place](
    kind: type[P], /, *, actor: Actor, place_id: UUID, revision: int, changes: Mapping[str, str]
) -> P:
    """Describe a department or unit anew; a unit whose code came with facts becomes a described one.

    Raises UnknownPlace, BadPlace, Conflict.
    """
    row = _found(kind, place_id)
    before = _told(row)
    for name, value in changes.items():
        setattr(row, name, value)
    if isinstance(row, Unit):
        row.is_mapped = True
    _check(row)
    described = [*changes, *(["is_mapped"] if isinstance(row, Unit) else [])]
    return _changed(row, actor=actor, action="updated", revision=revision, names=described, before=before)


@transaction.atomic
def move_place[P: Place](kind: type[P], /, *, actor: Actor, place_id: UUID, parent_id: UUID | None, revision: int) -> P:
    """Hang a department or unit, with all below it, under another one, or at the top.

    Raises UnknownPlace, BadParent, Conflict.
    """
    above = dict(kind.objects.select_for_update().order_by("pk").values_list("pk", "parent_id"))
    row = _found(kind, place_id)
    before = _told(row)
    if parent_id is not None:
        _require_no_circle(above, child=place_id, parent=_parent(kind, parent_id).pk)
    row.parent_id = parent_id
    return _changed(row, actor=actor, action="moved", revision=revision, names=["parent_id"], before=before)


@transaction.atomic
def archive_place[P: Place](
    kind: type[P], /, *, actor: Actor, place_id: UUID, revision: int, as_of: datetime | None
) -> P:
    """Put a department or unit away, or take it back when `as_of` is None; facts that name it stay as they are.

    Raises UnknownPlace, StillInUse, BadParent, Conflict.
    """
    row = _found(kind, place_id)
    before = _told(row)
    if as_of is not None and kind.objects.filter(parent_id=place_id, archived_at=None).exists():
        raise StillInUse(_("others hang below it: move or archive them first"), field="id")
    if as_of is None and row.parent_id is not None:
        _parent(kind, row.parent_id)
    row.archived_at = as_of
    action = "restored" if as_of is None else "archived"
    return _changed(row, actor=actor, action=action, revision=revision, names=["archived_at"], before=before)


def _changed[P: Place](
    row: P, *, actor: Actor, action: str, revision: int, names: list[str], before: dict[str, object]
) -> P:
    advance(row, revision=revision, changed=names)
    record(actor=actor, action=f"{_entity(row)}.{action}", subject=_subject(row), before=before, after=_told(row))
    return row


def _found[P: Place](kind: type[P], place_id: UUID) -> P:
    row: P | None = kind.objects.filter(pk=place_id).first()
    if row is None:
        raise UnknownPlace(_("nothing of this kind has this id"), field="id")
    return row


def _parent[P: Place](kind: type[P], parent_id: UUID) -> P:
    row: P | None = kind.objects.filter(pk=parent_id, archived_at=None).first()
    if row is None:
        raise BadParent(_("nothing of this kind that is in use has this id"), field="parent")
    return row


def _require_no_circle(above: Mapping[UUID, UUID | None], *, child: UUID, parent: UUID) -> None:
    at: UUID | None = parent
    for _level in range(DEEPEST):
        if at == child:
            raise BadParent(_("it cannot hang below itself"), field="parent")
        if at is None:
            return
        at = above.get(at)
    raise BadParent(_("a tree is at most %(most)s levels deep") % {"most": DEEPEST}, field="parent")


def _check(row: Place) -> None:
    """Raise BadPlace with everything that the table's own rules say against a row."""
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise BadPlace(" ".join(messages), field=name) from error


def _entity(row: Place) -> str:
    return type(row).__name__.lower()


def _subject(row: Place) -> Subject:
    return Subject(kind=_entity(row), id=str(row.id), name=row.code)


def _told(row: Place) -> dict[str, object]:
    names = ("code", "name", "kind", "is_mapped", "name_zh", "name_en", "archived_at", "parent_id")
    told: dict[str, Any] = {name: getattr(row, name) for name in names if hasattr(row, name)}
    return told | {"parent_id": str(row.parent_id) if row.parent_id else None}
