"""Plans by their id: approved with the figures as they stand, and evaluated."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.services.plans.approval import approve
from analytics.services.plans.evaluation import Progress, evaluate_plan
from journeys.models import ActionPlan
from journeys.services.changing import locked
from journeys.services.plan_life import UnknownActionPlan
from tenants.access import Actor
from tenants.models.tenant import Tenant


@transaction.atomic
def approve_by_id(*, company: Tenant, actor: Actor, id: UUID, now: datetime, revision: int | None = None) -> ActionPlan:
    """Approve a draft or proposal now, which freezes baseline, arms, dates, metric and forecast.

    A plan that has started is approved as of its start, and its forecast says that it was written down later. Raises
    UnknownActionPlan, Conflict and PlanRefused.
    """
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    start = datetime.combine(plan.start_date, time.min, tzinfo=ZoneInfo(company.timezone))
    return approve(company=company, code=plan.code, as_of=min(start, now), backdated=start <= now, actor=actor)


def evaluate_by_id(
    *, company: Tenant, actor: Actor, id: UUID, now: datetime, progress: Progress | None = None
) -> PlanEvaluation:
    """Evaluate a plan and return the result that is kept. Raises UnknownActionPlan and PlanRefused."""
    return evaluate_plan(company=company, code=plan_code(id), now=now, actor=actor, progress=progress)


def plan_code(id: UUID) -> str:
    """Return the code of a plan. Raises UnknownActionPlan."""
    code: str | None = ActionPlan.objects.filter(pk=id).values_list("code", flat=True).first()
    if code is None:
        raise UnknownActionPlan(_("There is nothing with that id."), field="id")
    return code
