"""Bring the shared tables and all companies up to date, fast: migrate one for real, replay what it sent to the rest."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from tenants.access import company_context
from tenants.backend.routing import outside_in
from tenants.models.fleet import MigrationResult
from tenants.models.ids import uuid7
from tenants.models.tenant import Tenant
from tenants.selectors import companies
from tenants.selectors.placed import by_database
from tenants.selectors.schemas import Key, applied_by_schema, has_notes, missing_migrations, tables_by_schema
from tenants.services.locks import named_lock
from tenants.services.onboarding import ensure_operator
from tenants.services.replay import Step, joined, migrate_here, pending_here, replay_here

# A migration waits this long for a lock, so that it never makes a queue of requests behind itself.
LOCK_PATIENCE = "2s"
# Pauses in seconds before it is tried again, when a lock was not to be had.
PAUSES = (0.5, 1.0, 2.0)
NOT_TRIED = "not_tried"


@dataclass(frozen=True)
class Migrated:
    """What became of one company: how many migrations, whether replayed, or why it failed."""

    company: str
    migrations: int
    method: str
    seconds: float
    error: str = ""
    attempts: int = 1


def migrate_shared() -> int:
    """Bring the public schema up to date and make sure the operator's schema exists; return how many migrations ran."""
    with named_lock("migrate"):
        pending = len(pending_here())
        if pending:
            migrate_here()
            emit_post_migrate_signal(0, False, connection.alias)
    return pending


def migrate_companies(
    *,
    on_done: Callable[[Migrated, int, int], None] | None = None,
    stop_after: int | None = None,
    only_failed: bool = False,
    only: Collection[str] | None = None,
) -> list[Migrated]:
    """Bring every company up to date; one that fails is reported and does not stop the others.

    The state of all is found in one query a database, so one that was cut off goes on when asked again. Of companies
    that lack the same migrations, the first runs them with Django and the statements it sends are replayed to the
    rest, each in one transaction. A migration that works on data runs for real everywhere. After `stop_after` failures
    the rest is not tried; `only_failed` takes those that failed or were not tried when they last were to be migrated,
    `only` those with some slugs.
    Each outcome is a row of MigrationResult; `on_done` hears of each with its number and the number of all.
    """
    ensure_operator()
    done: list[Migrated] = []
    run = uuid7()
    with named_lock("migrate"):
        groups = _groups(_failed() if only_failed else only)
        total = sum(len(members) for _, members in groups)
        for pending, members in groups:
            steps: list[Step] | None = [] if not pending else None
            for company in members:
                failures = sum(bool(one.error) for one in done)
                if stop_after is not None and failures >= stop_after:
                    outcome = Migrated(company.slug, 0, NOT_TRIED, 0.0, f"not tried: {failures} others had failed")
                else:
                    outcome, steps = _migrate_patiently(company, steps)
                done.append(outcome)
                _note(run, outcome)
                if on_done:
                    on_done(outcome, len(done), total)
    return done


def _failed() -> set[str]:
    """Return the slugs of the companies whose newest result is no success."""
    newest = MigrationResult.objects.order_by("slug", "-finished_at", "-id").distinct("slug")
    return {result.slug for result in newest if result.state != MigrationResult.State.DONE}


def _note(run: UUID, outcome: Migrated) -> None:
    state = MigrationResult.State.DONE
    if outcome.error:
        state = MigrationResult.State.NOT_TRIED if outcome.method == NOT_TRIED else MigrationResult.State.FAILED
    MigrationResult.objects.create(
        run=run,
        slug=outcome.company,
        state=state,
        method=outcome.method,
        migrations=outcome.migrations,
        attempts=outcome.attempts,
        seconds=outcome.seconds,
        error=outcome.error[:2000],
    )


def _groups(only: Collection[str] | None) -> list[tuple[tuple[Key, ...], list[Tenant]]]:
    """Return the companies, all or those with some slugs, together with those that lack the same migrations."""
    found = defaultdict(list)
    everyone = [company for company in companies() if only is None or company.slug in only]
    applied: dict[str, frozenset[Key]] = {}
    for database, here in by_database(everyone).items():
        with outside_in(database):
            tables = tables_by_schema()
            applied |= applied_by_schema([each.schema_name for each in here if has_notes(tables, each)])
    known: dict[frozenset[Key], tuple[Key, ...]] = {}
    for company in everyone:
        have = applied.get(company.schema_name, frozenset())
        if have not in known:
            known[have] = tuple(missing_migrations(have))
        found[known[have]].append(company)
    return sorted(found.items())


def _migrate_patiently(company: Tenant, steps: list[Step] | None) -> tuple[Migrated, list[Step] | None]:
    """Migrate one company, by `steps` if another has recorded them, and again while others hold locks.

    Return the steps for the next: none after a second attempt, which saw only what the first had left.
    """
    started = time.perf_counter()
    outcome, found, is_locked = _migrate_one(company, steps)
    for pause in PAUSES:
        if not is_locked:
            break
        time.sleep(pause)
        again, _, is_locked = _migrate_one(company, steps)
        seconds = time.perf_counter() - started
        outcome, found = replace(again, attempts=outcome.attempts + 1, seconds=seconds), steps
    return outcome, found


def _migrate_one(company: Tenant, steps: list[Step] | None) -> tuple[Migrated, list[Step] | None, bool]:
    """Migrate one company once; return also the steps for the next, and whether it failed for a lock of somebody."""
    started = time.perf_counter()
    method = "migrated" if steps is None else "replayed"
    count = 0
    error = ""
    is_locked = False
    try:
        with company_context(company), _impatient():
            if steps is None:
                steps = migrate_here()
            else:
                _replay(steps)
            count = len(steps)
    except Exception as failure:  # noqa: BLE001 - a migration may raise anything; it is reported, and the others go on
        error = f"{type(failure).__name__}: {failure}".splitlines()[0]
        is_locked = isinstance(failure.__cause__, LockNotAvailable | DeadlockDetected)
        method = "failed"
    seconds = time.perf_counter() - started
    done = Migrated(company.slug, count, method if count or error else "current", seconds, error)
    return done, steps, is_locked


def _replay(steps: list[Step]) -> None:
    for same_everywhere, run in groupby(steps, key=lambda step: step.statements is not None):
        if not same_everywhere:
            for step in run:
                migrate_here(only=step.key)
            continue
        batch = list(run)
        with transaction.atomic():
            text = joined(statement for step in batch for statement in step.statements or [])
            replay_here(statements=text, migrations=[step.key for step in batch])


@contextmanager
def _impatient() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE}'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
