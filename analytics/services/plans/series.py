"""Plans that treat one series: everybody, or one unit, with series that the plan does not touch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.aggregates.plan_cells import PlanCell
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.evaluation.local_level import METHOD, causal_impact
from analytics.numerics.evaluation.single_series import evaluate_series
from analytics.numerics.evaluation.verdict import cannot_tell
from analytics.services.plans.findings import Finding, scaled
from analytics.services.plans.measures import MONEY, margin_cells, metric_cells
from analytics.services.plans.terms import Frozen
from analytics.services.scoring.money import minor_per_major
from journeys.models.plan import PlanDesign, PlanMetric

WORDS = "one treated series, local level with controls"
LONGEST_DAYS, WANTED_PERIODS = 7, 60
NOT_A_SERIES = "this metric is told customer by customer, which a plan for everybody does not allow to compare"
NOT_ASKED = (PlanMetric.REPURCHASE, PlanMetric.RETENTION)


@dataclass(frozen=True, slots=True)
class SeriesComparison:
    """The treated series (T,), its controls (T, k), single control units (T, U), and the same of the margin a day."""

    series: Floats
    controls: Floats
    donors: Floats
    margin: Floats
    margin_controls: Floats
    first_post: int
    days: int
    minor_per_major: int
    told: bool

    def plain(self) -> Mapping[str, object]:
        """Return what is compared as plain values, for a hash; gaps are null."""
        parts = {"series": self.series, "controls": self.controls, "donors": self.donors}
        money = {"margin": self.margin, "margin_controls": self.margin_controls}
        filled = {name: _without_gaps(part) for name, part in (parts | money).items()}
        return {"design": str(PlanDesign.SINGLE_SERIES), "first_post": self.first_post, **filled}

    def find(self, seed: int) -> Finding:
        """Compare; nothing here is drawn, so the seed does not matter."""
        metric = (
            evaluate_series(self.series, self.controls, self.first_post, donors=self.donors)
            if self.told
            else cannot_tell(0, NOT_A_SERIES, method=METHOD)
        )
        return Finding(str(PlanDesign.SINGLE_SERIES), WORDS, metric, self._money())

    def _money(self) -> Estimate:
        if not self.margin_controls.size or not np.nansum(np.abs(self.margin)) > 0:
            return insufficient(0, "no untreated units have orders to compare the money with", method=METHOD)
        found = causal_impact(self.margin, self.first_post, self.margin_controls)
        return scaled(found.average, self.days / self.minor_per_major)


def compare_series(frozen: Frozen, settings: Settings) -> SeriesComparison:
    """Read the series of a plan and its controls, in periods of a week or less."""
    days, first_post = _edges(frozen)
    treated = frozen.arms.treated or None
    told = frozen.metric not in NOT_ASKED

    def measured(touchpoint: str | None, units: Sequence[str] | None) -> list[PlanCell]:
        if not told:
            return []
        return metric_cells(frozen.metric, touchpoint, units, frozen.first, frozen.end, settings)

    def column(cells: list[PlanCell]) -> Floats:
        return _means(cells, days, per_day=frozen.metric in MONEY)

    untreated = frozen.arms.control if treated else ()
    others = [measured(code, treated) for code in frozen.control_touchpoints]
    pooled = measured(frozen.touchpoint, untreated) if untreated else []
    controls = [column(cells) for cells in (*([pooled] if pooled else []), *others) if cells]
    donors = [column(cells) for unit in untreated if (cells := [cell for cell in pooled if cell.unit == unit])]
    margins = margin_cells(untreated, frozen.first, frozen.end, settings) if untreated else []
    return SeriesComparison(
        series=column(measured(frozen.touchpoint, treated)),
        controls=_stacked(controls, len(days) - 1),
        donors=_stacked(donors, len(days) - 1),
        margin=_means(margin_cells(treated, frozen.first, frozen.end, settings), days, per_day=True),
        margin_controls=_stacked([_means(margins, days, per_day=True)] if margins else [], len(days) - 1),
        first_post=first_post,
        days=(frozen.end - frozen.start).days,
        minor_per_major=minor_per_major(settings.currency),
        told=told,
    )


def _edges(frozen: Frozen) -> tuple[list[int], int]:
    """Return the first days of the periods, as ordinals, with the end; and the number of periods before the start."""
    length = max(1, min(LONGEST_DAYS, (frozen.start - frozen.first).days // WANTED_PERIODS))
    start, first, end = (day.toordinal() for day in (frozen.start, frozen.first, frozen.end))
    before = list(range(start - length, first - 1, -length))[::-1]
    after = list(range(start, end, length))
    if end - after[-1] < length and len(after) > 1:
        after.pop()
    return [*before, *after, end], len(before)


def _means(cells: list[PlanCell], days: list[int], *, per_day: bool) -> Floats:
    """Return the mean of each period, or the sum a day; NaN where there are no answers."""
    n, total = np.zeros(len(days) - 1), np.zeros(len(days) - 1)
    for cell in cells:
        period = int(np.searchsorted(days, cell.day.toordinal(), side="right")) - 1
        if 0 <= period < len(n):
            n[period] += cell.n
            total[period] += cell.total
    return divide(total, np.diff(days) if per_day else n, empty=np.nan)


def _without_gaps(values: Floats) -> object:
    """Return the values as lists, null for a gap."""
    plain = values.astype(object)
    plain[~np.isfinite(values)] = None
    return plain.tolist()


def _stacked(columns: list[Floats], periods: int) -> Floats:
    return np.column_stack(columns) if columns else np.zeros((periods, 0))
