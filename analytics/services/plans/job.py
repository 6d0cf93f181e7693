"""Evaluation of a plan as a job: it reads the plan's days of all its units, which may take long."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from analytics.services.plans.deciding import evaluate_by_id, plan_code
from analytics.services.plans.evaluation import require_evaluable
from analytics.services.requests import requested
from tenants.access import COMMAND, Actor
from tenants.jobs.models import Job
from tenants.jobs.services import report_progress
from tenants.models.tenant import Tenant
from tenants.selectors import current_company

EVALUATE_KIND = "evaluate"


@transaction.atomic
def request_evaluation(*, company: Tenant, actor: Actor, id: UUID, now: datetime) -> Job:
    """Return a job that evaluates a plan; the same request that still waits for a worker is returned again.

    Raises UnknownActionPlan and PlanRefused.
    """
    code = plan_code(id)
    require_evaluable(code=code, now=now)
    return requested(company, actor, EVALUATE_KIND, {"plan": code, "id": str(id)}, "evaluation.requested")


def run_evaluate_job(*, job: Job) -> Mapping[str, Any]:
    """Evaluate the job's plan; the runner of jobs of kind "evaluate". Doing it again changes nothing."""

    def further(done: int, total: int) -> None:
        report_progress(job=job, done=done, total=total)

    kept = evaluate_by_id(
        company=current_company(), actor=COMMAND, id=UUID(job.params["id"]), now=timezone.now(), progress=further
    )
    return {"plan": job.params["plan"], "number": kept.number, "verdict": str(kept.verdict)}
