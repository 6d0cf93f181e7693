"""Which database a statement goes to: that of the company one is in; the shared tables are always in the first.

See docs/decisions/databases.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, models, transaction
from django.db.utils import ConnectionHandler
from django_tenants.routers import TenantSyncRouter

from tenants.access import FIRST_DATABASE, PUBLIC, Place, current_place, move_to

# The alias under which the first database is reached from within a company that lives in another.
SHARED = "shared"


def opened(alias: str) -> Any:
    """Return this thread's connection to exactly that database, or None when it has none."""
    return getattr(connections._connections, alias, None)  # type: ignore[attr-defined]  # noqa: SLF001 - without opening it


class CompanyConnections(ConnectionHandler):
    """Django's connections, of which "default" is the one to the database of the present company.

    So `connection`, `transaction.atomic()` and every query are right without naming a database.
    """

    def __getitem__(self, alias: str) -> Any:
        """Return this thread's connection to a database."""
        if alias == FIRST_DATABASE:
            alias = current_place().database
        elif alias == SHARED:
            alias = FIRST_DATABASE
        return super().__getitem__(alias)

    def all(self, initialized_only: bool = False) -> list[Any]:
        """Return this thread's connections to all databases, wherever it is."""
        found = [(alias, opened(alias)) for alias in self]
        if initialized_only:
            return [one for _, one in found if one is not None]
        return [super(CompanyConnections, self).__getitem__(alias) if one is None else one for alias, one in found]


def follow_companies() -> None:
    """Let Django's connections follow the company: called once, when the app is ready and nothing was asked yet."""
    connections.__class__ = CompanyConnections


def databases() -> list[str]:
    """Return the aliases of all databases, the first one first."""
    return sorted(connections, key=lambda alias: (alias != FIRST_DATABASE, alias))


@contextmanager
def outside_in(database: str) -> Iterator[None]:
    """Act outside of all companies in a database for the length of the block: to ask its catalogue."""
    before = current_place()
    move_to(Place(schema=PUBLIC, path=(PUBLIC,), database=database))
    try:
        yield
    finally:
        move_to(before)


@contextmanager
def own_transaction() -> Iterator[None]:
    """Let the block be in a transaction of the present company's database: the one that is open there, or a new one."""
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        yield


@cache
def _is_shared(app_label: str) -> bool:
    return apps.get_app_config(app_label).name in settings.SHARED_APPS


class CompanyRouter(TenantSyncRouter):  # type: ignore[misc]  # django-tenants has no types
    """Sends rows of the shared tables to the first database, and makes in each schema only the tables that belong."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the first database for a shared table that is asked for within a company elsewhere."""
        elsewhere = current_place().database != FIRST_DATABASE
        return SHARED if elsewhere and _is_shared(model._meta.app_label) else None  # noqa: SLF001 - Django's API

    db_for_write = db_for_read

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        """Allow what the guards of company tables allow: both aliases name the first database."""
        return True

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Return False for an app that has no tables here; other databases have none of the shared tables."""
        here = current_place()
        if db not in {here.database, FIRST_DATABASE} or (here.database != FIRST_DATABASE and here.schema == PUBLIC):
            return False
        found: bool | None = super().allow_migrate(FIRST_DATABASE, app_label, model_name, **hints)
        return found
