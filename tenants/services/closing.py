"""Remove a company and everything it owns."""

import shutil

from django.db import connection, transaction

from tenants.access import Refusal
from tenants.models.tenant import Domain, Tenant, schema_of
from tenants.selectors import forget_hosts
from tenants.selectors.files import company_folder
from tenants.services.locks import named_lock
from tenants.services.outside import from_outside


class CannotDelete(Refusal):
    """The company may not be deleted."""


def delete_company(*, company: Tenant) -> None:
    """Drop the company's schema with all its tables, its rows and then its files: nobody else's.

    The database part is one transaction. A later company of the same name must not find the files of this one.
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
        folder = company_folder(company.schema_name)
        if folder.exists():  # last, so that a failure here leaves the company to be deleted again
            shutil.rmtree(folder)
    forget_hosts()
