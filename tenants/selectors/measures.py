"""What the operator sees of many companies at once: counts, ages and sizes, in a few queries, and never content."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.connection import ConnectionDoesNotExist

from tenants.backend.routing import outside_in
from tenants.models.tenant import Tenant
from tenants.selectors.placed import by_database
from tenants.selectors.schemas import applied_by_schema, missing_migrations
from tenants.selectors.unmapped import unmapped_shares

FAILED_WITHIN_DAYS = 7

type Work = tuple[datetime | None, int, float, int, int]

_THERE = """
    SELECT name FROM unnest(%s::text[]) name WHERE to_regclass(quote_ident(name) || '.django_migrations') IS NOT NULL
"""
_SIZES = """
    SELECT n.nspname, sum(pg_total_relation_size(c.oid))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'm') GROUP BY 1
"""
_WORK = """
    SELECT '{s}', (SELECT max(created_at) FROM "{s}"."{scores}" WHERE is_current AND has_figures),
           count(*) FILTER (WHERE state = 'queued' AND coalesce(not_before, created_at) <= now()),
           coalesce(extract(epoch FROM now() - min(coalesce(not_before, created_at))
             FILTER (WHERE state = 'queued' AND coalesce(not_before, created_at) <= now())), 0)::float8,
           count(*) FILTER (WHERE state = 'running'),
           count(*) FILTER (WHERE state = 'failed' AND finished_at > now() - interval '{days} days')
      FROM "{s}"."jobs_job"
"""


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of one company without looking into it. `behind` is None when its schema could not be read.

    `behind` counts migrations that its schema lacks, `waiting` jobs that could have begun, the first of them
    `wait_seconds` ago, `failed` those of the last week; `unmapped` says how many of how many codes lack a description.
    """

    behind: int | None = None
    scored_at: datetime | None = None
    waiting: int = 0
    wait_seconds: float = 0.0
    running: int = 0
    failed: int = 0
    bytes: int = 0
    unmapped: tuple[int, int] = (0, 0)
    lacks: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_current(self) -> bool:
        """Whether the schema is there and has every migration, so that it can be asked for more."""
        return self.behind == 0


def measures_of(companies: Collection[Tenant]) -> dict[str, Measures]:
    """Return the measures of companies by slug; those of a database that does not answer are left empty."""
    found: dict[str, Measures] = {company.slug: Measures() for company in companies}
    for database, here in by_database(companies).items():
        try:
            with outside_in(database):
                found |= _measured(here)
        except (DatabaseError, ConnectionDoesNotExist):
            continue  # shown as unknown: one database that is away must not hide the others
    return found


def _measured(companies: list[Tenant]) -> dict[str, Measures]:
    schemas = _asked(_THERE, [[company.schema_name for company in companies]])
    lacks = _lacks({str(row[0]) for row in schemas})
    current = [company for company in companies if lacks.get(company.schema_name) == ()]
    names = [company.schema_name for company in companies]
    sizes = {str(schema): int(str(size)) for schema, size in _asked(_SIZES, [names])}
    shares = unmapped_shares(current)
    work = _work([company.schema_name for company in current])
    return {
        company.slug: _of(
            lacks.get(company.schema_name),
            size=sizes.get(company.schema_name, 0),
            share=shares.get(company.slug, (0, 0)),
            work=work.get(company.schema_name),
        )
        for company in companies
    }


def _of(lacks: tuple[str, ...] | None, *, size: int, share: tuple[int, int], work: Work | None) -> Measures:
    if lacks is None:
        return Measures(bytes=size)
    if work is None:
        return Measures(behind=len(lacks), lacks=lacks, bytes=size)
    scored_at, waiting, seconds, running, failed = work
    return Measures(
        behind=0,
        scored_at=scored_at,
        waiting=waiting,
        wait_seconds=seconds,
        running=running,
        failed=failed,
        bytes=size,
        unmapped=share,
    )


def _lacks(schemas: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the migrations that each schema lacks; what a set of migrations lacks is found out once."""
    known: dict[frozenset[tuple[str, str]], tuple[str, ...]] = {}
    found: dict[str, tuple[str, ...]] = {}
    for schema, applied in applied_by_schema(sorted(schemas)).items():
        if applied not in known:
            known[applied] = tuple(".".join(key) for key in missing_migrations(applied))
        found[schema] = known[applied]
    return found


def _work(schemas: Iterable[str]) -> dict[str, Work]:
    question = " UNION ALL ".join(
        _WORK.format(s=schema, scores=settings.SCORES_TABLE, days=FAILED_WITHIN_DAYS) for schema in schemas
    )
    rows = _asked(question, []) if question else []
    return {str(row[0]): cast("Work", row[1:]) for row in rows}


def _asked(question: str, values: list[Any]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())
