"""How much came into a company, month by month: counts of rows by kind, never what they say."""

from collections import defaultdict
from datetime import date
from typing import Final

from django.conf import settings
from django.db import connection

from tenants.backend.routing import outside_in
from tenants.models.tenant import Tenant
from tenants.selectors.measures import FAILED_WITHIN_DAYS

MONTHS: Final = 12
_QUESTION = """
    SELECT date_trunc('month', created_at AT TIME ZONE %(zone)s)::date, kind, sum(accepted)::bigint
      FROM {table} WHERE state = 'done' AND created_at > now() - make_interval(months => %(months)s)
     GROUP BY 1, 2 ORDER BY 1 DESC
"""
_FAILED = """
    SELECT kind, count(*), max(finished_at) FROM {table}
     WHERE state = 'failed' AND finished_at > now() - make_interval(days => %(days)s) GROUP BY 1 ORDER BY 2 DESC, 1
"""


def rows_by_month(company: Tenant) -> dict[date, dict[str, int]]:
    """Return the rows that a company took in by month of its calendar and kind, the newest month first."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    with outside_in(company.database), connection.cursor() as cursor:
        table = _table(company, settings.BATCHES_TABLE)
        cursor.execute(_QUESTION.format(table=table), {"zone": company.timezone, "months": MONTHS})
        for month, kind, rows in cursor.fetchall():
            found[month][kind] = rows
    return dict(found)


def failed_jobs(company: Tenant) -> list[tuple[str, int, date]]:
    """Return the kinds of jobs that failed in the last week: how many, and when last. Not why: that may quote data."""
    with outside_in(company.database), connection.cursor() as cursor:
        cursor.execute(_FAILED.format(table=_table(company, "jobs_job")), {"days": FAILED_WITHIN_DAYS})
        return list(cursor.fetchall())


def _table(company: Tenant, name: str) -> str:
    quote = connection.ops.quote_name
    return f"{quote(company.schema_name)}.{quote(name)}"
