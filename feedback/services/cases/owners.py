"""Who can have a case: people and departments of the company, by the names people give them."""

from django.utils.translation import gettext as _

from tenants.access import Refusal
from tenants.members.models import Department, User


class UnknownOwner(Refusal):
    """Nobody who may sign in has that address."""


class UnknownTeam(Refusal):
    """There is no such department in use."""


def person_of(email: str | None, *, field: str) -> User | None:
    """Return the person with an e-mail address, None for None. Raises UnknownOwner."""
    if email is None:
        return None
    person: User | None = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise UnknownOwner(_("Nobody here has that address."), field=field)
    return person


def department_of(code: str | None, *, field: str) -> Department | None:
    """Return the department with a code, None for None. Raises UnknownTeam."""
    if code is None:
        return None
    found: Department | None = Department.objects.filter(code=code, archived_at=None).first()
    if found is None:
        raise UnknownTeam(_("Nothing has the code %(code)s.") % {"code": repr(code[:40])}, field=field)
    return found
