"""Tasks of a plan. They may change as long as the plan is not over: approval freezes terms, not work."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from journeys.models import ActionPlan, ActionTask
from journeys.models.plan import PlanState
from journeys.services.changing import BadValue, changed, locked, require_values, subject_of, tell, told
from journeys.services.checklists import read_checklist
from journeys.services.editing import BadOrder
from journeys.services.money import minor_units
from journeys.services.plan_documents import is_payable
from journeys.services.plan_life import UnknownActionPlan
from tenants.access import Actor, Refusal
from tenants.audit.services import record
from tenants.members.models import Department, User

MOST_TASKS = 200
OVER = (PlanState.DONE, PlanState.CANCELLED)


class UnknownActionTask(Refusal):
    """There is no such task."""


class UnknownUser(Refusal):
    """There is no such person in the company."""


class PlanOver(Refusal):
    """The tasks of a plan that is finished or given up stay as they are."""


class TasksInCircle(Refusal):
    """A task cannot wait for itself, however many steps away."""


@transaction.atomic
def create_task(*, actor: Actor, plan_id: UUID, title: str, **values: object) -> ActionTask:
    """Add a task to the end of a plan.

    `assignee` is an e-mail address, `department` a code, `depends_on_id` a task of the same plan, `checklist` the small
    things that belong to it.

    Raises UnknownActionPlan, PlanOver, BadValue, UnknownUser and UnknownActionTask.
    """
    plan = _open_plan(plan_id, field="plan_id")
    tasks = ActionTask.objects.filter(plan=plan)
    if tasks.count() >= MOST_TASKS:
        raise BadValue(_("There is room for %(most)s.") % {"most": MOST_TASKS})
    last = tasks.aggregate(last=Max("position"))["last"] or 0
    task = ActionTask(plan=plan, title=title.strip(), position=last + 1, **_resolved(values, plan))
    require_values(task)
    task.save(force_insert=True)
    record(actor=actor, action="task.created", subject=subject_of(task, "task"), after=told(task))
    tell(task, kind="task", happened="created")
    return task


@transaction.atomic
def update_task(*, actor: Actor, id: UUID, revision: int | None = None, **changes: object) -> ActionTask:
    """Change, assign, date or advance a task; a progress of 100 says that it is done.

    Raises UnknownActionTask, Conflict, PlanOver, BadValue, UnknownUser and TasksInCircle.
    """
    task = _open_task(id, revision)
    found = _resolved(changes, task.plan)
    if isinstance(found.get("title"), str):
        found["title"] = str(found["title"]).strip()
    before = found.get("depends_on", task.depends_on)
    _refuse_circle(task, before if isinstance(before, ActionTask) else None)
    done = found.get("progress") == 100 and task.progress != 100
    changed(task, found, actor=actor, kind="task", action="completed" if done else "updated")
    return task


@transaction.atomic
def delete_task(*, actor: Actor, id: UUID, revision: int | None = None) -> ActionPlan:
    """Take a task out of its plan; return the plan. Raises UnknownActionTask, Conflict and PlanOver."""
    task = _open_task(id, revision)
    plan = task.plan
    record(actor=actor, action="task.deleted", subject=subject_of(task, "task"), before=told(task))
    tell(task, kind="task", happened="deleted")
    task.delete()
    return plan


@transaction.atomic
def reorder_tasks(*, actor: Actor, plan_id: UUID, task_ids: Sequence[UUID], revision: int | None = None) -> ActionPlan:
    """Put the tasks of a plan into an order that names each once; return the plan.

    Raises UnknownActionPlan, Conflict, PlanOver and BadOrder.
    """
    plan = _open_plan(plan_id, field="plan_id", revision=revision)
    tasks = {task.pk: task for task in ActionTask.objects.filter(plan=plan).order_by("position", "id")}
    if len(task_ids) != len(tasks) or set(task_ids) != set(tasks):
        raise BadOrder(_("Name each of the %(count)s once.") % {"count": len(tasks)}, field="task_ids")
    before = {"order": [task.title for task in tasks.values()]}
    ordered = [tasks[key] for key in task_ids]
    for place, task in enumerate(ordered, 1):
        task.position = place
    ActionTask.objects.bulk_update(ordered, ["position"])
    after = {"order": [task.title for task in ordered]}
    plan.revision += 1
    plan.save(update_fields=["revision"])
    record(actor=actor, action="task.reordered", subject=subject_of(plan, "plan"), before=before, after=after)
    return plan


def _open_plan(key: UUID, *, field: str, revision: int | None = None) -> ActionPlan:
    plan = locked(ActionPlan, key, unknown=UnknownActionPlan, revision=revision, field=field)
    _refuse_over(plan, field)
    return plan


def _open_task(key: UUID, revision: int | None) -> ActionTask:
    task = locked(ActionTask, key, unknown=UnknownActionTask, revision=revision)
    _refuse_over(task.plan, "id")
    return task


def _refuse_over(plan: ActionPlan, field: str) -> None:
    if plan.state in OVER:
        raise PlanOver(_("The plan is %(state)s; its tasks stay as they are.") % {"state": plan.state}, field=field)


def _resolved(values: Mapping[str, object], plan: ActionPlan) -> dict[str, object]:
    found = dict(values)
    if "assignee" in found:
        found["assignee"] = _person(found["assignee"])
    if "department" in found:
        found["department"] = _department(found["department"])
    if "checklist" in found:
        found["checklist"] = read_checklist(found["checklist"])
    if "cost" in found:
        found["cost_minor"] = _minor(found.pop("cost"), plan.currency)
    if "depends_on_id" in found:
        found["depends_on"] = _task_of(plan, found.pop("depends_on_id"))
    return found


def _person(email: object) -> User | None:
    if email is None:
        return None
    person: User | None = User.objects.filter(email=str(email).strip().lower()).first()
    if person is None:
        raise UnknownUser(_("Nobody here has that address."), field="assignee")
    return person


def _department(code: object) -> Department | None:
    if code is None:
        return None
    department: Department | None = Department.objects.filter(code=str(code)).first()
    if department is None:
        raise BadValue(_("There is no department of that code."), field="department")
    return department


def _minor(amount: object, currency: str) -> int | None:
    if amount is None:
        return None
    if not isinstance(amount, Decimal) or not is_payable(amount):
        raise BadValue(_("money must be 0 or more, and payable"), field="cost")
    return minor_units(amount, currency)


def _task_of(plan: ActionPlan, key: object) -> ActionTask | None:
    if key is None:
        return None
    task: ActionTask | None = ActionTask.objects.filter(pk=key, plan=plan).first()
    if task is None:
        raise UnknownActionTask(_("The plan has no task with that id."), field="depends_on_id")
    return task


def _refuse_circle(task: ActionTask, before: ActionTask | None) -> None:
    waits_for = dict(ActionTask.objects.filter(plan=task.plan_id).values_list("pk", "depends_on_id"))
    key = before.pk if before is not None else None
    for _step in range(MOST_TASKS):
        if key is None:
            return
        if key == task.pk:
            break
        key = waits_for.get(key)
    raise TasksInCircle(_("A task cannot wait for itself, however many steps away."), field="depends_on_id")
