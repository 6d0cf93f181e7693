"""How much a company has of what its plan limits, counted without reading its tables."""

import time
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from tenants.access import Refusal, current_schema
from tenants.backend.routing import outside_in
from tenants.models.plan import LIMITS, Counted, Limit, Plan
from tenants.models.tenant import Tenant
from tenants.selectors.placed import by_database

REMEMBERED_SECONDS = 30.0
_remembered: dict[tuple[str, str], tuple[float, int]] = {}
# What the statistics collector has seen, or the last ANALYZE: whichever is more, since each may lag behind.
# A partial index tells with each ANALYZE how many rows it holds, which is how many are not to be counted.
_COUNTS = """
    SELECT s.schemaname, s.relname, greatest(s.n_live_tup, c.reltuples::bigint, 0)
      FROM pg_stat_all_tables s JOIN pg_class c ON c.oid = s.relid
     WHERE s.relname = ANY(%(tables)s) AND (%(schema)s IS NULL OR s.schemaname = %(schema)s)
     UNION ALL
    SELECT s.schemaname, s.indexrelname, greatest(c.reltuples::bigint, 0)
      FROM pg_stat_all_indexes s JOIN pg_class c ON c.oid = s.indexrelid
     WHERE s.indexrelname = ANY(%(indexes)s) AND (%(schema)s IS NULL OR s.schemaname = %(schema)s)
"""


class LimitReached(Refusal):
    """The company has as much as its plan allows."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of one thing a company has, and what its plan says."""

    counted: Counted
    used: int
    limit: Limit

    @property
    def level(self) -> str:
        """`ok`, `soft` from the soft limit on, `hard` from the hard limit on."""
        if self.limit.hard is not None and self.used >= self.limit.hard:
            return "hard"
        return "soft" if self.limit.soft is not None and self.used >= self.limit.soft else "ok"


def usage_by_company(companies: list[Tenant]) -> dict[str, list[Usage]]:
    """Return the usage of companies by slug, in one query a database however many there are; counts are estimates."""
    found: dict[str, list[Usage]] = {}
    for database, here in by_database(companies).items():
        with outside_in(database):
            counts = _counts(None)
        found |= {company.slug: _usage(company.plan, counts.get(company.schema_name, {})) for company in here}
    return found


def usage_of(company: Tenant) -> list[Usage]:
    """Return the usage of one company; counts are estimates."""
    with outside_in(company.database):
        return _usage(company.plan, _counts(company.schema_name).get(company.schema_name, {}))


def require_room(*, company: Tenant, counted: Counted, adding: int = 1, used: int | None = None) -> None:
    """Raise LimitReached when the company would have more than its plan's hard limit.

    The estimate is remembered for REMEMBERED_SECONDS, so a company may be over by what it sends in that time; where it
    says that there is no room, rows are counted, if COUNTED_EXACTLY says how. `used` is an exact count instead.
    """
    hard = LIMITS[Plan(company.plan)][counted].hard
    if hard is None:
        return
    have = _remembered_count(company, counted, least=hard - adding + 1) if used is None else used
    if have + adding > hard:
        name = counted.replace("_", " ")
        raise LimitReached(f"the plan {company.plan} allows {hard} {name} and there are {have}: book a larger plan")


def _remembered_count(company: Tenant, counted: Counted, *, least: int) -> int:
    """Return the estimate, or a count where that is `least` or more, which would be too many."""
    key = (current_schema(), counted)
    known = _remembered.get(key)
    now = time.monotonic()
    if known is None or known[0] <= now:
        found = next((one.used for one in usage_of(company) if one.counted == counted), 0)
        exactly = settings.COUNTED_EXACTLY.get(counted)
        if found >= least and exactly is not None:
            found = import_string(exactly)()
        known = _remembered[key] = (now + REMEMBERED_SECONDS, found)
    return known[1]


def _counts(schema: str | None) -> dict[str, dict[str, int]]:
    tables = [name for names in settings.COUNTED_TABLES.values() for name in names]
    indexes = [name for names in settings.COUNTED_LESS.values() for name in names]
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"tables": tables, "indexes": indexes, "schema": schema})
        for owner, table, rows in cursor.fetchall():
            found[owner][table] = rows
    return found


def _usage(plan: str, counts: dict[str, int]) -> list[Usage]:
    limits = LIMITS[Plan(plan)]
    return [Usage(counted, _sum(counts, counted), limits[counted]) for counted in Counted]


def _sum(counts: dict[str, int], counted: Counted) -> int:
    have = sum(counts.get(name, 0) for name in settings.COUNTED_TABLES[counted])
    return max(0, have - sum(counts.get(name, 0) for name in settings.COUNTED_LESS.get(counted, [])))
