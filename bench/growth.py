"""Cost as facts grow: full and incremental scoring of 12 touchpoints by 8 segments, beside the same sums in SQL."""

import math
import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from django.db import connection, transaction
from django.utils import timezone

from analytics.aggregates.reading import CellReader
from analytics.services.refresh import refresh_aggregates
from analytics.services.scoring.score import score_company
from analytics.services.scoring.span import Span
from bench.aggregates import seconds, settle
from bench.companies import scratch_company
from bench.facts import SHEET_SIZE, write_customers, write_orders, write_sheets
from bench.plain_sums import ANSWERS, CHECKED, PURCHASES, write_sums
from tenants.models.tenant import Tenant

SIZES = [int(size) for size in os.environ.get("BENCH_GROWTH", "500000,1000000,2000000,5000000").split(",")]
NEW = 10_000
NEWEST = 2026 * 12 + 9
"""The month of the newest facts: October 2026."""

_CUSTOMERS = 200_000
_TOUCHPOINTS, _SEGMENTS = 12, 8
_HISTORY = {"customers": _CUSTOMERS, "start": "2024-11-01T00:00:00+08:00", "days": 730}
_RECENT = {"customers": _CUSTOMERS, "start": "2026-10-15T00:00:00+08:00", "days": 15}


@dataclass
class Cost:
    """Seconds at each size: all facts read again, 10,000 new ones, CPU of scoring a month, the sums in plain SQL."""

    full: list[float] = field(default_factory=list)
    incremental: list[float] = field(default_factory=list)
    scoring_cpu: list[float] = field(default_factory=list)
    postgres: list[float] = field(default_factory=list)
    duck: list[float] = field(default_factory=list)


def measures() -> dict[str, dict[str, object]]:
    """Return full and incremental scoring against plain SQL at each size, and how each grows with the facts."""
    cost, sheets = Cost(), 0
    with scratch_company() as company, tempfile.TemporaryDirectory() as folder:
        with transaction.atomic():
            write_customers(customers=_CUSTOMERS, touchpoints=_TOUCHPOINTS, segments=_SEGMENTS)
        for size in SIZES:
            sheets = _grow(sheets, size // SHEET_SIZE)
            cost.full.append(seconds(lambda: refresh_aggregates(company=company, rebuild=True)))
            cost.scoring_cpu.append(_cpu(lambda: _score(company)))
            _write_answers(sheets + 1, sheets + NEW // SHEET_SIZE, _RECENT)
            sheets += NEW // SHEET_SIZE
            cost.incremental.append(seconds(lambda: _score(company)))
            wanted = _totals()
            cost.postgres.append(_in_postgres(wanted))
            cost.duck.append(_in_duckdb(Path(folder), wanted))
    return _rows(cost)


def _grow(before: int, wanted: int) -> int:
    """Add answer sheets, and an order for every second one, until there are `wanted`; return how many there are."""
    _write_answers(before + 1, wanted, _HISTORY)
    with transaction.atomic():
        write_orders(first=before // 2 + 1, last=wanted // 2, **_HISTORY)
    settle()
    return wanted


def _write_answers(first: int, last: int, spans: dict[str, object]) -> None:
    with transaction.atomic():
        write_sheets(first=first, last=last, touchpoints=_TOUCHPOINTS, **spans)  # type: ignore[arg-type]  # known keys


def _score(company: Tenant) -> None:
    score_company(company=company, now=timezone.now(), span=Span.of_months(NEWEST, NEWEST))


def _cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` took in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _totals() -> dict[str, int]:
    """Return the totals that plain SQL must arrive at, from the aggregates."""
    window = (NEWEST - 36, NEWEST + 1)
    reader = CellReader(*window)
    drivers, loyalty = reader.drivers(window), reader.loyalty(window)
    count = len(drivers.touchpoints)
    met, scores = drivers.gram[:, 1 : 1 + count, 1 : 1 + count], drivers.gram[:, 1 + count :, 1 + count :]
    joint = drivers.joint.sum(axis=(0, 1))
    return {
        "rows": int(drivers.n.sum()),
        "products": sum(int(scores[:, j, : j + 1].sum()) for j in range(count)),
        "pairs": sum(int(met[:, j, : j + 1].sum()) for j in range(count)),
        "joint": sum(int(joint[v, u]) * (v + 1) * (u + 1) for v in range(11) for u in range(11)),
        "revenue": int(loyalty.revenue.sum()),
        "repurchased": int(loyalty.repurchased.sum()),
    }


def _in_postgres(wanted: dict[str, int]) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        started = time.perf_counter()
        cursor.execute(f"CREATE TEMP TABLE answers ON COMMIT DROP AS {ANSWERS}")
        cursor.execute(f"CREATE TEMP TABLE purchases ON COMMIT DROP AS {PURCHASES}")
        write_sums(cursor.execute, divide="/")
        took = time.perf_counter() - started

        def ask(sql: str) -> int:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

        _compare("PostgreSQL", wanted, ask)
        transaction.set_rollback(True)
    return took


def _in_duckdb(folder: Path, wanted: dict[str, int]) -> float:
    """Return the seconds of the sums in DuckDB, one thread, from tables that it holds in memory already."""
    for name, sql in (("answers", ANSWERS), ("purchases", PURCHASES)):
        written = f"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)"
        with connection.cursor() as cursor, (folder / name).open("wb") as target, cursor.copy(written) as lines:
            target.writelines(lines)
    with duckdb.connect(config={"threads": 1}) as duck:
        for name in ("answers", "purchases"):
            duck.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder / name}', header = true)")
        took = seconds(lambda: write_sums(duck.execute, divide="//"))
        _compare("DuckDB", wanted, lambda sql: int(duck.execute(sql).fetchall()[0][0]))
    return took


def _compare(engine: str, wanted: dict[str, int], ask: Callable[[str], int]) -> None:
    """Make sure that the same was calculated."""
    found = {name: ask(sql) for name, sql in CHECKED.items()}
    if found != wanted:
        raise AssertionError(f"{engine} arrives at {found}, the aggregates hold {wanted}")


def _rows(cost: Cost) -> dict[str, dict[str, object]]:
    rows: dict[str, dict[str, object]] = {}
    for place, size in enumerate(SIZES):
        label = f"{size // 1000}k"
        for engine, other in (("sql", cost.postgres[place]), ("duckdb", cost.duck[place])):
            rows[f"full_vs_{engine}_{label}"] = _row(other, cost.full[place], "s to sum all facts")
            rows[f"scored_vs_{engine}_{label}"] = _row(
                other, cost.incremental[place], f"s to take in and score {NEW:,} new answers"
            )
        rows[f"score_cpu_{label}"] = _row(
            cost.scoring_cpu[0], cost.scoring_cpu[place], "CPU s to score a month (other: the smallest company)"
        )
    if len(SIZES) > 1:
        names = {"full": cost.full, "scored": cost.incremental, "score_cpu": cost.scoring_cpu}
        for name, ours in names.items():
            rows[f"exponent_{name}"] = _row(
                _exponent(cost.postgres), _exponent(ours), "power of the number of facts (other: plain SQL)"
            )
    return rows


def _exponent(times: list[float]) -> float:
    """Return the slope of log seconds over log facts, by least squares."""
    xs, ys = [math.log(size) for size in SIZES], [math.log(took) for took in times]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    products = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True))
    return products / sum((x - x_mean) ** 2 for x in xs)


def _row(other: float, ours: float, unit: str) -> dict[str, object]:
    return {"ratio": other / ours, "ours": ours, "other": other, "unit": unit, "runs": 1}
