"""Put the rows of an archive into the tables of the current company."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg
from django.conf import settings
from django.db import DatabaseError, connection

from tenants.services.archive.contents import Column, Table
from tenants.services.archive.manifest import BadArchive, TablePart
from tenants.services.archive.opening import Archive

_AS_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_AS_TEXT = msgspec.json.Decoder(str)
_AS_NUMBER = msgspec.json.Decoder(int)


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much transaction ids move, and what all of them are below where they come from."""

    by: int
    limit: int

    def moved(self, raw: bytes) -> str:
        """Return an id of this server for one of the other. Raises BadArchive for one that is none."""
        xid = _AS_NUMBER.decode(raw)
        if not -self.limit < xid < self.limit:
            raise BadArchive(f"{xid} is not the id of a transaction before the archive was made")
        return str(xid + self.by)


def load_table(archive: Archive, part: TablePart, table: Table, *, shift: Shift) -> None:
    """Copy all rows of a part into its table.

    Raises BadArchive with the member and the number of the row that is wrong.
    """
    columns = {column.name: column for column in table.columns}
    unknown = [name for name in part.columns if name not in columns] or sorted(columns.keys() - set(part.columns))
    if unknown:
        raise BadArchive(f"{part.member}: column {unknown[0][:63]!r} is not one of table {table.name}, or is missing")
    wanted = [columns[name] for name in part.columns]
    quote = connection.ops.quote_name
    copy = f"COPY {quote(table.name)} ({', '.join(map(quote, part.columns))}) FROM STDIN"
    try:
        with connection.cursor() as cursor, cursor.copy(copy) as target:
            for values in _values(archive, part, wanted, shift):
                target.write_row(values)
    except (psycopg.Error, DatabaseError) as error:
        raise BadArchive(f"{part.member}{_place_of(error)}") from None
    _move_sequences(table)


def _values(archive: Archive, part: TablePart, columns: list[Column], shift: Shift) -> Iterator[list[str | None]]:
    for number, line in enumerate(archive.rows(part), start=1):
        try:
            row = _AS_OBJECT.decode(line)
            if len(row) != len(columns):
                raise BadArchive(f"{len(row)} fields, and the table has {len(columns)}")
            values = [_text_of(row[column.name], column, shift) for column in columns]
            if any(value is not None and "\0" in value for value in values):
                raise BadArchive("a text holds a NUL (0x00)")
            yield values
        except KeyError as error:
            raise BadArchive(f"{part.member}, row {number}: field {error} is missing") from None
        except (msgspec.MsgspecError, BadArchive, UnicodeDecodeError, RecursionError) as error:
            raise BadArchive(f"{part.member}, row {number}: {error}") from None


def _text_of(raw: Any, column: Column, shift: Shift) -> str | None:
    """Return a JSON value as PostgreSQL reads it: numbers keep every digit, since nothing makes floats of them."""
    text = bytes(raw)
    if text == b"null":
        return None
    if column.name in settings.ARCHIVE_TRANSACTION_COLUMNS:
        return shift.moved(text)
    if column.is_json:
        return text.decode()
    if text[:1] == b'"':
        return _AS_TEXT.decode(text)
    if text[:1] in b"[{":
        raise BadArchive(f"field {column.name!r} is a list or an object, and must be a plain value")
    return text.decode()


def _place_of(error: Exception) -> str:
    """Return where PostgreSQL stopped and why, as ", row 3: ..."."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    diagnosis = getattr(cause, "diag", None)
    context = getattr(diagnosis, "context", None) or ""
    words = getattr(diagnosis, "message_primary", None) or str(error).splitlines()[0]
    _, found, rest = context.partition(", line ")
    number = rest.partition(",")[0].partition(":")[0]
    return f", row {number}: {words}" if found else f": {words}"


def require_whole(archive: Archive) -> None:
    """Check all foreign keys now, rather than at the commit. Raises BadArchive."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        table = getattr(diagnosis, "table_name", None) or "?"
        words = getattr(diagnosis, "message_detail", None) or str(error).splitlines()[0]
        raise BadArchive(f"tables/{table}.ndjson: a row refers to what is not there: {words}") from None


def _move_sequences(table: Table) -> None:
    """Let the next number of a table's own sequence be above those that came."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for column in table.columns:
            if column.has_sequence:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), "  # noqa: S608 - quoted names
                    f"GREATEST((SELECT max({quote(column.name)}) FROM {quote(table.name)}), 1))",
                    [quote(table.name), column.name],
                )
