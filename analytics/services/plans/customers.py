"""Plans that treat customers: told by an attribute, compared person by person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from analytics.aggregates.plan_customers import COUNTED, NOBODY, Arms, ArmSums, Span, customer_sums
from analytics.models.settings import Settings
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.evaluation.chosen_people import evaluate_chosen
from analytics.numerics.evaluation.cuped import METHOD, cuped, evaluate_lottery, filled
from analytics.numerics.evaluation.verdict import Evaluation, cannot_tell
from analytics.services.plans.findings import Finding, scaled
from analytics.services.plans.measures import COMPANY_WIDE
from analytics.services.plans.terms import Frozen
from analytics.services.scoring.money import minor_per_major
from journeys.models.plan import PlanDesign, PlanMetric

EMPTY = ArmSums((NOBODY, NOBODY), (NOBODY, NOBODY))
WORDS = {
    str(PlanDesign.DID): "customers before and after, by difference-in-differences and at the same level before",
    str(PlanDesign.RANDOMISED): "lottery of customers, adjusted for the time before (CUPED)",
}


@dataclass(frozen=True, slots=True)
class CustomerComparison:
    """Sums of a plan's metric over its customers, of two spans before the plan, and of their margin."""

    design: str
    sums: ArmSums
    earlier: ArmSums
    margin: ArmSums
    comparable: bool
    everybody_else: bool
    minor_per_major: int

    def plain(self) -> Mapping[str, object]:
        """Return what is compared as plain values, for a hash."""
        parts = {"sums": self.sums, "earlier": self.earlier, "margin": self.margin}
        return {"design": self.design, **{name: asdict(part) for name, part in parts.items()}}

    def find(self, seed: int) -> Finding:
        """Compare; nothing here is drawn, so the seed does not matter."""
        others = ", compared with all other customers" if self.everybody_else else ""
        words = WORDS.get(self.design, self.design)
        control, treated = filled(self.sums.known, self.sums.unknown)
        arms = {"treated": (treated.n, treated.y), "control": (control.n, control.y)}
        return Finding(self.design, words + others, self._judge(), self._money(), arms)

    def _judge(self) -> Evaluation:
        if self.design == PlanDesign.RANDOMISED:
            return evaluate_lottery(*filled(self.sums.known, self.sums.unknown))
        if self.design != PlanDesign.DID:
            n = round(sum(self.sums.people()))
            return cannot_tell(n, f"customers cannot be judged by the design {self.design}; use did or randomised")
        control, treated = filled(self.sums.known, EMPTY.unknown)
        earlier = filled(self.earlier.known, EMPTY.unknown)
        return evaluate_chosen(control, treated, earlier, comparable=self.comparable)

    def _money(self) -> Estimate:
        """Return the extra margin of the treated customers over the evaluated span, in major units."""
        control, treated = filled(self.margin.known, self.margin.unknown)
        if control.yy + treated.yy == 0:
            return insufficient(round(control.n + treated.n), "these customers have no orders", method=METHOD)
        found = cuped(control, treated).adjusted.effect
        return scaled(found, treated.n / self.minor_per_major)


def compare_customers(frozen: Frozen, arms: Arms, design: str, settings: Settings) -> CustomerComparison:
    """Read what the customers of a plan did, before and after."""
    counted = frozen.metric in COUNTED
    before, after = spans_of(frozen, counted=counted)
    return CustomerComparison(
        design=design,
        sums=_sums(frozen, arms, before, after, settings),
        earlier=_earlier(frozen, arms, before, settings, counted=counted),
        margin=_margins(frozen, arms, settings),
        comparable=not counted or before[1] - before[0] == after[1] - after[0],
        everybody_else=not arms.control,
        minor_per_major=minor_per_major(settings.currency),
    )


def spans_of(frozen: Frozen, *, counted: bool) -> tuple[Span, Span]:
    """Return the spans before and after; what is counted needs both equally long, as far as the baseline goes."""
    after = (frozen.start, frozen.end)
    length = min(frozen.end - frozen.start, frozen.start - frozen.first)
    return (frozen.start - length if counted else frozen.first, frozen.start), after


def _earlier(frozen: Frozen, arms: Arms, before: Span, settings: Settings, *, counted: bool) -> ArmSums:
    """Return the sums of a placebo: two spans of the baseline, the later one as if the plan had run in it."""
    length = (before[1] - before[0]).days
    if counted:
        first, middle = before[0] - timedelta(days=length), before[0]
    else:
        first, middle = before[0], before[0] + timedelta(days=length // 2)
    if first < frozen.first or middle <= first:
        return EMPTY
    return _sums(frozen, arms, (first, middle), (middle, before[1]), settings)


def _sums(frozen: Frozen, arms: Arms, before: Span, after: Span, settings: Settings) -> ArmSums:
    metric, touchpoint = frozen.metric, frozen.touchpoint
    tries = [None, touchpoint] if metric in COMPANY_WIDE else [touchpoint]
    found = EMPTY
    for about in dict.fromkeys(tries):
        found = customer_sums(metric=metric, arms=arms, touchpoint=about, before=before, after=after, settings=settings)
        if sum(found.people()):
            return found
    return found


def _margins(frozen: Frozen, arms: Arms, settings: Settings) -> ArmSums:
    """Return the sums of margin; where orders carry none, the margin rate of their amounts."""
    before, after = spans_of(frozen, counted=True)

    def of(metric: str) -> ArmSums:
        return customer_sums(metric=metric, arms=arms, touchpoint=None, before=before, after=after, settings=settings)

    margins = of(str(PlanMetric.MARGIN))
    if any(sums[2] or sums[4] for sums in (*margins.known, *margins.unknown)):
        return margins
    rate, amounts = settings.margin_rate, of(str(PlanMetric.REVENUE))

    def share(sums: tuple[float, ...]) -> tuple[float, float, float, float, float, float]:
        n, y, yy, x, xx, xy = sums
        return n, rate * y, rate**2 * yy, rate * x, rate**2 * xx, rate**2 * xy

    control, treated = (share(sums) for sums in amounts.known)
    return ArmSums((control, treated), amounts.unknown)
