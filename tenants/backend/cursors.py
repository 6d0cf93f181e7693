"""Cursors that refuse to work in another schema than the one they were opened in."""

from typing import Any

from django.db.backends.postgresql.base import CursorDebugWrapper
from django.db.backends.utils import CursorWrapper

from tenants.access import CrossCompanyUse, current_schema
from tenants.telemetry.tracing import statement

# Ways to send a statement that Django hands straight to psycopg.
_UNWRAPPED = frozenset({"copy", "stream", "callproc"})
_READS = frozenset({"fetchone", "fetchmany", "fetchall"})


class _Guard:
    """Check the schema, and the connection's search path, before each statement."""

    db: Any
    cursor: Any

    def __init__(self, cursor: Any, db: Any) -> None:
        super().__init__(cursor, db)  # type: ignore[call-arg]  # the mixin's other parent is a CursorWrapper
        self._schema = current_schema()

    def _check_schema(self) -> None:
        here = current_schema()
        if here != self._schema:
            raise CrossCompanyUse(f"a cursor opened in schema {self._schema} was used in {here}: open one there")

    def _check(self) -> None:
        self._check_schema()
        if self.db.connection is not None:
            self.db.send_search_path()

    def __getattr__(self, name: str) -> Any:
        if name in _UNWRAPPED:
            self.db.validate_no_broken_transaction()
            self._check()
        elif name in _READS:
            self._check_schema()
        return super().__getattr__(name)  # type: ignore[misc]  # as above


class GuardedCursor(_Guard, CursorWrapper):
    """The ordinary cursor."""

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        self._check()
        with statement(sql):
            return super()._execute(sql, params, *ignored)  # type: ignore[misc]  # not in the stubs

    def _executemany(self, sql: Any, param_list: Any, *ignored: Any) -> Any:
        self._check()
        with statement(sql):
            return super()._executemany(sql, param_list, *ignored)  # type: ignore[misc]  # not in the stubs


class GuardedDebugCursor(_Guard, CursorDebugWrapper):
    """The cursor that logs its statements (DEBUG, assertNumQueries)."""

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        self._check()
        with statement(sql):
            return super()._execute(sql, params, *ignored)  # type: ignore[misc]  # not in the stubs

    def _executemany(self, sql: Any, param_list: Any, *ignored: Any) -> Any:
        self._check()
        with statement(sql):
            return super()._executemany(sql, param_list, *ignored)  # type: ignore[misc]  # not in the stubs

    def copy(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        """Start a COPY in the schema the cursor was opened in."""
        self.db.validate_no_broken_transaction()
        self._check()
        return super().copy(statement, *args, **kwargs)
