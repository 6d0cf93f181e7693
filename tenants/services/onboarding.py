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
from tenants.services.steps import STEPS, Onboarded, SetUp

__all__ = ["BadCompany", "Onboarded", "begin_company", "create_company", "ensure_operator", "go_on", "resume_set_ups"]

_FIXED = ("name", "industry", "currency", "timezone", "locale", "plan")
# A set-up takes less than a second: one that noted nothing for so long was cut off.
CUT_OFF_AFTER = timedelta(minutes=1)
# Demonstration data takes a minute on a busy machine, in which no step is noted.
DEMO_CUT_OFF_AFTER = timedelta(minutes=30)


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


def begin_company(
    *,
    slug: str,
    name: str,
    currency: str,
    timezone: str,
    locale: str,
    industry: str,
    plan: str,
    admin_email: str,
    origin: str,
    with_demo: bool,
    by: str,
) -> Onboarded:
    """Check a company that is to be and store its row; `go_on` does the rest, by a worker that is told of it.

    When nobody is told, `resume_set_ups` finds it. Asking again for the same company gives the same run, so that a form
    that was sent twice makes one company. Its first owner gets a link by mail to the host at `origin`. Raises what
    `create_company` raises.
    """
    wanted = wanted_company(
        slug=slug, name=name, industry=industry, currency=currency, timezone=timezone, locale=locale, plan=plan
    )
    asked = ProvisioningRun(slug=slug, origin=origin, with_demo=with_demo, created_at=clock.now())
    return _onboard(wanted, admin_email=admin_email, admin_password=None, by=by, asked=asked)


def go_on(*, slug: str) -> ProvisioningRun | None:
    """Go on with the newest set-up of a company where it was cut off or has failed; return it.

    Nothing is done when it is over, or when not even the company's row was made.
    """
    with from_outside(), named_lock(f"company {slug}"):
        run, company = _last_run(slug), Tenant.objects.filter(slug=slug).first()
        if run is None or company is None or run.state == ProvisioningRun.State.DONE or not _may_go_on(company):
            return run
        SetUp(run=run, company=company, admin_password=None).go(check=lambda: None)
    forget_hosts()
    return run


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
        elif company is not None and run.with_demo and _may_go_on(company):
            if run.finished_at < clock.now() - DEMO_CUT_OFF_AFTER:
                done.append(Onboarded(company, created=False, seconds=0.0, run=go_on(slug=run.slug)))
        else:
            run.state, run.error = ProvisioningRun.State.FAILED, "cut off: ask for it again"
            run.save()
    return done


def _may_go_on(company: Tenant) -> bool:
    open_states = {Tenant.Status.PROVISIONING, Tenant.Status.ACTIVE}
    return company.kind == Tenant.Kind.COMPANY and company.status in open_states


def _onboard(
    wanted: Tenant,
    *,
    admin_email: str,
    admin_password: str | None,
    by: str,
    asked: ProvisioningRun | None = None,
) -> Onboarded:
    """Make a company ready; with a run that is `asked` for, begin it only."""
    started = time.perf_counter()
    with from_outside(), named_lock(f"company {wanted.slug}"):
        found = Tenant.objects.filter(slug=wanted.slug).first()
        if found:
            _refuse_other_values(found, wanted)
            _refuse_other_run(_last_run(found.slug), asked, admin_email)
        if found and asked:
            return Onboarded(found, created=False, seconds=time.perf_counter() - started, run=_last_run(found.slug))
        if found and found.status != Tenant.Status.PROVISIONING:
            with company_context(found), transaction.atomic():
                ensure_owner(email=admin_email, password=admin_password)
            return Onboarded(found, created=False, seconds=time.perf_counter() - started, run=_last_run(found.slug))
        run = _last_run(wanted.slug) if found else None
        if run is None or run.state == ProvisioningRun.State.DONE:
            run = asked or ProvisioningRun(slug=wanted.slug, created_at=clock.now())
        run.admin_email, run.requested_by = admin_email or run.admin_email, by[:255] or run.requested_by
        set_up = SetUp(run=run, company=found or wanted, admin_password=admin_password)
        set_up.go(check=lambda: _require_address(admin_email), until=STEPS[0] if asked else "")
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


def _refuse_other_run(last: ProvisioningRun | None, asked: ProvisioningRun | None, admin_email: str) -> None:
    """Refuse to begin a company that is there unless it was begun in the same way: then a form was sent twice."""
    if asked is None:
        return
    if last is None or (last.admin_email, last.with_demo) != (admin_email, asked.with_demo):
        raise BadCompany(f"company {asked.slug} exists already")
