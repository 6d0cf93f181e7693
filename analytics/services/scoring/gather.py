"""The counters of small scopes in a period, with what is below a unit added to it."""

from analytics.aggregates.counters import Ints
from analytics.aggregates.sums import SeriesKey, SeriesSums
from analytics.services.scoring.figures import Series
from analytics.services.scoring.layout import Layout, members_of
from analytics.services.scoring.months import Months

WHOLE = ""
KINDS = ("segment", "unit", "channel")


def gather_cells(months: Months, period: int, layout: Layout) -> dict[str, dict[str, Series]]:
    """Return the series of the period's segments, units (with those below them) and channels that have answers."""
    cells: dict[str, dict[str, Series]] = {kind: {**months.answered(period, kind)} for kind in KINDS}
    if set(cells["segment"]) <= {WHOLE}:
        cells["segment"] = {}
    units = cells["unit"]
    members = members_of(layout.parents, units)
    cells["unit"] = {code: added([units[unit] for unit in below]) for code, below in members.items()}
    return {kind: part for kind, part in cells.items() if part}


def added(parts: list[Series]) -> Series:
    """Return the sum of series, exact in integers."""
    if len(parts) == 1:
        return parts[0]
    total: dict[SeriesKey, SeriesSums] = {}
    for part in parts:
        for key, sums in part.items():
            before = total.get(key)
            total[key] = sums if before is None else _sum(before, sums)
    return total


def _sum(one: SeriesSums, other: SeriesSums) -> SeriesSums:
    def add(name: str) -> Ints:
        both: Ints = getattr(one, name) + getattr(other, name)
        return both

    return SeriesSums(hist=add("hist"), total=add("total"), squares=add("squares"), scale=one.scale)
