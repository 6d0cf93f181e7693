"""Plans and tasks through the API: each step, each refusal, and only a draft is changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from journeys.models import ActionPlan, ActionTask, PlanUnit, Touchpoint
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.members.models import Department, Unit, User
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of
from tests.mutating import done, refusals

PLAN = """actionPlan { id code title state metric cost currency revision closingNote owner { email }
  units(first: 5) { nodes { arm startDate unit { code } } } departments { nodes { role department { code } } }
  tasks { nodes { id title progress cost dependsOn { title } assignee { email } } } }"""
TASK = "actionTask { id title progress dueDate cost revision assignee { email } dependsOn { title } plan { code } }"
GIVEN: dict[str, Any] = {
    "code": "care", "title": "等位关怀", "metric": "VALUE", "touchpoint": "queue", "treatedUnits": ["r1", "r2"],
    "controlUnits": ["r3"], "baselineFrom": "2026-01-01", "startDate": "2026-03-01", "evaluateTo": "2026-06-01",
    "expectedUplift": 8.0, "cost": "300.50",
}  # fmt: skip


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    Touchpoint.objects.create(code="queue")
    Department.objects.create(code="ops")
    User.objects.create(email="li@acme.example")
    Unit.objects.bulk_create(Unit(code=f"r{number}") for number in range(1, 5))
    return api_of(in_acme, "plans:read", "plans:write", "plans:approve", "journeys:read", "members:read")


@pytest.fixture
def plan(api: Api) -> dict[str, Any]:
    return done(api, "createActionPlan", PLAN, **GIVEN)


def state(plan: dict[str, Any], value: str) -> None:
    """Put a plan into a state without the steps before."""
    frozen = {"approved_at": "2026-03-01T00:00:00Z", "baseline": {"terms": {}}}
    ActionPlan.objects.filter(code=plan["code"]).update(state=value, **frozen)


def test_a_plan_is_written_with_everything_that_belongs_to_it(api: Api) -> None:
    made = done(
        api, "createActionPlan", PLAN, **GIVEN, owner="li@acme.example", leadDepartment="ops",
        unitStarts=[{"unit": "r2", "startDate": "2026-04-01"}], departments=[{"code": "ops", "role": "ACCOUNTABLE"}],
        tasks=[{"title": "Stools", "cost": "12", "assignee": "li@acme.example"}, {"title": "Train", "after": "Stools"}],
    )  # fmt: skip

    assert (made["state"], made["cost"], made["currency"], made["revision"]) == ("DRAFT", "300.50", "CNY", 1)
    arms = {(one["arm"], one["unit"]["code"], one["startDate"]) for one in made["units"]["nodes"]}
    assert arms == {("TREATED", "r1", None), ("TREATED", "r2", "2026-04-01"), ("CONTROL", "r3", None)}
    assert made["departments"]["nodes"] == [{"role": "ACCOUNTABLE", "department": {"code": "ops"}}]
    stools, train = made["tasks"]["nodes"]
    assert (stools["title"], stools["cost"], train["dependsOn"]) == ("Stools", "12.00", {"title": "Stools"})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code": "care2", "touchpoint": "moon"}, {("PLAN_REFUSED", "input.touchpoint")}),
        ({"code": "care2", "treatedUnits": ["r9"]}, {("PLAN_REFUSED", "input.treatedUnits")}),
        ({"code": "care2", "owner": "nobody@acme.example"}, {("PLAN_REFUSED", "input.owner")}),
        ({"code": "care2", "currency": "yuan"}, {("PLAN_REFUSED", "input.currency")}),
        ({"code": "care2", "title": "x" * 256}, {("PLAN_REFUSED", "input.title")}),
        ({"code": "care"}, {("CODE_TAKEN", "input.code")}),
        (
            {"code": "", "title": " ", "startDate": "2025-12-01", "cost": "-1"},
            {
                ("PLAN_REFUSED", "input.code"),
                ("PLAN_REFUSED", "input.title"),
                ("PLAN_REFUSED", "input.baselineFrom"),
                ("PLAN_REFUSED", "input.cost"),
            },
        ),
        (
            {"code": "care2", "tasks": [{"title": "a"}, {"title": "a", "cost": "-1"}, {"title": "b", "after": "c"}]},
            {
                ("PLAN_REFUSED", "input.tasks.1.title"),
                ("PLAN_REFUSED", "input.tasks.1.cost"),
                ("PLAN_REFUSED", "input.tasks.2.after"),
            },
        ),
    ],
)
def test_every_wrong_field_of_a_plan_is_named_and_nothing_is_stored(
    api: Api, plan: dict[str, Any], changes: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert set(refusals(api, "createActionPlan", **{**GIVEN, **changes})) == expected

    assert ActionPlan.objects.count() == 1


def test_a_draft_is_changed_field_by_field_and_the_rest_stays(api: Api, plan: dict[str, Any]) -> None:
    changed = done(
        api, "updateActionPlan", PLAN, id=plan["id"], title="New", controlUnits=["r3", "r4"], cost=None, revision=1
    )

    assert (changed["title"], changed["cost"], changed["metric"], changed["revision"]) == ("New", None, "VALUE", 2)
    assert PlanUnit.objects.filter(arm="control").count() == 2
    assert PlanUnit.objects.filter(arm="treated").count() == 2
    assert done(api, "updateActionPlan", PLAN, id=plan["id"], title="New")["revision"] == 2
    update = AuditEvent.objects.get(action="plan.updated")
    assert set(update.after) == {"title", "cost_minor", "control_units"}


def test_the_way_from_draft_to_done(api: Api, plan: dict[str, Any]) -> None:
    of = {"id": plan["id"]}
    assert done(api, "submitActionPlan", PLAN, **of)["state"] == "PROPOSED"
    assert refusals(api, "updateActionPlan", **of, title="x") == [("PLAN_NOT_DRAFT", "input.id")]
    back = done(api, "returnActionPlan", PLAN, **of, note="name a lead")
    assert (back["state"], back["closingNote"]) == ("DRAFT", "name a lead")
    state(plan, "approved")
    assert done(api, "startActionPlan", PLAN, **of)["state"] == "RUNNING"
    closed = done(api, "closeActionPlan", PLAN, **of, note="stools help")
    assert (closed["state"], closed["closingNote"]) == ("DONE", "stools help")
    told = AuditEvent.objects.filter(subject_kind="plan").values_list("action", flat=True)
    assert {"plan.created", "plan.submitted", "plan.returned", "plan.started", "plan.closed"} <= set(told)


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("submitActionPlan", ["proposed", "approved", "running", "done", "cancelled"]),
        ("returnActionPlan", ["draft", "approved", "running", "done", "cancelled"]),
        ("startActionPlan", ["draft", "proposed", "running", "done", "cancelled"]),
        ("closeActionPlan", ["draft", "proposed", "done", "cancelled"]),
        ("cancelActionPlan", ["done", "cancelled"]),
    ],
)
def test_a_step_begins_where_it_begins(api: Api, plan: dict[str, Any], name: str, states: list[str]) -> None:
    for value in states:
        state(plan, value)
        assert refusals(api, name, id=plan["id"]) == [("WRONG_STATE", "input.id")], value
        assert ActionPlan.objects.get().state == value


@pytest.mark.parametrize(
    ("now", "back", "is_approved"),
    [("proposed", "DRAFT", False), ("cancelled", "DRAFT", False), ("cancelled", "PROPOSED", False),
     ("running", "APPROVED", True), ("done", "RUNNING", True), ("cancelled", "RUNNING", True)],
)  # fmt: skip
def test_a_step_is_taken_back(api: Api, plan: dict[str, Any], now: str, back: str, is_approved: bool) -> None:
    state(plan, now)
    ActionPlan.objects.update(approved_at=timezone.now() if is_approved else None)

    assert done(api, "reopenActionPlan", PLAN, id=plan["id"], state=back)["state"] == back

    assert AuditEvent.objects.filter(action="plan.reopened").count() == 1


@pytest.mark.parametrize(
    ("now", "back", "is_approved"),
    [("approved", "PROPOSED", True), ("approved", "DRAFT", True), ("cancelled", "DRAFT", True),
     ("cancelled", "RUNNING", False), ("running", "DONE", True), ("done", "CANCELLED", True)],
)  # fmt: skip
def test_a_plan_never_goes_back_behind_its_approval(
    api: Api, plan: dict[str, Any], now: str, back: str, is_approved: bool
) -> None:
    state(plan, now)
    ActionPlan.objects.filter(state=now).update(approved_at=timezone.now() if is_approved else None)

    assert refusals(api, "reopenActionPlan", id=plan["id"], state=back) == [("WRONG_STATE", "input.id")]


@pytest.mark.parametrize("value", ["draft", "proposed", "approved", "running"])
def test_a_plan_is_given_up_from_anywhere_with_a_reason(api: Api, plan: dict[str, Any], value: str) -> None:
    state(plan, value)

    found = done(api, "cancelActionPlan", PLAN, id=plan["id"], note="no budget")

    assert (found["state"], found["closingNote"]) == ("CANCELLED", "no budget")


@pytest.mark.parametrize(
    "name",
    ["updateActionPlan", "submitActionPlan", "returnActionPlan", "startActionPlan", "closeActionPlan",
     "cancelActionPlan"],
)  # fmt: skip
def test_a_plan_that_is_not_there_or_that_somebody_changed_is_left_alone(
    api: Api, plan: dict[str, Any], name: str
) -> None:
    assert refusals(api, name, id=encode("ActionPlan", uuid7())) == [("UNKNOWN_ACTION_PLAN", "input.id")]
    assert refusals(api, name, id=plan["id"], revision=2) == [("CONFLICT", "input.revision")]


def test_a_plan_without_treated_units_is_not_proposed(api: Api) -> None:
    made = done(api, "createActionPlan", PLAN, **{**GIVEN, "treatedUnits": []})

    assert refusals(api, "submitActionPlan", id=made["id"]) == [("PLAN_REFUSED", "input.id")]


def test_tasks_are_added_assigned_advanced_ordered_and_removed(api: Api, plan: dict[str, Any]) -> None:
    first = done(api, "createActionTask", TASK, planId=plan["id"], title="Stools", cost="12.50", dueDate="2026-03-01")
    second = done(api, "createActionTask", TASK, planId=plan["id"], title="Train", dependsOnId=first["id"])
    assert (first["cost"], second["dependsOn"]) == ("12.50", {"title": "Stools"})

    advanced = done(api, "updateActionTask", TASK, id=first["id"], progress=100, assignee="LI@acme.example", revision=1)
    assert (advanced["progress"], advanced["revision"]) == (100, 2)
    assert advanced["assignee"] == {"email": "li@acme.example"}
    assert AuditEvent.objects.filter(action="task.completed").count() == 1
    turned = done(api, "reorderActionTasks", PLAN, planId=plan["id"], taskIds=[second["id"], first["id"]])
    assert [task["title"] for task in turned["tasks"]["nodes"]] == ["Train", "Stools"]
    left = done(api, "deleteActionTask", PLAN, id=first["id"])
    assert [(task["title"], task["dependsOn"]) for task in left["tasks"]["nodes"]] == [("Train", None)]


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("createActionTask", {"planId": "?p", "title": "x"}, ("UNKNOWN_ACTION_PLAN", "input.planId")),
        ("createActionTask", {"planId": "p", "title": " "}, ("BAD_VALUE", "input.title")),
        ("createActionTask", {"planId": "p", "title": "x", "progress": 101}, ("BAD_VALUE", "input.progress")),
        ("createActionTask", {"planId": "p", "title": "x", "assignee": "no@x.cn"}, ("UNKNOWN_USER", "input.assignee")),
        (
            "createActionTask",
            {"planId": "p", "title": "x", "dependsOnId": "?"},
            ("UNKNOWN_ACTION_TASK", "input.dependsOnId"),
        ),
        ("createActionTask", {"planId": "p", "title": "x", "cost": "1e30"}, ("BAD_VALUE", "input.cost")),
        ("updateActionTask", {"id": "?", "progress": 1}, ("UNKNOWN_ACTION_TASK", "input.id")),
        ("updateActionTask", {"id": "t", "revision": 5}, ("CONFLICT", "input.revision")),
        ("updateActionTask", {"id": "t", "title": None}, ("BAD_VALUE", "input.title")),
        ("updateActionTask", {"id": "t", "dependsOnId": "t"}, ("TASKS_IN_CIRCLE", "input.dependsOnId")),
        ("updateActionTask", {"id": "t", "dependsOnId": "u"}, ("TASKS_IN_CIRCLE", "input.dependsOnId")),
        ("deleteActionTask", {"id": "?"}, ("UNKNOWN_ACTION_TASK", "input.id")),
        ("deleteActionTask", {"id": "t", "revision": 5}, ("CONFLICT", "input.revision")),
        ("reorderActionTasks", {"planId": "p", "taskIds": ["t"]}, ("BAD_ORDER", "input.taskIds")),
        ("reorderActionTasks", {"planId": "p", "taskIds": ["t", "?"]}, ("BAD_ORDER", "input.taskIds")),
    ],
)
def test_a_task_is_not_changed_so(
    api: Api, plan: dict[str, Any], name: str, given: dict[str, Any], expected: tuple[str, str]
) -> None:
    task = ActionTask.objects.create(plan_id=ActionPlan.objects.get().pk, title="t", position=1)
    after = ActionTask.objects.create(plan_id=task.plan_id, title="u", position=2, depends_on=task)
    ids = {"p": plan["id"], "t": encode("ActionTask", task.pk), "u": encode("ActionTask", after.pk)}
    ids |= {"?": encode("ActionTask", uuid7()), "?p": encode("ActionPlan", uuid7())}
    before = list(ActionTask.objects.order_by("pk").values_list())

    def real(value: Any) -> Any:
        return [real(one) for one in value] if isinstance(value, list) else ids.get(str(value), value)

    assert refusals(api, name, **{field: real(value) for field, value in given.items()}) == [expected]
    assert list(ActionTask.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize("value", ["done", "cancelled"])
def test_the_tasks_of_a_plan_that_is_over_stay(api: Api, plan: dict[str, Any], value: str) -> None:
    task = done(api, "createActionTask", TASK, planId=plan["id"], title="t")["id"]
    state(plan, value)

    assert refusals(api, "createActionTask", planId=plan["id"], title="x") == [("PLAN_OVER", "input.planId")]
    assert refusals(api, "updateActionTask", id=task, progress=1) == [("PLAN_OVER", "input.id")]
    assert refusals(api, "deleteActionTask", id=task) == [("PLAN_OVER", "input.id")]
    assert refusals(api, "reorderActionTasks", planId=plan["id"], taskIds=[task]) == [("PLAN_OVER", "input.planId")]


def test_who_writes_plans_does_not_approve_them(in_acme: Tenant, api: Api, plan: dict[str, Any]) -> None:
    writer = api_of(in_acme, "plans:read", "plans:write")
    query = "mutation($i: ActionPlanIdInput!) { approveActionPlan(input: $i) { userErrors { code } } }"

    assert writer.code(query, i={"id": plan["id"]}) == "FORBIDDEN"
