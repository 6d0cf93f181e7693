"""Codes that came with facts and that nobody has described yet, asked of many companies in one query."""

from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from tenants.backend.routing import outside_in
from tenants.models.tenant import Tenant
from tenants.selectors.placed import by_database

WHAT_TO_DO = "describe them, map them onto touchpoints that stand for them, or archive them"


@dataclass(frozen=True)
class Note:
    """Something about a company that waits for people, although nothing is wrong."""

    company: str
    note: str
    detail: str


def unmapped_codes(tenants: Collection[Tenant]) -> list[Note]:
    """Return a note for each company with codes in use that are not mapped: how many of what, and what to do.

    Asks every table that tells mapped codes from others, whichever app it belongs to; companies must have them all.
    """
    counted: dict[str, list[str]] = {tenant.schema_name: [] for tenant in tenants}
    coded = _coded()
    for database, here in by_database(tenants).items() if coded else ():
        with outside_in(database), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(_question(one.schema_name, model) for one in here for model in coded))
            for schema, kind, count in cursor.fetchall():
                counted[schema] += [f"{kind} {count}"] if count else []
    return [
        Note(tenant.slug, "unmapped codes", f"{', '.join(sorted(found))}: {WHAT_TO_DO}")
        for tenant in tenants
        if (found := counted[tenant.schema_name])
    ]


def unmapped_shares(tenants: Collection[Tenant]) -> dict[str, tuple[int, int]]:
    """Return by slug how many of how many codes in use nobody has described; companies of one database, with tables."""
    coded = _coded()
    shares = {tenant.schema_name: (0, 0) for tenant in tenants}
    if tenants and coded:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(_share(one.schema_name, model) for one in tenants for model in coded))
            for schema, unmapped, every in cursor.fetchall():
                before = shares[schema]
                shares[schema] = (before[0] + unmapped, before[1] + every)
    return {tenant.slug: shares[tenant.schema_name] for tenant in tenants}


def _coded() -> list[type[models.Model]]:
    configs = [config for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]
    return [model for config in configs for model in config.get_models() if "is_mapped" in _columns(model)]


def _question(schema: str, model: type[models.Model]) -> str:
    quote, meta = connection.ops.quote_name, model._meta  # noqa: SLF001 - Django's API
    in_use = " AND archived_at IS NULL" if "archived_at" in _columns(model) else ""
    table = f"{quote(schema)}.{quote(meta.db_table)}"
    return f"SELECT '{schema}', '{meta.verbose_name_plural}', count(*) FROM {table} WHERE NOT is_mapped{in_use}"  # noqa: S608 - names of our own


def _share(schema: str, model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    in_use = " WHERE archived_at IS NULL" if "archived_at" in _columns(model) else ""
    table = f"{quote(schema)}.{quote(model._meta.db_table)}"  # noqa: SLF001 - Django's API
    return f"SELECT '{schema}', count(*) FILTER (WHERE NOT is_mapped), count(*) FROM {table}{in_use}"  # noqa: S608 - names of our own


def _columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}  # noqa: SLF001 - Django's API
