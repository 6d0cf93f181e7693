"""The counters of small scopes in a period, with what is below a unit added to it."""

from collections.abc import Callable, Mapping

from analytics.aggregates.counters import Ints
from analytics.aggregates.sums import SeriesKey, SeriesSums
from analytics.services.scoring.figures import Series
from analytics.services.scoring.layout import Layout, members_of

WHOLE = ""
KINDS = ("segment", "unit", "channel")


def gather_cells(answered: Callable[[str], Mapping[str, Series]], layout: Layout) -> dict[str, dict[str, Series]]:
    """Return the series of the segments, units (with those below them) and channels that have answers.

    `answered` gives those of a kind by code, each unit without the units below it.
    """
    cells: dict[str, dict[str, Series]] = {kind: {**answered(kind)} for kind in KINDS}
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

    lender = _sum(one.lender, other.lender) if one.lender is not None and other.lender is not None else None
    weighed = one.weighed + other.weighed if one.weighed is not None and other.weighed is not None else None
    return SeriesSums(add("hist"), add("total"), add("squares"), one.scale, lender, weighed)
