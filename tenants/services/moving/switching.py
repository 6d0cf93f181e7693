"""The seconds in which nothing is written: complete the copy, compare it, and switch over."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from tenants.access import FIRST_DATABASE, company_context
from tenants.backend.routing import SHARED
from tenants.models.move import CompanyMove
from tenants.models.tenant import Tenant
from tenants.services.archive.contents import Table
from tenants.services.moving.copying import CannotMove, Copy, bring_newer, copy_sequences, copy_table, loading, sums
from tenants.services.places import End, set_aside

# Whoever writes waits behind the mover, and the mover behind them no longer than this before it tries again.
LOCK_PATIENCE = "2s"
ATTEMPTS = 15
BETWEEN_SECONDS = 0.5


def switch(*, move: CompanyMove, source: End, target: End, copy: Copy) -> None:
    """Complete the copy behind locks that keep every writer out, compare it, and switch. Raises CannotMove.

    What was committed before the locks is in the copy. Whoever waits at them finds no schema afterwards and is told
    to try again: nothing that was acknowledged is lost, whatever other processes remember of the company.
    """
    with _writers_kept_out(source, copy.tables):
        with loading(target):
            _complete(move, source, target, copy)
        if source.database == FIRST_DATABASE:  # one transaction: there is no moment between the two
            set_aside(source)
            work_there(move)
            return
        move.state = CompanyMove.State.VERIFIED
        move.save()
        set_aside(source)
    work_there(move)


def work_there(move: CompanyMove) -> None:
    """Let everybody find the company in the target from now on."""
    with transaction.atomic(using=SHARED):
        Tenant.objects.filter(slug=move.slug).update(database=move.target, is_moving=False, paused_until=None)
        move.state, move.error = CompanyMove.State.SWITCHED, ""
        move.save()


@contextmanager
def _writers_kept_out(source: End, tables: Sequence[Table]) -> Iterator[None]:
    """Hold locks on all tables, in one transaction; readers go on. Raises CannotMove when they are not to be had."""
    names = ", ".join(connection.ops.quote_name(table.name) for table in tables)
    with company_context(source):
        for attempt in range(1, ATTEMPTS + 1):
            with transaction.atomic(durable=True):
                if not _locked(names):
                    transaction.set_rollback(True)
                else:
                    yield
                    return
            if attempt == ATTEMPTS:
                raise CannotMove("somebody has been writing to the company for long: let that end, then ask again")
            time.sleep(BETWEEN_SECONDS)


def _locked(names: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '{LOCK_PATIENCE}'")
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            return False
        raise
    return True


def _complete(move: CompanyMove, source: End, target: End, copy: Copy) -> None:
    """Bring what came since the first copy, and copy anew each table that still differs. Raises CannotMove."""
    bring_newer(source, target, copy)
    wanted = sums(source, copy.tables, by=copy.by)
    found = sums(target, copy.tables)
    differing = [table for table in copy.tables if wanted[table.name] != found[table.name]]
    for table in differing:
        copy_table(source, target, table, by=copy.by)
    again = sums(target, differing)
    if broken := sorted(name for name, one in again.items() if one != wanted[name]):
        raise CannotMove(f"table {broken[0]} is not equal after copying it")
    copy_sequences(source, target)
    move.rows = sum(one.rows for one in wanted.values())
    move.tables = len(wanted)
