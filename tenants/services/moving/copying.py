"""Bring rows from one end of a move to the other, and tell where both differ."""
# ruff: noqa: S608  names of tables and columns come from the catalogue, quoted

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tenants.access import Refusal, company_context
from tenants.selectors.checksums import Sum
from tenants.services.archive.contents import Table, tables_here
from tenants.services.moving.shifting import shift_between, shifted
from tenants.services.places import End

_INCOMING = "pg_temp.incoming"


class CannotMove(Refusal):
    """The company cannot be moved, or not now; it stays where it is."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a first copy was made of: the tables, by how much ids moved, and the oldest id that may have come since."""

    tables: tuple[Table, ...]
    by: int
    since: int


@contextmanager
def loading(end: End) -> Iterator[None]:
    """Write into the target in one transaction, as a replica does: no trigger fires and no reference is checked."""
    with company_context(end), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL session_replication_role = replica")
        yield


def first_copy(source: End, target: End, *, on_table: Callable[[str], None]) -> Copy:
    """Copy all rows as they are at one moment, while the company goes on being written to."""
    with company_context(source), transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL statement_timeout = 0")
            since, given = _snapshot(cursor)
        tables = tuple(tables_here().values())
        with loading(target):
            _require_same_tables(tables, tuple(tables_here().values()))
            with connection.cursor() as cursor:
                _, given_there = _snapshot(cursor)
        copy = Copy(tables, shift_between(given_in_source=given, given_in_target=given_there), since)
        with loading(target):
            for table in tables:
                on_table(table.name)
                copy_table(source, target, table, by=copy.by)
    with company_context(target), connection.cursor() as cursor:
        cursor.execute("; ".join(f"ANALYZE {connection.ops.quote_name(table.name)}" for table in tables))
    return copy


def _snapshot(cursor: Any) -> tuple[int, int]:
    """Return the oldest transaction that may still be running, and the next one to be given."""
    cursor.execute(
        "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
    )
    found: tuple[int, int] = cursor.fetchone()
    return found


def _require_same_tables(ours: Sequence[Table], theirs: Sequence[Table]) -> None:
    def form(tables: Sequence[Table]) -> set[tuple[str, str, str]]:
        return {(table.name, column.name, column.type) for table in tables for column in table.columns}

    if differing := sorted(form(ours) ^ form(theirs)):
        raise CannotMove(f"{'.'.join(differing[0][:2])} is not alike in both databases: run `tenant migrate` first")


def copy_table(source: End, target: End, table: Table, *, by: int) -> None:
    """Replace all rows of a table in the target; both ends must be in transactions."""
    quote = connection.ops.quote_name
    with company_context(target), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(table.name)}")
    _stream(source, target, table, into=quote(table.name), by=by)


def bring_newer(source: End, target: End, copy: Copy) -> None:
    """Bring the facts that were written since the first copy: their transactions tell which."""
    quote = connection.ops.quote_name
    for table in copy.tables:
        marks = [name for name in table.names() if name in settings.ARCHIVE_TRANSACTION_COLUMNS]
        if not marks or not table.key:
            continue
        newer = " OR ".join(f"{quote(name)} >= {copy.since}" for name in marks)
        mine, key = quote(table.name), ", ".join(map(quote, table.key))
        with company_context(target), connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_INCOMING}; CREATE TEMP TABLE incoming (LIKE {mine})")
        _stream(source, target, table, into=_INCOMING, by=copy.by, where=f" WHERE {newer}")
        with company_context(target), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {mine} WHERE ({key}) IN (SELECT {key} FROM {_INCOMING})")
            names = ", ".join(map(quote, table.names()))
            cursor.execute(f"INSERT INTO {mine} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM {_INCOMING}")
            cursor.execute(f"DROP TABLE {_INCOMING}")


def _stream(source: End, target: End, table: Table, *, into: str, by: int, where: str = "") -> None:
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, table.names()))
    ask = f"COPY (SELECT {', '.join(shifted(table, by))} FROM {quote(table.name)}{where}) TO STDOUT (FORMAT binary)"
    give = f"COPY {into} ({names}) FROM STDIN (FORMAT binary)"
    with (
        company_context(source),
        connection.cursor() as asking,
        asking.copy(ask) as rows,
        company_context(target),
        connection.cursor() as giving,
        giving.copy(give) as sink,
    ):
        for piece in rows:
            sink.write(piece)


def sums(end: End, tables: Iterable[Table], *, by: int = 0) -> dict[str, Sum]:
    """Return rows and checksum of each table, as they would read with their transaction ids moved."""
    total = "coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text"
    found = {}
    with company_context(end), connection.cursor() as cursor:
        for table in tables:
            columns = ", ".join(shifted(table, by))
            mine = connection.ops.quote_name(table.name)
            cursor.execute(f"SELECT count(*), {total} FROM (SELECT {columns} FROM {mine}) t")
            found[table.name] = Sum(*cursor.fetchone())
    return found


def copy_sequences(source: End, target: End) -> None:
    """Let numbers go on in the target where they are in the source."""
    with company_context(source), connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
        found = cursor.fetchall()
    with company_context(target), connection.cursor() as cursor:
        for name, last in found:
            is_used = last is not None
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [connection.ops.quote_name(name), last or 1, is_used])
