"""Approval of a plan: the baseline as it stood and the forecast as it was are frozen with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from analytics.models.settings import Settings
from analytics.numerics.estimate import insufficient
from analytics.numerics.returns.roi import WhatIf
from analytics.selectors import current_runs
from analytics.services.learning.discount import learned_discount
from analytics.services.plans.baseline import measure_baseline
from analytics.services.plans.measures import Arms
from analytics.services.plans.terms import frozen_terms
from analytics.services.settings import settings_of
from analytics.services.whatif import CannotForecast, Question, forecast_touchpoint, printed_forecast
from feedback.models import FeedbackItem
from journeys.models import ActionPlan
from journeys.models.plan import PlanMetric, PlanState
from journeys.services.money import major_units
from journeys.services.plan_documents import PlanRefused
from journeys.services.plans import approve_plan, import_plan, terms_of
from tenants.access import COMMAND, Actor
from tenants.models.tenant import Tenant

OPEN_STATES = (PlanState.DRAFT, PlanState.PROPOSED)


def plan_of(code: str) -> ActionPlan:
    """Return a plan by its code. Raises PlanRefused when there is none."""
    plan: ActionPlan | None = ActionPlan.objects.select_related("touchpoint").filter(code=code).first()
    if plan is None:
        raise PlanRefused(f"unknown plan {code[:40]!r}: import it first with `plan import`")
    return plan


def import_and_date(
    *, company: Tenant, document: Mapping[str, object], now: datetime, actor: Actor = COMMAND
) -> ActionPlan:
    """Create or change a plan; one whose start lies in the past is approved as of its start date."""
    plan = import_plan(document, actor=actor)
    start = datetime.combine(plan.start_date, time.min, tzinfo=ZoneInfo(company.timezone))
    if plan.state in OPEN_STATES and start <= now:
        return approve(company=company, code=plan.code, as_of=start, backdated=True, actor=actor)
    return plan


def approve(
    *,
    company: Tenant,
    code: str,
    as_of: datetime,
    backdated: bool = False,
    actor: Actor = COMMAND,
) -> ActionPlan:
    """Approve a plan as of a time, with its baseline and forecast. Approving it again raises PlanRefused.

    A backdated approval is written down later than the time it is as of; its forecast says so.
    """
    plan = plan_of(code)
    settings = settings_of(company=company)
    frozen = frozen_terms(terms_of(plan))
    forecast = forecast_plan(company=company, plan=plan, arms=frozen.arms, settings=settings, as_of=as_of)
    return approve_plan(
        plan,
        baseline=measure_baseline(frozen, settings),
        forecast={**forecast, "backdated": backdated},
        as_of=as_of.astimezone(UTC),
        actor=actor,
    )


def forecast_plan(
    *, company: Tenant, plan: ActionPlan, arms: Arms, settings: Settings, as_of: datetime
) -> dict[str, Any]:
    """Return the forecast of a plan's expected uplift for its treated share, or why there is none.

    Only an uplift of the experience value at a touchpoint can be priced by equation (9). The newest period that ended
    before the approval and has a run is used, so nothing is known that was not known then.
    """
    if plan.metric != PlanMetric.VALUE or plan.touchpoint is None or plan.expected_uplift is None:
        return {"status": "insufficient", "reason": "only an uplift of a touchpoint's experience value can be priced"}
    period = _period_before(as_of.astimezone(ZoneInfo(company.timezone)).date())
    if period is None:
        return {"status": "insufficient", "reason": "no period before the approval has been scored"}
    share = treated_share(plan, arms)
    payable = plan.cost_minor is not None and plan.currency == settings.currency
    cost = float(major_units(plan.cost_minor or 0, plan.currency)) if payable else 0.0
    uplift = plan.expected_uplift / 10.0
    question = Question(touchpoint=plan.touchpoint.code, uplift=uplift, cost=cost, share=share)
    try:
        found = forecast_touchpoint(company=company, period=period, question=question, as_of=as_of)
    except CannotForecast as refused:
        return {"status": "insufficient", "reason": str(refused)}
    if plan.cost_minor and not payable:
        found = _without_cost(found, f"the plan's cost is in {plan.currency}, what it brings in {settings.currency}")
    return {
        "status": found.delta_equity.status,
        "period": f"{period:%Y-%m}",
        "uplift_points": uplift,
        "treated_share": share,
        "horizon_months": settings.horizon_months,
        "discount_rate_monthly": settings.discount_rate_monthly,
        "causal_discount_version": learned_discount(settings, as_of=as_of).version,
        **printed_forecast(found),
    }


def _without_cost(found: WhatIf, reason: str) -> WhatIf:
    """Return a forecast without what needs a cost in the company's currency."""
    unknown = insufficient(found.npv.n, reason, method=found.npv.method)
    return replace(found, roi=unknown, npv=unknown, payback_months=unknown, p_npv_positive=None)


def _period_before(day: date) -> date | None:
    newest = current_runs().filter(period__lt=day.replace(day=1)).last()
    return newest.period if newest is not None else None


def treated_share(plan: ActionPlan, arms: Arms) -> float:
    """Return the share of answers before the start that came from treated units; 1 where units say nothing."""
    before = FeedbackItem.objects.filter(
        occurred_at__date__gte=plan.baseline_from, occurred_at__date__lt=plan.start_date
    )
    total = before.filter(unit__isnull=False).count()
    treated = before.filter(unit__code__in=arms.treated).count() if total else 0
    return treated / total if treated else 1.0
