"""Answers by day put straight into the cells: charts read nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from analytics.aggregates.cells import append_cells
from analytics.aggregates.counters import LEVELS, METRICS, SERIES_SIZE, UNITS, Part, sums, together
from analytics.aggregates.days import day_number
from analytics.aggregates.keys import cell_keys
from analytics.aggregates.series import series_number
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry

FIRST = date(2026, 1, 1)
AS_OF = date(2026, 9, 20)
DAYS = (AS_OF - FIRST).days + 1
USUAL = np.array([2, 1, 1, 2, 2, 5, 6, 12, 22, 22, 25]) / 100
WORSE = np.array([4, 3, 3, 4, 5, 8, 8, 13, 20, 17, 15]) / 100


def add_cells(touchpoint: int, metric: str, hist: np.ndarray, *, first: date = FIRST, segment: int = 0) -> None:
    """Append answers by day and bin (T, 11) of one segment to the cells."""
    day, level = np.nonzero(hist)
    count = hist[day, level].astype(np.int64)
    cells = cell_keys(Cell.Kind.DAY, np.full(len(day), segment), day_number(first) + day, np.zeros(len(day), dtype=int))
    base = series_number(np.full(len(day), touchpoint), METRICS.index(metric), weighted=False) * SERIES_SIZE
    value = level * (UNITS if metric == "score" else 1)
    parts = [
        sums(Part.SERIES, cells, base + level, count),
        sums(Part.SERIES, cells, base + LEVELS, count * value),
        sums(Part.SERIES, cells, base + LEVELS + 1, count * value**2),
    ]
    append_cells({Cell.Kind.DAY: together(parts).grouped()})


def answers(days: int = DAYS, *, n: float = 40.0, worse_from: int | None = None, seed: int = 1) -> np.ndarray:
    """Return answers by day and score of a touchpoint that may become worse on a day."""
    rng = np.random.default_rng(seed)
    size = rng.poisson(n, size=days)
    worse = np.arange(days) >= (days if worse_from is None else worse_from)
    return rng.multinomial(size, np.where(worse[:, None], WORSE, USUAL))


def place(day: date) -> int:
    """Return the place of a day in the answers."""
    return (day - FIRST) // timedelta(days=1)


def add_layout() -> None:
    """Give the touchpoints queue and dine, and the segment of those without one, their places."""
    rows = [("touchpoint", "queue", 0), ("touchpoint", "dine", 1), ("segment", "", 0)]
    LayoutEntry.objects.bulk_create(LayoutEntry(kind=kind, code=code, position=at) for kind, code, at in rows)
