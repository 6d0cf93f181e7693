"""What the schemas of all companies contain, asked in a few queries however many there are."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tenants.backend.routing import databases, outside_in
from tenants.models.move import CompanyMove
from tenants.models.tenant import Domain, Tenant, schema_of
from tenants.selectors.placed import by_database

Key = tuple[str, str]


@dataclass(frozen=True)
class Fault:
    """Something that is not as it should be with a company, or with a schema that belongs to none."""

    company: str
    fault: str
    detail: str


def tables_by_schema() -> dict[str, frozenset[str]]:
    """Return the tables of every schema of this database that is not PostgreSQL's own; schemas without tables too."""
    found: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_namespace n"
            " LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')"
            " WHERE n.nspname !~ '^(pg_|information_schema$)'"
        )
        for schema, table in cursor.fetchall():
            found[schema] |= {table} - {None}
    return {schema: frozenset(tables) for schema, tables in found.items()}


def applied_by_schema(schemas: list[str]) -> dict[str, frozenset[Key]]:
    """Return the migrations noted as applied in each schema, in one query. Each must have the table of notes."""
    if not schemas:
        return {}
    quote = connection.ops.quote_name
    question = " UNION ALL ".join(f"SELECT %s, app, name FROM {quote(name)}.django_migrations" for name in schemas)  # noqa: S608 - quoted names
    found: dict[str, set[Key]] = {schema: set() for schema in schemas}
    with connection.cursor() as cursor:
        cursor.execute(question, schemas)
        for schema, app, name in cursor.fetchall():
            found[schema].add((app, name))
    return {schema: frozenset(keys) for schema, keys in found.items()}


def missing_migrations(applied: frozenset[Key]) -> list[Key]:
    """Return the migrations of this code that are not among those applied, sorted."""
    nodes = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    return sorted(
        key
        for key, migration in nodes.items()
        if key not in applied and not (migration.replaces and applied.issuperset(migration.replaces))
    )


def unknown_migrations(applied: frozenset[Key]) -> list[Key]:
    """Return the migrations among those applied that this code does not have, sorted: a newer version made them."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return sorted(applied - set(loader.disk_migrations) - replaced)


def company_tables() -> frozenset[str]:
    """Return the names of the tables that every company's schema has."""
    configs = [config for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]
    models = [model for config in configs for model in config.get_models(include_auto_created=True)]
    managed = [model for model in models if model._meta.managed and not model._meta.proxy]  # noqa: SLF001 - Django's API
    return frozenset(model._meta.db_table for model in managed) | {"django_migrations"}  # noqa: SLF001 - Django's API


def faults(*, only: Tenant | None = None) -> list[Fault]:
    """Return what is wrong with one company, or with all and with schemas that belong to none."""
    tenants = [only] if only else list(Tenant.objects.order_by("slug"))
    hosts = set(Domain.objects.values_list("tenant__slug", flat=True))
    placed = by_database(tenants)
    known = databases()
    found = [
        Fault(one.slug, "no database", f"{alias}: set DATABASE_URL_{alias.upper()}")
        for alias, here in placed.items()
        for one in here
        if alias not in known
    ]
    for alias in known:
        here = placed.get(alias, [])
        with outside_in(alias):
            tables = tables_by_schema()
            applied = applied_by_schema([t.schema_name for t in here if has_notes(tables, t)])
        for one in here:
            found += _faults_of(one, tables.get(one.schema_name), applied.get(one.schema_name, frozenset()), hosts)
        if only is None:
            owned = {tenant.schema_name for tenant in here} | _passing(alias) | {"public"}
            found += [Fault("", "orphaned schema", name) for name in sorted(tables.keys() - owned)]
    return found


def has_notes(tables: dict[str, frozenset[str]], company: Tenant) -> bool:
    """Return whether a company's schema has the table in which Django notes migrations."""
    return "django_migrations" in tables.get(company.schema_name, ())


def _passing(alias: str) -> set[str]:
    """Return the schemas of companies that are coming to a database, or have left it, by a move that is not over."""
    over = [CompanyMove.State.CONFIRMED, CompanyMove.State.GIVEN_UP]
    moves = list(CompanyMove.objects.exclude(state__in=over))
    coming = {schema_of(move.slug) for move in moves if move.target == alias}
    return coming | {move.old_copy for move in moves if move.source == alias}


def _faults_of(tenant: Tenant, tables: frozenset[str] | None, applied: frozenset[Key], hosts: set[str]) -> list[Fault]:
    found: list[Fault] = []
    if tenant.status == Tenant.Status.PROVISIONING:
        found.append(Fault(tenant.slug, "set-up unfinished", "repeat `tenant create` with the same values"))
    if tenant.slug not in hosts:
        found.append(Fault(tenant.slug, "no host", "no domain row names this company"))
    if tables is None:
        return [*found, Fault(tenant.slug, "no schema", tenant.schema_name)]
    pending = missing_migrations(applied)
    if pending:
        names = ", ".join(".".join(key) for key in pending)
        return [*found, Fault(tenant.slug, "migrations missing", f"{names}: run `tenant migrate`")]
    lost = sorted(company_tables() - tables)
    if lost:
        found.append(Fault(tenant.slug, "tables missing", ", ".join(lost)))
    return found
