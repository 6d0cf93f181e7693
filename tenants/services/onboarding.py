"""Set up a company: its rows, its schema, its starting journeys and its first owner."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.module_loading import import_string

from tenants.access import Refusal, company_context
from tenants.members.services import ensure_owner, ensure_roles
from tenants.models.provisioning import ProvisioningRun, RecordedDdl
from tenants.models.tenant import OPERATOR_SLUG, Domain, Tenant, schema_of, validate_slug
from tenants.selectors import forget_hosts
from tenants.services.locks import named_lock
from tenants.services.outside import from_outside
from tenants.services.recording import recorded_ddl
from tenants.services.replay import migrate_here, replay_here

_FIXED = ("name", "industry", "currency", "timezone", "locale")


class BadCompany(Refusal):
    """A company cannot be set up as asked; the message says which value is wrong."""


@dataclass(frozen=True)
class Onboarded:
    """A company that is ready, whether it was made now, and the wall seconds that took."""

    company: Tenant
    created: bool
    seconds: float


def create_company(
    *,
    slug: str,
    name: str,
    currency: str,
    timezone: str,
    locale: str,
    industry: str = "none",
    admin_email: str = "",
    admin_password: str | None = None,
) -> Onboarded:
    """Make a company ready to use; asking again for the same company changes nothing.

    Tables, the industry's starting point and the owner come in one transaction, so a set-up that is cut off leaves
    nothing behind. Only when some migration works on data is it several, and asking again goes on where it stopped.

    Raises BadCompany when a value is wrong or the slug belongs to a company with other values.
    """
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise BadCompany("; ".join(error.messages)) from None
    wanted = Tenant(
        slug=slug,
        schema_name=schema_of(slug),
        name=name,
        industry=industry,
        currency=currency,
        timezone=timezone,
        locale=locale,
    )
    host = f"{slug}.{getattr(settings, 'BASE_HOST', 'localhost')}"
    return _onboard(wanted, host=host, admin_email=admin_email, admin_password=admin_password)


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
    host = str(getattr(settings, "BASE_HOST", "localhost"))
    return _onboard(wanted, host=host, admin_email="", admin_password=None)


def _onboard(wanted: Tenant, *, host: str, admin_email: str, admin_password: str | None) -> Onboarded:
    started = time.perf_counter()
    with from_outside(), named_lock(f"company {wanted.slug}"):
        found = Tenant.objects.filter(slug=wanted.slug).first()
        if found:
            _refuse_other_values(found, wanted)
        if found and found.status != Tenant.Status.PROVISIONING:
            with transaction.atomic(), company_context(found):
                ensure_owner(email=admin_email, password=admin_password)
            return Onboarded(found, created=False, seconds=time.perf_counter() - started)
        company = _set_up(found or wanted, host=host, admin_email=admin_email, admin_password=admin_password)
    forget_hosts()
    return Onboarded(company, created=True, seconds=time.perf_counter() - started)


def _refuse_other_values(found: Tenant, wanted: Tenant) -> None:
    if found.status == Tenant.Status.DELETING:
        raise BadCompany(f"company {found.slug} is being deleted")
    for field in _FIXED:
        have, want = getattr(found, field), getattr(wanted, field)
        if have != want:
            raise BadCompany(f"company {found.slug} exists already with {field} {have!r}, not {want!r}")


def _set_up(company: Tenant, *, host: str, admin_email: str, admin_password: str | None) -> Tenant:
    ddl = recorded_ddl() if company._state.adding else None  # noqa: SLF001 - Django's documented way to ask
    with _noted(company.slug, ProvisioningRun.Method.RECORDED if ddl else ProvisioningRun.Method.MIGRATED):
        if ddl is None:
            _build_by_migrations(company, host=host)
            with transaction.atomic():
                return _furnish(company, admin_email=admin_email, admin_password=admin_password)
        with transaction.atomic():
            _add(company, host=host)
            _build_by_replay(company, ddl)
            return _furnish(company, admin_email=admin_email, admin_password=admin_password)


@contextmanager
def _noted(slug: str, method: ProvisioningRun.Method) -> Iterator[None]:
    """Keep a row about a set-up, also when it fails: the row is written after its transaction."""
    started = time.perf_counter()
    outcome: dict[str, Any] = {"state": ProvisioningRun.State.DONE}
    try:
        yield
    except Exception as error:
        outcome = {"state": ProvisioningRun.State.FAILED, "error": f"{type(error).__name__}: {error}"[:2000]}
        raise
    finally:
        ProvisioningRun.objects.create(slug=slug, method=method, seconds=time.perf_counter() - started, **outcome)


def _add(company: Tenant, *, host: str) -> None:
    try:
        company.full_clean()
    except ValidationError as error:
        raise BadCompany(
            "; ".join(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
        ) from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [company.schema_name])
        if cursor.fetchone():
            raise BadCompany(f"schema {company.schema_name} exists without a company: `tenant doctor` says more")
        cursor.execute(f'CREATE SCHEMA "{company.schema_name}"')
    company.save()
    Domain.objects.create(domain=host, tenant=company)


def _build_by_replay(company: Tenant, ddl: RecordedDdl) -> None:
    with company_context(company):
        replay_here(statements=ddl.statements, migrations=[(app, name) for app, name in ddl.migrations])


def _build_by_migrations(company: Tenant, *, host: str) -> None:
    if company._state.adding:  # noqa: SLF001 - Django's documented way to ask
        with transaction.atomic():
            _add(company, host=host)
    with company_context(company):
        migrate_here()


def _furnish(company: Tenant, *, admin_email: str, admin_password: str | None) -> Tenant:
    with company_context(company):
        ensure_roles()
        ensure_owner(email=admin_email, password=admin_password)
        if company.kind == Tenant.Kind.COMPANY:
            for path in settings.TENANT_SETUP_STEPS:
                import_string(path)(company=company, industry=company.industry, locale=company.locale)
    company.status = Tenant.Status.ACTIVE
    company.save(update_fields=["status"])
    return company
