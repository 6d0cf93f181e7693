"""The staging table: a temporary table of the connection, filled with binary COPY and emptied by the commit."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

import msgspec
from django.db import connection

from feedback.services.merge.packing import Rows, packed_rows
from feedback.services.merge.tables import BEFORE_EVERY_ROW, FactTable

# One JSON text is far cheaper to send than a list, whose elements would be quoted one by one.
ANY_OF = "ANY(ARRAY(SELECT jsonb_array_elements_text(%s::jsonb)))"


def json_array(texts: Iterable[object]) -> str:
    """Return the parameter of ANY_OF."""
    return msgspec.json.encode(texts if isinstance(texts, list) else list(texts)).decode()


class Copy(Protocol):
    """What we use of psycopg's COPY."""

    def write(self, buffer: bytes) -> None:
        """Send rows."""


class Cursor(Protocol):
    """What we use of a database cursor."""

    rowcount: int

    def execute(self, sql: str, params: Any = None) -> Any:
        """Run a statement."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows that are left."""

    def nextset(self) -> bool | None:
        """Go on to the rows of the next of several statements."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row, or None."""


def open_stage(cursor: Cursor, table: FactTable) -> None:
    """Make the staging table, unless this connection has it already, and see that it is empty."""
    columns = ", ".join(f"{name} {kind}" for name, kind in (BEFORE_EVERY_ROW | dict(table.stage)).items())
    cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table.staging} ({columns}) ON COMMIT DELETE ROWS")


def empty_stage(cursor: Cursor, table: FactTable, *, anew: bool) -> None:
    """Remove what an earlier batch of the same transaction left behind, where there may be one (`anew`)."""
    if anew:
        cursor.execute(f"TRUNCATE pg_temp.{table.staging}")


def copy_rows(cursor: Cursor, table: FactTable, columns: Mapping[str, list[object]]) -> None:
    """Append rows, given column by column, to the staging table; columns that are not given stay null."""
    copy_into(cursor, f"pg_temp.{table.staging}", packed_rows(BEFORE_EVERY_ROW | dict(table.stage), columns, same={}))


def copy_into(cursor: Cursor, target: str, rows: Rows) -> None:
    """Append rows to a table with binary COPY. Raises the errors of `django.db`, as other statements do."""
    names, block = rows
    statement = f"COPY {target} ({', '.join(names)}) FROM STDIN (FORMAT BINARY)"
    # Django hands `copy` on to psycopg's cursor, and what goes wrong in it back as it is, unless told to translate.
    raw = cast("AbstractContextManager[Copy]", cast("Any", cursor).copy(statement))
    with connection.wrap_database_errors, raw as copy:
        copy.write(block)


def analyse_stage(cursor: Cursor, table: FactTable) -> None:
    """Let the planner know how large a staging table has become."""
    cursor.execute(f"ANALYZE pg_temp.{table.staging}")
