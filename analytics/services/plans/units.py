"""Plans that are introduced unit by unit: treated units against others, before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.aggregates.plan_cells import PlanCell
from analytics.models.settings import Settings
from analytics.numerics.arrays import Numbers
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.evaluation.callaway_santanna import NEVER
from analytics.numerics.evaluation.course import course
from analytics.numerics.evaluation.did import METHOD, difference_in_differences
from analytics.numerics.evaluation.staggered import evaluate_rollout
from analytics.numerics.evaluation.unit_lottery import evaluate_unit_lottery
from analytics.numerics.evaluation.verdict import Evaluation, cannot_tell
from analytics.services.plans.findings import Finding, Stretch, scaled
from analytics.services.plans.measures import LONGEST_PERIOD_DAYS, Panel, cells_around, margin_cells, panel_of
from analytics.services.plans.terms import Frozen
from analytics.services.scoring.money import minor_per_major
from journeys.models.plan import PlanDesign, PlanMetric

WORDS = {
    str(PlanDesign.DID): "difference-in-differences by unit",
    str(PlanDesign.RANDOMISED): "lottery of units, at the same level before",
    str(PlanDesign.STAGGERED): "staggered roll-out by unit, never-treated controls",
}
LENGTHS, ENOUGH_COMPLETE = (LONGEST_PERIOD_DAYS, 28, 56), 0.9
NO_CONTACTS = "retention is told customer by customer; name treated_customers_attribute, or use repurchase"


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """The panels of a plan's metric and money; `panel` is None where the metric is not told by unit."""

    frozen: Frozen
    design: str
    panel: Panel | None
    money: Panel
    minor_per_major: int

    def plain(self) -> Mapping[str, object]:
        """Return what is compared as plain values, for a hash."""
        panel = self.panel.plain() if self.panel is not None else None
        return {"design": self.design, "metric": panel, "money": self.money.plain()}

    def find(self, seed: int) -> Finding:
        """Compare."""
        others = ", compared with all other units" if self.frozen.arms.all_others else ""
        metric = cannot_tell(0, NO_CONTACTS) if self.panel is None else self._judge(self.panel, seed)
        return Finding(self.design, WORDS[self.design] + others, metric, self._money(seed), course=self._course())

    def _course(self) -> list[Stretch]:
        """Return how both arms went; empty where the metric is not told by unit."""
        panel = self.panel
        if panel is None or not panel.n.size:
            return []
        firsts = [date.fromordinal(round(day)) for day in panel.days.tolist()]
        ends = [*firsts[1:], self.frozen.end]
        steps = course(panel.n, panel.total, panel.treated)
        rows = enumerate(zip(firsts, ends, steps, strict=True))
        return [Stretch(first, end, place >= panel.first_post, step) for place, (first, end, step) in rows]

    def _judge(self, panel: Panel, seed: int) -> Evaluation:
        if self.design == PlanDesign.STAGGERED:
            return evaluate_rollout(panel.n, panel.total, first_periods(panel, self.frozen), seed=seed)
        method: Callable[..., Evaluation] = (
            evaluate_unit_lottery if self.design == PlanDesign.RANDOMISED else difference_in_differences
        )
        return method(panel.n, panel.total, panel.treated, panel.first_post, seed=seed)

    def _money(self, seed: int) -> Estimate:
        """Return the extra margin of the treated units over the evaluated span, in major units.

        The effect on the margin of a unit and day, times the days of all treated units since their start.
        """
        if not self.money.n.size:
            return insufficient(0, "orders do not name the units of this plan", method=METHOD)
        treated = [unit for unit, chosen in zip(self.money.units, self.money.treated.tolist(), strict=True) if chosen]
        days = sum((self.frozen.end - self.frozen.starts.get(unit, self.frozen.start)).days for unit in treated)
        return scaled(self._judge(self.money, seed).effect, days / self.minor_per_major)


def compare_units(frozen: Frozen, design: str, settings: Settings) -> UnitComparison:
    """Read what the units of a plan measured and earned."""
    arms, span = frozen.arms, (frozen.first, frozen.start, frozen.end)
    panel = None
    if frozen.metric != PlanMetric.RETENTION:
        cells = cells_around(frozen.metric, frozen.touchpoint, arms.units, span, settings)
        panel = complete_panel(cells, frozen) if design == PlanDesign.STAGGERED else panel_of(cells, arms, *span)
    margins = margin_cells(arms.units, frozen.first, frozen.end, settings)
    return UnitComparison(
        frozen, design, panel, panel_of(margins, arms, *span, per_day=True), minor_per_major(settings.currency)
    )


def complete_panel(cells: list[PlanCell], frozen: Frozen) -> Panel:
    """Return a panel with periods so long that nearly all units have answers in each, as roll-outs need."""
    for longest in LENGTHS:
        panel = panel_of(cells, frozen.arms, frozen.first, frozen.start, frozen.end, longest=longest)
        seen = panel.n[:, panel.n.sum(axis=0) > 0]
        if seen.size and (seen > 0).all(axis=1).mean() >= ENOUGH_COMPLETE:
            return panel
    return panel


def first_periods(panel: Panel, frozen: Frozen) -> Numbers:
    """Return the first treated period of each unit, -1 for those that were never treated.

    A period in which a unit starts counts as treated, so that the time before is clean.
    """
    starts = np.full(len(panel.units), NEVER)
    for place, unit in enumerate(panel.units):
        if panel.treated[place]:
            day = frozen.starts.get(unit, frozen.start).toordinal()
            starts[place] = int(np.searchsorted(panel.days, day, side="right")) - 1
    return starts
