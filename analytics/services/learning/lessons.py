"""Each plan's newest evaluation beside its frozen forecast, and whether it teaches anything about forecasts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from analytics.models.plan_evaluation import PlanEvaluation, Verdict
from analytics.models.settings import Settings
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.evaluation.calibration_chart import Pair, standard_error
from analytics.numerics.evaluation.causal_discount import Outcome
from journeys.models import ActionPlan

DAYS_A_MONTH = 365.25 / 12
NO_FORECAST = "no forecast of money was made at approval"
TOO_LATE = "the forecast was made after the plan had begun"
UNDECIDED = "the evaluation cannot tell what the plan did"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A plan's newest evaluation beside its frozen forecast, both over the evaluated span, in major units.

    `taught` is None for a plan that does not count, and `reason` says why. `backdated` plans were written down after
    their start; their forecast used nothing that came later, but their expected uplift was known better.
    """

    plan: str
    evaluation: int
    inputs_hash: str
    forecast: Estimate
    outcome: Estimate
    taught: Outcome | None
    reason: str
    backdated: bool

    @property
    def pair(self) -> Pair | None:
        """Return forecast and outcome for the calibration chart, None for a plan that does not count."""
        return Pair(self.forecast, self.outcome) if self.taught is not None else None


def lessons(settings: Settings, *, as_of: datetime | None = None) -> list[Lesson]:
    """Return the newest evaluation of every plan kept by `as_of`, by the plan's code."""
    rows = PlanEvaluation.objects.select_related("plan").order_by("plan__code", "-number")
    if as_of is not None:
        rows = rows.filter(created_at__lte=as_of)
    newest: dict[str, PlanEvaluation] = {}
    for row in rows:
        newest.setdefault(row.plan.code, row)
    return [_lesson(row, settings) for row in newest.values()]


def _lesson(row: PlanEvaluation, settings: Settings) -> Lesson:
    plan, frozen = row.plan, row.plan.forecast or {}
    share = _share_of_span(plan, frozen, settings)
    forecast, gain = (_times(_read(frozen.get(name)), share) for name in ("delta_equity", "gain"))
    outcome, effect = _read(row.results.get("money")), _read(row.results.get("effect"))
    start = datetime.combine(plan.start_date, time.min, tzinfo=ZoneInfo(settings.timezone)).astimezone(UTC)
    reason = next(_objections(row, (forecast, gain), (outcome, effect), start), "")
    return Lesson(
        plan=plan.code,
        evaluation=row.number,
        inputs_hash=row.inputs_hash,
        forecast=forecast,
        outcome=outcome,
        taught=None if reason else _taught(gain, outcome, effect, frozen["uplift_points"]),
        reason=reason,
        backdated=bool(frozen.get("backdated", False)),
    )


def _objections(
    row: PlanEvaluation, forecast: Sequence[Estimate], found: Sequence[Estimate], start: datetime
) -> Iterator[str]:
    """Yield every reason why an evaluation teaches nothing about forecasts."""
    if any(one.value is None or one.low is None or one.high is None for one in forecast):
        yield NO_FORECAST
    if not (row.plan.forecast or {}).get("uplift_points"):
        yield NO_FORECAST
    if row.plan.approved_at is None or row.plan.approved_at > start:
        yield TOO_LATE
    if row.verdict == Verdict.CANNOT_TELL:
        yield UNDECIDED
    for one in found:
        if one.value is None or not standard_error(one) > 0:
            yield one.reason or UNDECIDED


def _taught(gain: Estimate, outcome: Estimate, effect: Estimate, uplift_points: float) -> Outcome:
    """Return the money that the observed link promised for the effect that was reached, and what came.

    A plan that failed to move the metric says nothing about what moving it is worth.
    """
    reached, doubt = (part / 10.0 / uplift_points for part in (effect.value or 0.0, standard_error(effect)))
    promised = gain.value or 0.0
    return Outcome(
        forecast=promised * reached,
        forecast_error=((standard_error(gain) * reached) ** 2 + (promised * doubt) ** 2) ** 0.5,
        outcome=outcome.value or 0.0,
        outcome_error=standard_error(outcome),
    )


def _share_of_span(plan: ActionPlan, frozen: Mapping[str, Any], settings: Settings) -> float:
    """Return what a forecast's present value of 1 brings, undiscounted, in the evaluated span: it accrues evenly."""
    horizon = int(frozen.get("horizon_months", settings.horizon_months))
    rate = float(frozen.get("discount_rate_monthly", settings.discount_rate_monthly))
    present = sum((1 + rate) ** -month for month in range(1, horizon + 1))
    return min(_months(plan.start_date, plan.evaluate_to), horizon) / present


def _months(first: date, end: date) -> float:
    return (end - first).days / DAYS_A_MONTH


def _read(printed: object) -> Estimate:
    """Return a stored estimate, one without a figure where none was stored."""
    return Estimate.read(printed) if isinstance(printed, Mapping) else insufficient(0, NO_FORECAST)


def _times(found: Estimate, factor: float) -> Estimate:
    value, low, high = (None if part is None else factor * part for part in (found.value, found.low, found.high))
    return Estimate(value, low, high, found.n, found.status, found.reason, found.method)
