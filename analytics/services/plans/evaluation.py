"""Did a plan work: treated units against comparable ones, before and after, with guards against fooling ourselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.settings import Settings
from analytics.numerics.did import METHOD, Evaluation, difference_in_differences
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.services.plans.approval import plan_of
from analytics.services.plans.measures import (
    Arms,
    Panel,
    factor_of,
    margin_cells,
    metric_cells,
    panel_of,
    read_arms,
)
from analytics.services.scoring import MODEL_VERSION
from analytics.services.scoring.hashing import digest_of, seed_of
from analytics.services.scoring.money import minor_per_major
from analytics.services.settings import settings_of
from journeys.models import ActionPlan
from journeys.models.plan import EffectUnit, PlanMetric
from journeys.services.plan_documents import PlanRefused
from tenants.models.tenant import Tenant

DESIGN = "difference-in-differences by unit"
NO_DESIGN = "none"
CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Frozen:
    """The terms that approval froze."""

    metric: str
    touchpoint: str | None
    first: date
    start: date
    end: date
    arms: Arms
    unit_of_effect: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the comparison found, in the plan's metric and in money."""

    design: str
    metric: Evaluation | None
    effect: Estimate
    money: Estimate
    verdict: str
    reason: str


def evaluate_plan(*, company: Tenant, code: str, now: datetime) -> PlanEvaluation:
    """Evaluate an approved plan by its frozen terms and keep the result as a new version, if anything has changed.

    Raises PlanRefused for a plan that does not exist, is not approved, or has not started.
    """
    plan = plan_of(code)
    terms = _terms_of(plan, now)
    settings = settings_of(company=company)
    frozen = _frozen(terms)
    panel = _metric_panel(frozen, settings)
    money = _money_panel(frozen, settings)
    inputs = digest_of(
        {
            "model": MODEL_VERSION,
            "terms": dict(terms),
            "forecast": plan.forecast,
            "metric": _plain(panel),
            "money": _plain(money),
            "currency": settings.currency,
        }
    )
    stored = PlanEvaluation.objects.filter(plan=plan, model_version=MODEL_VERSION, inputs_hash=inputs).first()
    if isinstance(stored, PlanEvaluation):
        return stored
    finding = _find(frozen, panel, money, settings, seed_of(inputs))
    return _keep(plan, finding, inputs, settings, now)


def _terms_of(plan: ActionPlan, now: datetime) -> Mapping[str, Any]:
    if plan.approved_at is None or plan.baseline is None:
        raise PlanRefused(f"plan {plan.code} is not approved; approve it first with `plan approve`")
    if now.date() <= plan.start_date:
        raise PlanRefused(f"plan {plan.code} starts on {plan.start_date}; there is nothing to evaluate yet")
    terms: Mapping[str, Any] = plan.baseline["terms"]
    return terms


def _frozen(terms: Mapping[str, Any]) -> Frozen:
    return Frozen(
        metric=terms["metric"],
        touchpoint=terms["touchpoint"],
        first=date.fromisoformat(terms["baseline_from"]),
        start=date.fromisoformat(terms["start_date"]),
        end=date.fromisoformat(terms["evaluate_to"]),
        arms=read_arms(terms),
        unit_of_effect=terms["unit_of_effect"],
    )


def _metric_panel(frozen: Frozen, settings: Settings) -> Panel | None:
    if frozen.metric == PlanMetric.REPURCHASE or frozen.unit_of_effect != EffectUnit.UNIT:
        return None
    cells = metric_cells(frozen.metric, frozen.touchpoint, frozen.arms, frozen.first, frozen.end, settings)
    return panel_of(cells, frozen.arms, frozen.first, frozen.start, frozen.end)


def _money_panel(frozen: Frozen, settings: Settings) -> Panel | None:
    if frozen.unit_of_effect != EffectUnit.UNIT:
        return None
    cells = margin_cells(frozen.arms, frozen.first, frozen.end, settings)
    return panel_of(cells, frozen.arms, frozen.first, frozen.start, frozen.end, per_day=True)


