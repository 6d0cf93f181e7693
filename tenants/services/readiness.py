"""What is still to be done before a company can work with its figures: never what its customers said."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from tenants.access import company_context
from tenants.members.models import ApiKey, User
from tenants.models.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the list: its code, whether it is met, and the measure in words."""

    code: str
    is_met: bool
    detail: str


def readiness_of(company: Tenant) -> list[Check]:
    """Return the list of a company: our own points, then those of the other apps (setting READINESS_CHECKS)."""
    with company_context(company):
        found = [_admin_signed_in(), _key_used()]
        for path in settings.READINESS_CHECKS:
            found += [Check(code, is_met, detail) for code, is_met, detail in import_string(path)()]
    return found


def _admin_signed_in() -> Check:
    owners = User.objects.filter(memberships__role__code="owner").distinct()
    here = owners.filter(last_login__isnull=False).count()
    return Check("admin_signed_in", here > 0, f"{here} of {owners.count()} owners have signed in")


def _key_used() -> Check:
    used = ApiKey.objects.filter(last_used_at__isnull=False).count()
    return Check("api_key_used", used > 0, f"{used} API keys have been used")
