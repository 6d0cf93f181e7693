"""Setting up a company by recorded statements, against django-tenants' own migration of a schema."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from uuid import uuid4

from django.core.management import call_command
from django.db import connection

from tenants.models import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tenants.services.recording import recorded_ddl

RUNS = 5


@contextmanager
def scratch_schema() -> Iterator[str]:
    """An empty schema, dropped at the end."""
    name = f"bench_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
    try:
        yield name
    finally:
        connection.set_schema_to_public()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {name} CASCADE")


def seconds_of(work: Callable[[], object]) -> float:
    """Return the wall seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ours_once() -> float:
    """Return the seconds of one whole set-up: rows, host, tables, roles and owner."""
    slug = f"bench-{uuid4().hex[:8]}"
    try:
        return seconds_of(
            lambda: create_company(
                slug=slug,
                name="Bench",
                industry="none",
                currency="CNY",
                timezone="Asia/Shanghai",
                locale="zh-hans",
                admin_email="bench@example.org",
            )
        )
    finally:
        found = Tenant.objects.filter(slug=slug).first()
        if found:
            delete_company(company=found)


def other_once() -> float:
    """Return the seconds in which django-tenants migrates one empty schema: tables only."""
    with scratch_schema() as name:
        return seconds_of(lambda: call_command("migrate_schemas", schema_name=name, interactive=False, verbosity=0))


def measure(*, runs: int = RUNS) -> dict[str, float | int | str]:
    """Return medians of both, taken in turn on the same machine, and how many times faster ours is.

    The statements are recorded before: an installation does that once for each version of the code.
    """
    recorded_ddl()
    pairs = [(ours_once(), other_once()) for _ in range(runs)]
    ours, other = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    return {"ratio": other / ours, "ours": ours, "other": other, "unit": "s", "runs": runs}


def measures() -> dict[str, dict[str, float | int | str]]:
    """Return the measures of this module by name."""
    return {"onboarding_vs_migrate": measure()}
