"""Example data as jobs: a company is filled, or what had filled it is taken away again."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import ManyToOneRel, ProtectedError
from django.utils import timezone

from analytics.management.demo_cases import forget_cases
from analytics.management.demonstration import Progress, fill_from_world, world_of
from analytics.management.people import intent_of
from analytics.models.alert import Alert
from analytics.services.demonstration import example_batches, has_own_facts
from analytics.services.requests import request_monitoring
from analytics.services.scoring.score import score_by_itself
from analytics.simulation.checks import leaf_codes
from analytics.simulation.reader import read_world
from feedback.services.undo import undo_batch
from journeys.models import ActionPlan
from tenants.access import Actor
from tenants.jobs.models import Job
from tenants.jobs.services import report_progress
from tenants.members.models import Department, Unit, User
from tenants.models.tenant import Tenant
from tenants.selectors import current_company

# Facts go before the customers that they name.
ORDER = ("feedback", "interactions", "orders", "customers")


def run_load_job(*, job: Job) -> dict[str, Any]:
    """Fill the job's company with the example data of its industry; the runner of jobs of kind "load_demonstration".

    Begun again it goes on: imports skip what they know. Raises NoDemonstration.
    """
    company = current_company()

    def further(done: int, total: int) -> None:
        report_progress(job=job, done=done, total=total)

    folder = Path(settings.RUN_DIR) / "demo" / company.slug
    filled = fill_from_world(company=company, world=world_of(company), folder=folder, progress=further)
    return {"rows": filled.rows, "plans": filled.plans}


def run_remove_job(*, job: Job) -> dict[str, Any]:
    """Take the example data of the job's company away; the runner of jobs of kind "remove_demonstration".

    Begun again it goes on. Raises NoDemonstration.
    """
    company = current_company()

    def further(done: int, total: int) -> None:
        report_progress(job=job, done=done, total=total)

    by = Actor(kind="system", name=job.requested_by)
    return take_away(company=company, world=world_of(company), actor=by, progress=further)


def take_away(*, company: Tenant, world: str, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Take the facts, plans and people of a world out of the current company, and score what is left.

    Units, departments and people go where nothing else names them and nobody has signed in. The settings stay.
    """
    batches = sorted(example_batches(), key=lambda one: (ORDER.index(one.kind), one.created_at))
    total = len(batches) + 2
    removed = 0
    for done, batch in enumerate(batches, start=1):
        removed += undo_batch(batch_id=batch.pk, at=timezone.now(), actor=actor).removed
        progress(done, total)
    forget_cases()
    plans = _forget_plans(world)
    _forget_house(world)
    progress(total - 1, total)
    score_by_itself(company=company, now=timezone.now())
    _forget_alerts(company, actor)
    return {"removed": removed, "plans": plans}


@transaction.atomic
def _forget_plans(world: str) -> list[str]:
    """Remove the plans of a world with what was found out about them; return their codes."""
    codes = [plan.code for plan in read_world(world).plans]
    codes += [plan["code"] for plan in intent_of(world).get("further", ())]
    plans = ActionPlan.objects.filter(code__in=codes)
    found = sorted(plans.values_list("code", flat=True))
    _drop(plans)
    return found


def _forget_house(world: str) -> None:
    """Remove people, departments and units of a world that nothing else names, the lowest units first."""
    intent, found = intent_of(world), read_world(world)
    people = [person["email"] for person in intent.get("people", ())]
    _drop(User.objects.filter(email__in=people, last_login=None))
    departments = [one["code"] for one in intent.get("departments", ())]
    _drop(one for one in Department.objects.filter(code__in=departments) if not _is_named(one))
    codes = [*(unit.code for unit in found.units), *leaf_codes(found)]
    units = Unit.objects.in_bulk(codes, field_name="code")
    _drop(units[code] for code in dict.fromkeys(reversed(codes)) if code in units and not _is_named(units[code]))


def _is_named(row: models.Model) -> bool:
    """Return whether any other row names this one."""
    relations = row._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's documented way to ask
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: row}).exists()  # noqa: SLF001
        for relation in relations
        if isinstance(relation, ManyToOneRel)
    )


def _drop(rows: Iterable[models.Model]) -> None:
    for row in rows:
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            continue  # somebody has put it to use: it stays


def _forget_alerts(company: Tenant, by: Actor) -> None:
    """Remove alerts that example data alone had raised; beside facts of the company's own the charts decide."""
    if has_own_facts():
        request_monitoring(company=company, actor=by)
    else:
        Alert.objects.all().delete()
