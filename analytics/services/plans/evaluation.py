"""Did a plan work: by the design that fits who was treated and when, with guards against fooling ourselves."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.settings import Settings
from analytics.services.plans.approval import plan_of
from analytics.services.plans.customers import compare_customers
from analytics.services.plans.findings import Comparison, Finding, printed, scaled
from analytics.services.plans.measures import factor_of
from analytics.services.plans.series import compare_series
from analytics.services.plans.terms import Frozen, chosen_design, frozen_terms
from analytics.services.plans.units import compare_units
from analytics.services.scoring import MODEL_VERSION
from analytics.services.scoring.hashing import digest_of, seed_of
from analytics.services.settings import settings_of
from journeys.models import ActionPlan
from journeys.models.plan import PlanDesign
from journeys.services.changing import subject_of
from journeys.services.plan_documents import PlanRefused
from tenants.access import COMMAND, Actor
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.models.tenant import Tenant

type Progress = Callable[[int, int], None]
STEPS = 3  # read, compared, kept


def evaluate_plan(
    *, company: Tenant, code: str, now: datetime, actor: Actor = COMMAND, progress: Progress | None = None
) -> PlanEvaluation:
    """Evaluate an approved plan by its frozen terms and keep the result as a new version, if anything has changed.

    `progress` is told when the data are read and when they are compared. Raises PlanRefused for a plan that does not
    exist, is not approved, or has not started.
    """
    plan = plan_of(code)
    terms = _terms_of(plan, now)
    settings = settings_of(company=company)
    comparison = compare(frozen_terms(terms), settings)
    if progress is not None:
        progress(1, STEPS)
    inputs = digest_of(
        {
            "model": MODEL_VERSION,
            "terms": dict(terms),
            "forecast": plan.forecast,
            "compared": comparison.plain(),
            "currency": settings.currency,
        }
    )
    stored = PlanEvaluation.objects.filter(plan=plan, model_version=MODEL_VERSION, inputs_hash=inputs).first()
    if isinstance(stored, PlanEvaluation):
        return stored
    finding = comparison.find(seed_of(inputs))
    if progress is not None:
        progress(2, STEPS)
    return _keep(plan, finding, inputs, settings, now, actor)


def require_evaluable(*, code: str, now: datetime) -> None:
    """Raise PlanRefused for a plan that does not exist, is not approved, or has not started."""
    _terms_of(plan_of(code), now)


def compare(frozen: Frozen, settings: Settings) -> Comparison:
    """Read what a plan's design compares."""
    design = chosen_design(frozen)
    if frozen.people is not None:
        return compare_customers(frozen, frozen.people, design, settings)
    if design == PlanDesign.SINGLE_SERIES or not frozen.by_unit:
        return compare_series(frozen, settings)
    return compare_units(frozen, design, settings)


def _terms_of(plan: ActionPlan, now: datetime) -> Mapping[str, Any]:
    if plan.approved_at is None or plan.baseline is None:
        raise PlanRefused(f"plan {plan.code} is not approved; approve it first with `plan approve`")
    if now.date() <= plan.start_date:
        raise PlanRefused(f"plan {plan.code} starts on {plan.start_date}; there is nothing to evaluate yet")
    terms: Mapping[str, Any] = plan.baseline["terms"]
    return terms


@transaction.atomic
def _keep(
    plan: ActionPlan, finding: Finding, inputs: str, settings: Settings, now: datetime, actor: Actor
) -> PlanEvaluation:
    ActionPlan.objects.select_for_update().get(pk=plan.pk)
    newest = PlanEvaluation.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first()
    effect = scaled(finding.metric.effect, factor_of(str(plan.metric), settings))
    kept: PlanEvaluation = PlanEvaluation.objects.create(
        plan=plan,
        number=(newest or 0) + 1,
        model_version=MODEL_VERSION,
        inputs_hash=inputs,
        design=finding.design,
        verdict=finding.metric.verdict,
        effect=effect.value,
        effect_low=effect.low,
        effect_high=effect.high,
        results=printed(plan, finding, settings),
        created_at=now,
    )
    told = {"number": kept.number, "design": kept.design, "verdict": kept.verdict, "inputs_hash": inputs}
    record(actor=actor, action="plan.evaluated", subject=subject_of(plan, "plan"), after=told)
    found = {"effect": kept.effect, "low": kept.effect_low, "high": kept.effect_high}
    data = {"code": plan.code, "number": kept.number, "verdict": str(kept.verdict), **found}
    emit(event="plan.evaluated", subject=subject_of(plan, "plan"), data=data)
    return kept
