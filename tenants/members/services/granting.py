"""Who may hand out which rights: nobody gives, or takes away, more than they hold themselves."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from tenants.access import ROLE_CAPABILITIES, Actor, Conflict, Refusal
from tenants.members.models import Department, Membership, Role, Unit, User


class NotYoursToGive(Refusal):
    """Somebody would hand out, or take away, rights that they lack."""


class LastOwner(Refusal):
    """A company would be left without an owner who can sign in."""


class UnknownMember(Refusal):
    """Nobody of the company has this id."""


class UnknownUnit(Refusal):
    """No unit that is in use has this id."""


class UnknownRole(Refusal):
    """No role has this code, or not in a unit."""


def require_holding(actor: Actor, capabilities: Iterable[str], *, field: str = "") -> None:
    """Raise NotYoursToGive unless the actor holds all of the capabilities, in the whole company."""
    lacking = sorted(set(map(str, capabilities)) - set(actor.capabilities))
    if lacking:
        raise NotYoursToGive(
            _("this takes rights that you lack: %(scopes)s") % {"scopes": ", ".join(lacking)}, field=field
        )
    if actor.units is not None:
        raise NotYoursToGive(_("your own rights end at some units: ask somebody of the whole company"), field=field)


def member_of(member_id: UUID, *, field: str = "id") -> User:
    """Return a person, locked until the end of the transaction. Raises UnknownMember."""
    found: User | None = User.objects.select_for_update().filter(pk=member_id).first()
    if found is None:
        raise UnknownMember(_("nobody here has this id"), field=field)
    return found


def role_of(code: str, *, in_unit: bool, field: str = "role") -> Role:
    """Return the role with a code. Raises UnknownRole; owners own the whole company, never a unit of it."""
    if code not in ROLE_CAPABILITIES:
        raise UnknownRole(
            _("use one of the roles %(roles)s") % {"roles": ", ".join(sorted(ROLE_CAPABILITIES))}, field=field
        )
    if code == "owner" and in_unit:
        raise UnknownRole(_("an owner owns the whole company: choose another role for a unit"), field=field)
    found: Role = Role.objects.get(code=code)
    return found


def unit_of(unit_id: UUID | None, *, field: str = "unit") -> Unit | None:
    """Return a unit in use, None for the whole company. Raises UnknownUnit."""
    if unit_id is None:
        return None
    found: Unit | None = Unit.objects.filter(pk=unit_id, archived_at=None).first()
    if found is None:
        raise UnknownUnit(_("no unit in use has this id"), field=field)
    return found


def hold_owners() -> None:
    """Let nobody else change who the owners are until the end of the transaction."""
    Role.objects.select_for_update().get(code="owner")


def require_an_owner() -> None:
    """Raise LastOwner when nobody who may sign in owns the company any more. Call `hold_owners` before the change."""
    if not Membership.objects.filter(role__code="owner", unit=None, user__is_active=True).exists():
        raise LastOwner(_("a company needs an owner: make somebody else one first"))


def advance(row: Department | Unit, *, revision: int, changed: list[str]) -> None:
    """Write changed fields of a row, if nobody was quicker. Raises Conflict."""
    values = {name: getattr(row, name) for name in changed}
    table = type(row).objects.filter(pk=row.pk, revision=revision)
    if not table.update(**values, revision=F("revision") + 1):
        raise Conflict(_("somebody else changed this since you read it: read it again"), field="revision")
    row.refresh_from_db()