def _plain(panel: Panel | None) -> object:
    if panel is None:
        return None
    return {"n": panel.n.tolist(), "total": panel.total.tolist(), "treated": panel.treated.tolist()}


def _find(frozen: Frozen, panel: Panel | None, money: Panel | None, settings: Settings, seed: int) -> Finding:
    if panel is None:
        reason = (
            "customers are not assigned to arms, so there is no one to compare them with"
            if frozen.unit_of_effect != EffectUnit.UNIT
            else "repurchase cannot be compared unit by unit yet; use value, nps, loyalty, revenue or margin"
        )
        return Finding(
            NO_DESIGN, None, insufficient(0, reason), _money(frozen, money, settings, seed), CANNOT_TELL, reason
        )
    found = difference_in_differences(panel.n, panel.total, panel.treated, panel.first_post, seed=seed)
    others = ", compared with all other units" if frozen.arms.all_others else ""
    return Finding(
        design=DESIGN + others,
        metric=found,
        effect=_scaled(found.effect, factor_of(frozen.metric, settings)),
        money=_money(frozen, money, settings, seed),
        verdict=found.verdict,
        reason=found.reason,
    )


def _money(frozen: Frozen, panel: Panel | None, settings: Settings, seed: int) -> Estimate:
    """Return the extra margin of the treated units over the evaluated span, in major units.

    The effect on the margin of a unit and day, times treated units and days.
    """
    if panel is None or not panel.n.size:
        return insufficient(0, "orders do not name the units of this plan", method=METHOD)
    found = difference_in_differences(panel.n, panel.total, panel.treated, panel.first_post, seed=seed)
    days = (frozen.end - frozen.start).days * int(panel.treated.sum())
    return _scaled(found.effect, days / minor_per_major(settings.currency))


def _scaled(found: Estimate, factor: float) -> Estimate:
    if found.value is None or found.low is None or found.high is None:
        return found
    return estimate(factor * found.value, factor * found.low, factor * found.high, found.n, method=found.method)


@transaction.atomic
def _keep(plan: ActionPlan, finding: Finding, inputs: str, settings: Settings, now: datetime) -> PlanEvaluation:
    ActionPlan.objects.select_for_update().get(pk=plan.pk)
    newest = PlanEvaluation.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first()
    kept: PlanEvaluation = PlanEvaluation.objects.create(
        plan=plan,
        number=(newest or 0) + 1,
        model_version=MODEL_VERSION,
        inputs_hash=inputs,
        design=finding.design,
        verdict=finding.verdict,
        effect=finding.effect.value,
        effect_low=finding.effect.low,
        effect_high=finding.effect.high,
        results=_printed(plan, finding, settings),
        created_at=now,
    )
    return kept


def _printed(plan: ActionPlan, finding: Finding, settings: Settings) -> dict[str, Any]:
    """Return the evaluation as `evaluate --json` prints it."""
    found = finding.metric
    scale = factor_of(str(plan.metric), settings)
    smallest = found.smallest_detectable if found is not None else None
    return {
        "plan": plan.code,
        "design": finding.design,
        "metric": str(plan.metric),
        "effect": finding.effect.as_json(),
        "plain_effect": _scaled(found.plain, scale).as_json() if found is not None else None,
        "p_value": found.p_value if found is not None else None,
        "money": finding.money.as_json(),
        "placebo": _scaled(found.placebo, scale).as_json() if found is not None else None,
        "placebo_p": found.placebo_p if found is not None else None,
        "pre_trend_p": found.pre_trend_p if found is not None else None,
        "smallest_detectable": scale * smallest if smallest is not None else None,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "forecast": _forecast_of(plan),
    }


def _forecast_of(plan: ActionPlan) -> dict[str, Any]:
    """Return the frozen forecast of the plan's money as an estimate."""
    frozen = plan.forecast or {}
    found = frozen.get("delta_equity")
    if isinstance(found, dict):
        return found
    return insufficient(0, str(frozen.get("reason", "no forecast was made at approval"))).as_json()
