"""The first rows of a company: its values checked, its schema and its host made."""

from django.core.exceptions import ValidationError
from django.db import connection

from tenants.access import FIRST_DATABASE, Refusal
from tenants.backend.routing import databases
from tenants.models.plan import Plan
from tenants.models.tenant import Domain, Tenant, schema_of, validate_slug
from tenants.selectors.companies import base_host
from tenants.services.places import exists


class BadCompany(Refusal):
    """A company cannot be set up as asked; the message says which value is wrong."""


def wanted_company(
    *,
    slug: str,
    name: str,
    currency: str,
    timezone: str,
    locale: str,
    industry: str = Tenant.Industry.NONE,
    plan: str = Plan.STANDARD,
    database: str = "",
) -> Tenant:
    """Return the row of a company that is to be, not stored yet; it lives in the first database unless one is named.

    Raises BadCompany for a slug that cannot be one, and for a database that this installation does not know.
    """
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise BadCompany("; ".join(error.messages)) from None
    if database and database not in databases():
        raise BadCompany(f"no database has the alias {database!r}: there are {', '.join(databases())}")
    return Tenant(
        slug=slug,
        schema_name=schema_of(slug),
        name=name,
        industry=industry,
        currency=currency,
        timezone=timezone,
        locale=locale,
        plan=plan,
        database=database or FIRST_DATABASE,
    )


def found_company(company: Tenant) -> None:
    """Store the row of a company and its host, and make its empty schema. Raises BadCompany for a wrong value.

    In another database than the first nothing is made yet: no transaction reaches both, so what is built there is built
    anew until it is noted as done.
    """
    try:
        company.full_clean()
    except ValidationError as error:
        raise BadCompany(
            "; ".join(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
        ) from None
    if exists(company):
        raise BadCompany(f"schema {company.schema_name} exists without a company: `tenant doctor` says more")
    if company.database == FIRST_DATABASE:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE SCHEMA "{company.schema_name}"')
    company.save()
    Domain.objects.create(domain=_host_of(company), tenant=company)


def _host_of(company: Tenant) -> str:
    base = base_host()
    return base if company.kind == Tenant.Kind.OPERATOR else f"{company.slug}.{base}"
