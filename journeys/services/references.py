"""From the codes by which people name things to the rows that they stand for."""

from django.utils.translation import gettext as _

from journeys.models import Channel, Journey, Touchpoint
from tenants.access import Refusal
from tenants.members.models import Department
from tenants.models.company_model import CompanyModel


class UnknownJourney(Refusal):
    """There is no such journey."""


class UnknownTouchpoint(Refusal):
    """There is no such touchpoint."""


class UnknownChannel(Refusal):
    """There is no such channel."""


class UnknownDepartment(Refusal):
    """There is no such department."""


def journey_named(code: str | None, *, field: str) -> Journey | None:
    """Return the journey of a code, None for None. Raises UnknownJourney."""
    return _named(Journey, code, UnknownJourney, field)


def touchpoint_named(code: str | None, *, field: str) -> Touchpoint | None:
    """Return the touchpoint of a code, None for None. Raises UnknownTouchpoint."""
    return _named(Touchpoint, code, UnknownTouchpoint, field)


def channel_named(code: str | None, *, field: str) -> Channel | None:
    """Return the channel of a code, None for None. Raises UnknownChannel."""
    return _named(Channel, code, UnknownChannel, field)


def department_named(code: str | None, *, field: str) -> Department | None:
    """Return the department of a code, None for None. Raises UnknownDepartment."""
    return _named(Department, code, UnknownDepartment, field)


def _named[Row: CompanyModel](rows: type[Row], code: str | None, unknown: type[Refusal], field: str) -> Row | None:
    if code is None:
        return None
    row: Row | None = rows.objects.filter(code=code).first()
    if row is None:
        raise unknown(_("Nothing has the code %(code)s.") % {"code": repr(code[:40])}, field=field)
    return row
