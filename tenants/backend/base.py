"""Keep every statement in the schema of the thread or coroutine that sends it.

Differences from the parent, django-tenants' backend:

- the company lives in a ContextVar (`tenants.access`), not on the connection, so coroutines and new threads are right;
- before each statement the wanted search path is compared with the one this very connection has. PostgreSQL 18 reports
  its search path after every statement, also after rollbacks, and a connection that the pool lends again still has
  it; for older servers we remember what was sent and forget it on rollback, rollback to a savepoint, close and connect;
- an error while the path is set is raised;
- a cursor serves only the schema it was opened in;
- a statement for a company that lives in another database is refused (`tenants.backend.routing` finds the right one);
- with the setting TENANT_PATH_PER_TRANSACTION the path is set with SET LOCAL, and a company's statement outside of a
  transaction is refused: for poolers such as PgBouncer that give each transaction another server connection.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ProgrammingError
from django_tenants.postgresql_backend.base import DatabaseWrapper as StockWrapper
from django_tenants.postgresql_backend.base import is_valid_schema_name

from tenants.access import (
    FIRST_DATABASE,
    PUBLIC,
    PUBLIC_PLACE,
    CrossCompanyUse,
    HasSchema,
    Place,
    current_place,
    move_to,
    place_of,
)
from tenants.backend.cursors import GuardedCursor, GuardedDebugCursor
from tenants.backend.introspection import DatabaseIntrospection
from tenants.backend.routing import opened

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


@lru_cache(maxsize=4096)
def set_path_statement(path: tuple[str, ...], *, local: bool = False) -> str:
    """Return the SQL that makes `path` the search path; refuse names that are not schema names."""
    for name in path:
        if not is_valid_schema_name(name) or '"' in name:
            raise ImproperlyConfigured(f"{name!r} cannot be the name of a schema")
    return f"SET {'LOCAL ' if local else ''}search_path = " + ", ".join(f'"{name}"' for name in path)


@lru_cache(maxsize=4096)
def as_reported(path: tuple[str, ...]) -> bytes | None:
    """Return a search path as the server reports it, or None when it would put a name in quotes."""
    return ", ".join(path).encode() if all(_PLAIN.fullmatch(name) for name in path) else None


class DatabaseWrapper(StockWrapper):  # type: ignore[misc]  # django-tenants has no types
    """A PostgreSQL connection that follows `tenants.access.current_place`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._built = False
        self.path_per_transaction = bool(getattr(settings, "TENANT_PATH_PER_TRANSACTION", False))
        self._path_held = False
        self._given: tuple[object, tuple[str, ...], bytes | None] | None = None
        super().__init__(*args, **kwargs)
        self.introspection = DatabaseIntrospection(self)
        self._built = True

    @property
    def schema_name(self) -> str:
        """Return the schema of the calling thread or coroutine, not of the connection."""
        return current_place().schema

    @schema_name.setter
    def schema_name(self, value: str | None) -> None:
        if self._built:
            raise AttributeError("enter a company with company_context(); connection.schema_name is read only")

    @property
    def tenant(self) -> HasSchema | Place:
        """Return the company of the calling thread or coroutine; in public something that names public."""
        place = current_place()
        return place.tenant or _Public()

    @tenant.setter
    def tenant(self, value: HasSchema | None) -> None:
        if self._built:
            raise AttributeError("enter a company with company_context(); connection.tenant is read only")

    def set_tenant(self, tenant: HasSchema, include_public: bool = True) -> None:
        """Move the calling context to a schema: kept for the commands of django-tenants, not for our code."""
        if self._built:  # the parent's __init__ calls this, and must not move whoever opens a connection
            move_to(place_of(tenant, include_public=include_public))

    def set_schema_to_public(self) -> None:
        """Move the calling context to public: kept for the commands of django-tenants."""
        if self._built:
            move_to(PUBLIC_PLACE)

    def _handle_search_path(self, cursor: object = None) -> None:
        """Prepare a new cursor: the parent's hook."""
        self.send_search_path()

    def send_search_path(self) -> None:
        """Send the search path unless this connection already has it; raise what the server answers."""
        if self._path_held or self.needs_rollback:
            return  # Django refuses any statement but the rollback now, and the rollback must not be preceded by a SET
        path, reported = self._wanted_path(), self._reported_path()
        if self._given == (self.connection, path, reported):
            return
        if not self.path_per_transaction and reported is not None and reported == as_reported(path):
            self._given = (self.connection, path, reported)  # the path with which the pool had lent it before
            return
        if self.path_per_transaction and not self._may_set_locally(path):
            return
        self._given = None
        with self.wrap_database_errors, self.connection.cursor() as raw:
            raw.execute(set_path_statement(path, local=self.path_per_transaction))
        self._given = (self.connection, path, self._reported_path())

    def _wanted_path(self) -> tuple[str, ...]:
        """Return the search path of the present place on this database.

        A company elsewhere sees only the shared tables of the first database. A statement in another database than the
        first, while a transaction is open in the first only, is refused: it would not be undone with it.
        """
        here = current_place()
        if here.database != self.alias:
            if self.alias == FIRST_DATABASE or here.schema == PUBLIC:
                return PUBLIC_PLACE.path
            raise CrossCompanyUse(f"schema {here.schema} is in database {here.database}, not in {self.alias}")
        if self.alias != FIRST_DATABASE and not self.in_atomic_block:
            first = opened(FIRST_DATABASE)
            if first is not None and first.in_atomic_block:
                raise CrossCompanyUse(f"the transaction is of another database: begin one in {here.schema} too")
        return here.path

    def _may_set_locally(self, path: tuple[str, ...]) -> bool:
        """Return whether a path can be set for the transaction; outside of one only public is served, by default."""
        if not self.get_autocommit():
            return True
        if path != PUBLIC_PLACE.path:
            raise ProgrammingError("behind a pooler of transactions, a company's statement needs transaction.atomic()")
        return False

    def _reported_path(self) -> bytes | None:
        """Return the search path as the server last reported it: None before PostgreSQL 18."""
        return cast("bytes | None", self.connection.pgconn.parameter_status(b"search_path"))

    @contextmanager
    def _held_path(self) -> Iterator[None]:
        """Send no search path: for statements that must work in a transaction that has failed."""
        self._path_held = True
        try:
            yield
        finally:
            self._path_held = False

    def make_cursor(self, cursor: Any) -> GuardedCursor:
        """Return a cursor bound to the schema it is opened in."""
        return GuardedCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> GuardedDebugCursor:
        """Return a cursor bound to the schema it is opened in, which also logs its statements."""
        return GuardedDebugCursor(cursor, self)

    def connect(self) -> None:
        """Open or borrow a connection, of whose search path nothing is known."""
        self._given = None
        with self._held_path():  # Django asks for the server's version now: of no company
            super().connect()

    def close(self) -> None:
        """Close or give back the connection and forget its search path."""
        self._given = None
        super().close()

    def _set_autocommit(self, autocommit: bool) -> None:
        """Begin or end a transaction; a path that was set for one does not hold in the next."""
        if self.path_per_transaction:
            self._given = None
        super()._set_autocommit(autocommit)

    def commit(self) -> None:
        """Commit; a path that was set for the transaction alone is gone."""
        super().commit()
        if self.path_per_transaction:
            self._given = None

    def rollback(self) -> None:
        """Roll back, which also undoes a search path set in the transaction."""
        self._given = None
        super().rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        """Roll back to a savepoint, which also undoes a search path set since."""
        with self._held_path():
            super()._savepoint_rollback(sid)
        self._given = None


class _Public:
    """Stands for the public schema where django-tenants expects a tenant."""

    schema_name = PUBLIC_PLACE.schema
