"""What waits in each company, asked in a few queries however many there are: counts and ages, never content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import batched, groupby

import psycopg
from psycopg import sql

from tenants.access import FIRST_DATABASE

AT_ONCE = 100

type Line = psycopg.Connection[tuple[object, ...]]

# Companies and their databases, with how late their scoring is on the schedule and when it was last asked for.
_COMPANIES = """
SELECT t.schema_name, t.database, t.status,
       coalesce(extract(epoch FROM now() - s.next_due_at), 0)::float8, extract(epoch FROM s.last_run_at)::float8
  FROM public.tenants_tenant t
  LEFT JOIN public.tenants_tenantschedule s ON s.tenant_id = t.id AND s.task = 'score' AND t.status = 'active'
 WHERE t.kind = 'company'
 ORDER BY t.database, t.schema_name
"""
_THERE = (
    "SELECT name FROM unnest(%s::text[]) name"
    " WHERE to_regclass(quote_ident(name) || '.analytics_watermark') IS NOT NULL ORDER BY name"
)
_ONE = """
SELECT {name}, (SELECT count(*) FROM {s}.hooks_webhookevent WHERE is_pending),
       (SELECT extract(epoch FROM now() - min(created_at))::float8 FROM {s}.hooks_webhookevent WHERE is_pending),
       d.due, d.age, (SELECT count(*) FROM {s}.hooks_webhookendpoint WHERE failing_since IS NOT NULL),
       j.jobs, j.age, j.scoring, (SELECT extract(epoch FROM refreshed_at)::float8 FROM {s}.analytics_watermark),
       extract(epoch FROM now())::float8
  FROM (SELECT count(*) AS due, extract(epoch FROM now() - min(o.due_at))::float8 AS age
          FROM {s}.hooks_webhookdelivery o JOIN {s}.hooks_webhookendpoint e ON e.id = o.endpoint_id
         WHERE o.state = 'open' AND e.state = 'active' AND greatest(o.due_at, e.not_before) < now()) d,
       (SELECT count(*) AS jobs,
               extract(epoch FROM now() - min(greatest(created_at, not_before)) FILTER (WHERE state = 'queued'
                 AND coalesce(not_before, created_at) <= now()))::float8 AS age,
               extract(epoch FROM now() - min(created_at) FILTER (WHERE kind = 'score'))::float8 AS scoring
          FROM {s}.jobs_job WHERE state IN ('queued', 'running')) j
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in one company; ages in seconds, nought when nothing waits."""

    schema: str
    status: str
    pending: int = 0
    pending_age: float = 0.0
    due: int = 0
    due_age: float = 0.0
    failing: int = 0
    jobs: int = 0
    job_age: float = 0.0
    score_age: float = 0.0
    lag: float = 0.0
    read_age: float = 0.0


def companies_told(lines: Callable[[str], AbstractContextManager[Line]]) -> Iterator[Backlog]:
    """Yield what waits in each company whose tables are there; `lines` opens a connection to a database."""
    with lines(FIRST_DATABASE) as line:
        rows = line.execute(_COMPANIES).fetchall()
    for database, found in groupby(rows, key=lambda row: str(row[1])):
        listed = {str(row[0]): row[2:] for row in found}
        with lines(database) as line:
            there = [str(row[0]) for row in line.execute(_THERE, [list(listed)]).fetchall()]
            for schemas in batched(there, AT_ONCE, strict=False):
                asked = [sql.SQL(_ONE).format(name=sql.Literal(name), s=sql.Identifier(name)) for name in schemas]
                for row in line.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall():
                    yield _backlog(row, listed[str(row[0])])


def _backlog(row: tuple[object, ...], known: tuple[object, ...]) -> Backlog:
    status, overdue, asked_at = known
    schema, pending, pending_age, due, due_age, failing, jobs, job_age, scoring, read_at, now = row
    asked, read, moment = _number(asked_at), _number(read_at), _number(now)
    return Backlog(
        schema=str(schema),
        status=str(status),
        pending=int(_number(pending)),
        pending_age=_number(pending_age),
        due=int(_number(due)),
        due_age=_number(due_age),
        failing=int(_number(failing)),
        jobs=int(_number(jobs)),
        job_age=_number(job_age),
        score_age=max(0.0, _number(overdue), _number(scoring)),
        lag=moment - asked if asked > read else 0.0,
        read_age=moment - read if read else 0.0,
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
