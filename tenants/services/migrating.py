"""Bring the shared tables and all companies up to date, fast: migrate one for real, replay what it sent to the rest."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from tenants.access import company_context
from tenants.models.tenant import Tenant
from tenants.selectors import companies
from tenants.selectors.schemas import Key, applied_by_schema, missing_migrations, tables_by_schema
from tenants.services.locks import named_lock
from tenants.services.onboarding import ensure_operator
from tenants.services.replay import Step, joined, migrate_here, pending_here, replay_here

# A migration waits this long for a lock, so that it never makes a queue of requests behind itself.
LOCK_PATIENCE = "2s"


@dataclass(frozen=True)
class Migrated:
    """What became of one company: how many migrations, whether replayed, or why it failed."""

    company: str
    migrations: int
    method: str
    seconds: float
    error: str = ""


def migrate_shared() -> int:
    """Bring the public schema up to date and make sure the operator's schema exists; return how many migrations ran."""
    with named_lock("migrate"):
        pending = len(pending_here())
        if pending:
            migrate_here()
            emit_post_migrate_signal(0, False, connection.alias)
    return pending


def migrate_companies(*, on_done: Callable[[Migrated, int, int], None] | None = None) -> list[Migrated]:
    """Bring every company up to date; one that fails is reported and does not stop the others.

    The state of all is found in one query. Of companies that lack the same migrations, the first runs them with
    Django and the statements it sends are replayed to the rest, each in one transaction. A migration that works on
    data runs for real everywhere. `on_done` hears of each company with its number and the number of all.
    """
    ensure_operator()
    done: list[Migrated] = []
    with named_lock("migrate"):
        groups = _groups()
        total = sum(len(members) for _, members in groups)
        for pending, members in groups:
            steps: list[Step] | None = [] if not pending else None
            for company in members:
                outcome, steps = _migrate_one(company, steps)
                done.append(outcome)
                if on_done:
                    on_done(outcome, len(done), total)
    return done


def _groups() -> list[tuple[tuple[Key, ...], list[Tenant]]]:
    """Return the companies, together with those that lack the same migrations."""
    found = defaultdict(list)
    noted = {schema for schema, tables in tables_by_schema().items() if "django_migrations" in tables}
    everyone = companies()
    applied = applied_by_schema([each.schema_name for each in everyone if each.schema_name in noted])
    known: dict[frozenset[Key], tuple[Key, ...]] = {}
    for company in everyone:
        have = applied.get(company.schema_name, frozenset())
        if have not in known:
            known[have] = tuple(missing_migrations(have))
        found[known[have]].append(company)
    return sorted(found.items())


def _migrate_one(company: Tenant, steps: list[Step] | None) -> tuple[Migrated, list[Step] | None]:
    """Migrate one company, by `steps` if another has recorded them; return the steps for the next."""
    started = time.perf_counter()
    method = "migrated" if steps is None else "replayed"
    count = 0
    error = ""
    try:
        with company_context(company), _impatient():
            if steps is None:
                steps = migrate_here()
            else:
                _replay(steps)
            count = len(steps)
    except Exception as failure:  # noqa: BLE001 - a migration may raise anything; it is reported, and the others go on
        error = f"{type(failure).__name__}: {failure}".splitlines()[0]
        method = "failed"
    seconds = time.perf_counter() - started
    return Migrated(company.slug, count, method if count or error else "current", seconds, error), steps


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
