"""Remove a company and everything it owns, and leave a proof of that."""

import hashlib
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tenants.access import COMMAND, SYSTEM, Actor, Refusal, company_context
from tenants.backend.routing import own_transaction
from tenants.hooks.services import ring
from tenants.models.certificate import DeletionCertificate
from tenants.models.tenant import Domain, Tenant, schema_of
from tenants.selectors import forget_hosts
from tenants.selectors.checksums import checksums
from tenants.selectors.files import company_folder
from tenants.services.certificates import certify
from tenants.services.locks import named_lock
from tenants.services.moving import drop_copies
from tenants.services.outside import from_outside
from tenants.services.places import End, drop
from tenants.services.telling import tell


class CannotDelete(Refusal):
    """The company may not be deleted."""


def delete_company(*, company: Tenant, actor: Actor = COMMAND) -> DeletionCertificate:
    """Drop the company's schema with all its tables, its rows, keys in Valkey and files: nobody else's.

    First nobody is let in any more and no worker begins anything. The rest is one transaction, with the certificate
    that says what there was; it may be asked for again when it was cut off. A later company of the same name must not
    find the files of this one. Raises FromWithinCompany, and CannotDelete for the operator or when the row names a
    schema not its own.
    """
    if company.kind != Tenant.Kind.COMPANY:
        raise CannotDelete("the operator's own schema cannot be deleted")
    if company.schema_name != schema_of(company.slug):
        raise CannotDelete(f"company {company.slug} names schema {company.schema_name}, which is not its own")
    with from_outside(), named_lock(f"company {company.slug}"):
        Tenant.objects.filter(pk=company.pk).update(status=Tenant.Status.DELETING)
        forget_hosts()
        ring(company.schema_name)
        with transaction.atomic():
            certificate = certify(slug=company.slug, document=_what_there_is(company, actor))
            _drop(company)
            tell(company=company, actor=actor, action="tenant.deleted", is_gone=True)
            forget_keys(company.schema_name)
            folder = company_folder(company.schema_name)
            if folder.exists():  # last, so that a failure here leaves the company to be deleted again
                shutil.rmtree(folder)
    forget_hosts()
    return certificate


def delete_due(*, now: datetime) -> list[DeletionCertificate]:
    """Delete the companies that have cooled down, and those whose deletion was cut off."""
    due = Tenant.objects.filter(kind=Tenant.Kind.COMPANY)
    cooled = list(due.filter(status=Tenant.Status.CLOSING, closes_at__lte=now))
    cut_off = list(due.filter(status=Tenant.Status.DELETING))
    return [delete_company(company=company, actor=SYSTEM) for company in [*cooled, *cut_off]]


def _what_there_is(company: Tenant, actor: Actor) -> dict[str, Any]:
    with company_context(company), own_transaction(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        tables = checksums(company)
    return {
        "tenant": {"id": str(company.id), "slug": company.slug, "schema": company.schema_name},
        "hosts": sorted(Domain.objects.filter(tenant=company).values_list("domain", flat=True)),
        "reason": company.status_reason,
        "created_at": company.created_at.isoformat(),
        "deleted_at": timezone.now().isoformat(),
        "deleted_by": f"{actor.kind}:{actor.name}",
        "rows": sum(one.rows for one in tables.values()),
        "tables": {name: {"rows": one.rows, "checksum": one.checksum} for name, one in tables.items()},
        "files": _files_of(company_folder(company.schema_name)),
    }


def _files_of(folder: Path) -> dict[str, Any]:
    """Return how many files there are, how big, and a checksum of their names, which may be a person's, and sizes."""
    found = sorted((str(path.relative_to(folder)), path.stat().st_size) for path in folder.rglob("*") if path.is_file())
    return {
        "count": len(found),
        "bytes": sum(size for _, size in found),
        "sha256": hashlib.sha256(repr(found).encode()).hexdigest(),
    }


def _drop(company: Tenant) -> None:
    drop_copies(company)
    drop(End(company.schema_name, company.database))
    Domain.objects.filter(tenant=company).delete()
    Tenant.objects.filter(pk=company.pk).delete()


def forget_keys(schema: str) -> int:
    """Remove every key of a company from Valkey: all begin with its schema (`tenants.access.cache_key`).

    Raises CannotDelete when Valkey does not answer: a deletion that cannot be finished is not begun.
    """
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=30, socket_connect_timeout=5) as client:
            found = list(client.scan_iter(match=f"{schema}:*", count=10_000))
            for start in range(0, len(found), 1000):
                client.unlink(*found[start : start + 1000])
            return len(found)
    except redis.RedisError as error:
        raise CannotDelete(f"Valkey does not answer ({error}): nothing was deleted, ask again later") from error
