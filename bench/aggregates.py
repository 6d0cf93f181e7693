"""Bringing aggregates up to date with 10,000 new answers, against rebuilding them from all facts."""

import os
import resource
import time
from collections.abc import Callable

from django.db import connection, transaction

from analytics.services.refresh import refresh_aggregates
from analytics.services.verify import verify_aggregates
from bench.companies import scratch_company
from bench.facts import SHEET_SIZE, write_customers, write_orders, write_sheets
from tenants.models.tenant import Tenant

FACTS = int(os.environ.get("BENCH_FACTS", "2000000"))
NEW = 10_000
_CUSTOMERS = 200_000
_RUNS = 3
_HISTORY = {"customers": _CUSTOMERS, "start": "2024-11-01T00:00:00+08:00", "days": 730}
_RECENT = {"customers": _CUSTOMERS, "start": "2026-10-15T00:00:00+08:00", "days": 15}


def measures() -> dict[str, dict[str, object]]:
    """Return `incremental_recent` (new answers of this month) and `incremental_late` (spread over all two years)."""
    with scratch_company() as company:
        sheets = FACTS // SHEET_SIZE
        with transaction.atomic():
            write_customers(customers=_CUSTOMERS)
            write_sheets(first=1, last=sheets, **_HISTORY)
            write_orders(first=1, last=sheets // 2, **_HISTORY)
        settle()
        rebuilds = [seconds(lambda: refresh_aggregates(company=company, rebuild=True)) for _ in range(_RUNS)]
        settle()
        recent, late = [], []
        after = sheets
        for _ in range(_RUNS):
            for spans, into in ((_RECENT, recent), (_HISTORY, late)):
                after = _more_sheets(after, spans)
                into.append(seconds(lambda: refresh_aggregates(company=company)))
        _check(company)
    rebuild = sorted(rebuilds)[len(rebuilds) // 2]
    return {
        "incremental_recent": _row(rebuild, recent),
        "incremental_late": _row(rebuild, late),
    }


def _more_sheets(after: int, spans: dict[str, object]) -> int:
    """Write 10,000 more answers in sheets numbered above `after`; return the last number."""
    last = after + -(-NEW // SHEET_SIZE)
    with transaction.atomic():
        write_sheets(first=after + 1, last=last, **spans)  # type: ignore[arg-type]  # one of two known mappings
    return last


def settle() -> None:
    """Do what autovacuum does in time: statistics, and summaries of the block ranges of what was written."""
    with connection.cursor() as cursor:
        for table in ("feedback_feedbackitem", "feedback_order", "feedback_customer", "analytics_cell"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def seconds(work: Callable[[], object]) -> float:
    """Return the wall seconds that `work` took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _check(company: Tenant) -> None:
    """Make sure that what was measured is right."""
    differences = verify_aggregates(company=company).differences
    if differences:
        raise AssertionError(f"the measured aggregates differ from the facts: {differences[:3]}")


def _row(rebuild: float, runs: list[float]) -> dict[str, object]:
    ours = sorted(runs)[len(runs) // 2]
    return {
        "ratio": rebuild / ours,
        "ours": ours,
        "other": rebuild,
        "unit": f"s for {NEW:,} new answers on {FACTS:,} facts",
        "runs": len(runs),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
