"""What the arms of a plan measured: its metric, and its money, by unit and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analytics.aggregates.plan_cells import PlanCell, follow_up_days, plan_cells
from analytics.models.settings import Settings
from analytics.numerics.arrays import Bools, Floats
from analytics.services.scoring.layout import members_of, read_layout
from analytics.services.scoring.money import minor_per_major
from journeys.models.plan import PlanMetric
from tenants.members.models import Unit

COMPANY_WIDE = (PlanMetric.NPS, PlanMetric.LOYALTY)
MONEY = (PlanMetric.REVENUE, PlanMetric.MARGIN)
OF_ORDERS = (*MONEY, PlanMetric.REPURCHASE)
LONGEST_PERIOD_DAYS = 14
FEWEST_PERIODS = 4


@dataclass(frozen=True, slots=True)
class Arms:
    """The units of a plan that hold facts, and which of them are treated."""

    treated: tuple[str, ...]
    control: tuple[str, ...]
    all_others: bool

    @property
    def units(self) -> tuple[str, ...]:
        """Return all units, treated first."""
        return (*self.treated, *self.control)


@dataclass(frozen=True, slots=True)
class Panel:
    """Sums over units (U) and periods (T): how many, their total, who is treated, the first period of the plan.

    `days` (T,) is the first day of each period as an ordinal.
    """

    n: Floats
    total: Floats
    treated: Bools
    first_post: int
    units: tuple[str, ...]
    days: Floats

    def plain(self) -> dict[str, object]:
        """Return the sums as plain lists, for a hash of what was compared."""
        return {
            "n": self.n.tolist(),
            "total": self.total.tolist(),
            "treated": self.treated.tolist(),
            "days": self.days.tolist(),
        }


def read_arms(terms: Mapping[str, object]) -> Arms:
    """Return the arms of a plan with every unit replaced by itself and what is below it.

    A plan that names no control units is compared with all other units.
    """
    everything = list(Unit.objects.order_by("code").values_list("code", flat=True))
    members = members_of(read_layout().parents, everything)
    treated = _below(members, terms["treated_units"])
    named = _below(members, terms["control_units"])
    control = named or set(everything)
    return Arms(tuple(sorted(treated)), tuple(sorted(control - treated)), not named)


def _below(members: Mapping[str, tuple[str, ...]], units: object) -> set[str]:
    listed = units if isinstance(units, list) else []
    return {below for unit in listed for below in members.get(str(unit), ())}


def metric_cells(
    metric: str, touchpoint: str | None, units: Sequence[str] | None, first: date, end: date, settings: Settings
) -> list[PlanCell]:
    """Return the cells of a plan's metric from `first` up to, not including, `end`; without units the whole company's.

    NPS and loyalty are about the company, unless they were only asked about the touchpoint.
    """
    last = end - timedelta(days=1)
    tries = [None, touchpoint] if metric in COMPANY_WIDE else [None if metric in OF_ORDERS else touchpoint]
    for about in dict.fromkeys(tries):
        cells = plan_cells(metric=metric, units=units, first=first, last=last, touchpoint=about, settings=settings)
        if cells:
            return cells
    return []


def cells_around(
    metric: str,
    touchpoint: str | None,
    units: Sequence[str] | None,
    span: tuple[date, date, date],
    settings: Settings,
) -> list[PlanCell]:
    """Return the cells of a plan's metric over (first, start, end).

    Whether an order is followed by another one takes time to show; so repurchase leaves out orders whose follow-up
    would reach into the plan, or beyond the end.
    """
    first, start, end = span
    if metric != PlanMetric.REPURCHASE:
        return metric_cells(metric, touchpoint, units, first, end, settings)
    wait = timedelta(days=follow_up_days(settings))
    spans = [(first, start - wait), (start, end - wait)]
    return [cell for a, b in spans if a < b for cell in metric_cells(metric, touchpoint, units, a, b, settings)]


def factor_of(metric: str, settings: Settings) -> float:
    """Return the factor from the cells' numbers to the plan's metric: value is 0-100, money in major units."""
    if metric == PlanMetric.VALUE:
        return 10.0
    return 1.0 / minor_per_major(settings.currency) if metric in MONEY else 1.0


def margin_cells(units: Sequence[str] | None, first: date, end: date, settings: Settings) -> list[PlanCell]:
    """Return the margin of the units' orders by day; where orders carry no margin, the margin rate of their amount."""
    margins = metric_cells(PlanMetric.MARGIN, None, units, first, end, settings)
    if margins:
        return margins
    amounts = metric_cells(PlanMetric.REVENUE, None, units, first, end, settings)
    rate = settings.margin_rate
    return [PlanCell(c.unit, c.day, c.n, c.total * rate, c.squares * rate**2) for c in amounts]


def panel_of(
    cells: list[PlanCell],
    arms: Arms,
    first: date,
    start: date,
    end: date,
    *,
    per_day: bool = False,
    longest: int = LONGEST_PERIOD_DAYS,
) -> Panel:
    """Return the cells added up over equal periods, of about `longest` days, before and after the start.

    With `per_day`, n counts days instead of answers, so that the mean is an amount a day: for money, where a day
    without orders is a day with nothing.
    """
    edges, first_post = _edges(first, start, end, longest)
    places = {unit: place for place, unit in enumerate(arms.units)}
    n = np.zeros((len(places), len(edges) - 1))
    total = np.zeros_like(n)
    days = np.array(edges)
    for cell in cells:
        period = int(np.searchsorted(days, cell.day.toordinal(), side="right")) - 1
        n[places[cell.unit], period] += cell.n
        total[places[cell.unit], period] += cell.total
    seen = n.sum(axis=1) > 0
    if per_day:
        n = np.broadcast_to(np.diff(days).astype(np.float64), n.shape)
    treated = np.array([unit in set(arms.treated) for unit in arms.units], dtype=np.bool_)
    units = tuple(unit for unit, kept in zip(arms.units, seen.tolist(), strict=True) if kept)
    return Panel(n[seen], total[seen], treated[seen], first_post, units, days[:-1].astype(np.float64))


def _edges(first: date, start: date, end: date, longest: int) -> tuple[list[int], int]:
    """Return the first days of the periods, as ordinals, with the end; and the number of periods before the start.

    Periods are about `longest` days long, shorter where the span would hold fewer than four.
    """
    before, after = (start - first).days, (end - start).days
    parts = [min(days, max(FEWEST_PERIODS, round(days / longest))) for days in (before, after)]
    left = np.linspace(first.toordinal(), start.toordinal(), parts[0] + 1).round().astype(int)
    right = np.linspace(start.toordinal(), end.toordinal(), parts[1] + 1).round().astype(int)
    return [*left.tolist(), *right.tolist()[1:]], parts[0]
