"""Set up a company: its rows, its schema, its starting journeys, its first owner and its regular work."""

import time
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone as clock

from tenants.access import company_context
from tenants.members.services import BadAccount, ensure_owner
from tenants.models.plan import Plan
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import OPERATOR_SLUG, Tenant
from tenants.selectors import forget_hosts
from tenants.services.founding import BadCompany, wanted_company
from tenants.services.locks import named_lock
from tenants.services.outside import from_outside
from tenants.services.steps import Onboarded, SetUp

__all__ = ["BadCompany", "Onboarded", "create_company", "ensure_operator", "resume_set_ups"]

_FIXED = ("name", "industry", "currency", "timezone", "locale", "plan")
# A set-up takes less than a second: one that noted nothing for so long was cut off.
CUT_OFF_AFTER = timedelta(minutes=1)


def create_company(
    *,
    slug: str,
    name: str,
    currency: str,
    timezone: str,
    locale: str,
    industry: str = "none",
    plan: str = Plan.STANDARD,
    database: str = "",
    admin_email: str = "",
    admin_password: str | None = None,
    by: str = "",
) -> Onboarded:
    """Make a company ready to use, in a database that is named or in the first; asking again changes nothing.

    It goes in steps, each one transaction that is noted in the ProvisioningRun. A set-up that is cut off goes on at
    the step that is not noted, when it is asked for again or when `resume_set_ups` finds it. Values are checked before
    the first step, so a wrong one leaves nothing.

    Raises BadCompany when a value is wrong or the slug belongs to a company with other values, BadAccount for a bad
    address.
    """
    wanted = wanted_company(
        slug=slug, name=name, industry=industry, currency=currency, timezone=timezone, locale=locale, plan=plan,
        database=database,
    )  # fmt: skip
    if database:
        _refuse_other_place(slug, database)
    return _onboard(wanted, admin_email=admin_email, admin_password=admin_password, by=by)


def ensure_operator() -> Onboarded:
    """Make the operator's own schema, which the operator's host uses beside the shared tables."""
    wanted = Tenant(
        slug=OPERATOR_SLUG,
        schema_name=OPERATOR_SLUG,
        name="Operator",
        kind=Tenant.Kind.OPERATOR,
        industry=Tenant.Industry.NONE,
        currency="CNY",
        timezone="UTC",
        locale=Tenant.Locale.EN,
    )
    return _onboard(wanted, admin_email="", admin_password=None, by="")


def resume_set_ups() -> list[Onboarded]:
    """Go on with the set-ups that were cut off; one of which nothing was made yet is noted as failed."""
    silent = ProvisioningRun.objects.filter(
        state=ProvisioningRun.State.RUNNING, finished_at__lt=clock.now() - CUT_OFF_AFTER
    )
    done: list[Onboarded] = []
    for run in silent:
        company = Tenant.objects.filter(slug=run.slug).first()
        if company is not None and company.status == Tenant.Status.PROVISIONING:
            done.append(_onboard(company, admin_email=run.admin_email, admin_password=None, by=run.requested_by))
        else:
            run.state, run.error = ProvisioningRun.State.FAILED, "cut off: ask for it again"
            run.save()
    return done


def _onboard(wanted: Tenant, *, admin_email: str, admin_password: str | None, by: str) -> Onboarded:
    started = time.perf_counter()
    with from_outside(), named_lock(f"company {wanted.slug}"):
        found = Tenant.objects.filter(slug=wanted.slug).first()
        if found:
            _refuse_other_values(found, wanted)
        if found and found.status != Tenant.Status.PROVISIONING:
            with company_context(found), transaction.atomic():
                ensure_owner(email=admin_email, password=admin_password)
            return Onboarded(found, created=False, seconds=time.perf_counter() - started, run=_last_run(found.slug))
        run = _last_run(wanted.slug) if found else None
        if run is None or run.state == ProvisioningRun.State.DONE:
            run = ProvisioningRun(slug=wanted.slug, created_at=clock.now())
        run.admin_email, run.requested_by = admin_email or run.admin_email, by[:255] or run.requested_by
        set_up = SetUp(run=run, company=found or wanted, admin_password=admin_password)
        set_up.go(check=lambda: _require_address(admin_email))
    forget_hosts()
    return Onboarded(set_up.company, created=True, seconds=time.perf_counter() - started, run=run)


def _last_run(slug: str) -> ProvisioningRun | None:
    return ProvisioningRun.objects.filter(slug=slug).order_by("-id").first()


def _require_address(email: str) -> None:
    """Raise BadAccount for an address that will be refused later, when much is made already."""
    try:
        if email:
            validate_email(email.strip().lower())
    except ValidationError:
        raise BadAccount(f"{email!r} is not an e-mail address") from None


def _refuse_other_place(slug: str, database: str) -> None:
    found = Tenant.objects.filter(slug=slug).first()
    if found is not None and found.database != database:
        raise BadCompany(f"company {slug} lives in the database {found.database!r}: `tenant move` takes it elsewhere")


def _refuse_other_values(found: Tenant, wanted: Tenant) -> None:
    if found.status in {Tenant.Status.CLOSING, Tenant.Status.DELETING}:
        raise BadCompany(f"company {found.slug} is {found.status}")
    for field in _FIXED:
        have, want = getattr(found, field), getattr(wanted, field)
        if have != want:
            raise BadCompany(f"company {found.slug} exists already with {field} {have!r}, not {want!r}")
