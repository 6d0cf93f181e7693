"""What of a company goes into its archive, and what never does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from tenants.access import current_schema

CREDENTIALS = "opens doors: exported with credentials only"
_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attidentity <> '' OR pg_get_serial_sequence(
               quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname) IS NOT NULL
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname, a.attnum
"""
_KEYS = """
    SELECT c.relname, array_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum))
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
     WHERE n.nspname = %s AND i.indisprimary GROUP BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of the current company."""

    name: str
    type: str
    has_sequence: bool

    @property
    def is_json(self) -> bool:
        """Whether any JSON value may stand in it."""
        return self.type in {"json", "jsonb"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the current company, with its columns in their order and those of its primary key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def names(self) -> list[str]:
        """Return the names of the columns."""
        return [column.name for column in self.columns]


def tables_here() -> dict[str, Table]:
    """Return all tables of the current company, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [current_schema()])
        columns: dict[str, list[Column]] = {}
        for table, *column in cursor.fetchall():
            columns.setdefault(table, []).append(Column(*column))
        cursor.execute(_KEYS, [current_schema()])
        keys = dict(cursor.fetchall())
    return {name: Table(name, tuple(found), tuple(keys.get(name, ()))) for name, found in sorted(columns.items())}


def left_out(*, with_credentials: bool, only: Sequence[str] | None = None) -> dict[str, str]:
    """Return the tables, and the columns as table.column, whose content does not go into an archive, and why.

    `only` names the tables that are wanted, by their beginnings; None means all.
    """
    out: dict[str, str] = dict(settings.ARCHIVE_LEAVES_OUT)
    if not with_credentials:
        out |= dict.fromkeys(settings.ARCHIVE_CREDENTIALS, CREDENTIALS)
    if only is not None:
        unwanted = [name for name in tables_here() if not name.startswith(tuple(only))]
        out |= dict.fromkeys(unwanted, "not asked for")
    return out


def question(table: Table, out: dict[str, str]) -> str:
    """Return the SELECT whose single column is a row of the table as JSON, blank where a column is left out."""
    quote = connection.ops.quote_name
    blanks: dict[str, str | None] = settings.ARCHIVE_CREDENTIALS
    shown = []
    for column in table.columns:
        name = f"{table.name}.{column.name}"
        blank = "NULL" if (text := blanks.get(name, "")) is None else f"'{text}'"
        shown.append(f"{blank}::{column.type} AS {quote(column.name)}" if name in out else quote(column.name))
    order = f" ORDER BY {', '.join(map(quote, table.key))}" if table.key else ""
    return f"SELECT row_to_json(r) FROM (SELECT {', '.join(shown)} FROM {quote(table.name)}{order}) r"  # noqa: S608 - quoted names
