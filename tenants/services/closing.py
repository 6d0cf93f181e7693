"""Remove a company and everything it owns."""

from django.db import connection, transaction

from tenants.access import Refusal
from tenants.models.tenant import Domain, Tenant, schema_of
from tenants.selectors import forget_hosts
from tenants.services.locks import named_lock
from tenants.services.outside import from_outside


class CannotDelete(Refusal):
    """The company may not be deleted."""


def delete_company(*, company: Tenant) -> None:
    """Drop the company's schema with all its tables, and its rows: one transaction, nobody else's data.

    Raises FromWithinCompany, and CannotDelete for the operator or when the row names a schema not its own.
    """
    if company.kind != Tenant.Kind.COMPANY:
        raise CannotDelete("the operator's own schema cannot be deleted")
    if company.schema_name != schema_of(company.slug):
        raise CannotDelete(f"company {company.slug} names schema {company.schema_name}, which is not its own")
    with from_outside(), named_lock(f"company {company.slug}"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(company.schema_name)} CASCADE")
        Domain.objects.filter(tenant=company).delete()
        Tenant.objects.filter(pk=company.pk).delete()
    forget_hosts()
