"""What is in a plan's way, what is said about it, its checklists, and its history."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from journeys.models import ActionPlan, ActionTask, PlanComment
from journeys.services.plan_comments import MOST_MENTIONS
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.hooks.models import WebhookEndpoint, WebhookEvent
from tenants.members.models import Department, User
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of
from tests.journeys.graphql.rows import add_plans
from tests.mutating import done, refusals

PLAN = "actionPlan { id state blockedReason blockedAt revision }"
COMMENT = "comment { id authorName text mentions writtenAt plan { code } }"
TASK = "actionTask { id revision progress department { code } checklist { title isDone } }"
COMMENTS = """query($codes: [String!]) { actionPlans(filter: {codes: $codes}, first: 50) { nodes { code
  comments(first: 5) { totalCount nodes { text authorName mentions } } } } }"""
HISTORY = """query($plan: String!) { planHistory(plan: $plan, first: 50) { totalCount
  nodes { action subjectKind actorName before after } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    add_plans(["p1"])
    User.objects.create(email="li@acme.example", name="Li")
    return api_of(in_acme, "plans:read", "plans:write", "journeys:read", "members:read", "audit:read")


@pytest.fixture
def plan(api: Api) -> str:
    return encode("ActionPlan", ActionPlan.objects.get().pk)


def state(value: str) -> None:
    """Put the plan into a state without the steps before."""
    ActionPlan.objects.update(state=value, approved_at=timezone.now(), baseline={"terms": {}})


class TestBlocked:
    """A plan cannot go on, and why."""

    def test_what_is_in_the_way_is_said_changed_and_taken_away(self, api: Api, plan: str) -> None:
        blocked = done(api, "blockActionPlan", PLAN, id=plan, reason="  no supplier ", revision=1)
        again = done(api, "blockActionPlan", PLAN, id=plan, reason="no money")
        free = done(api, "unblockActionPlan", PLAN, id=plan)
        done(api, "unblockActionPlan", PLAN, id=plan)

        assert (blocked["blockedReason"], blocked["revision"]) == ("no supplier", 2)
        assert (again["blockedReason"], again["blockedAt"]) == ("no money", blocked["blockedAt"])
        assert (free["blockedReason"], free["blockedAt"]) == ("", None)
        told = AuditEvent.objects.filter(subject_kind="plan").order_by("id").values_list("action", flat=True)
        assert list(told) == ["plan.blocked", "plan.blocked", "plan.unblocked"]

    @pytest.mark.parametrize("value", ["done", "cancelled"])
    def test_a_plan_that_is_over_is_not_blocked(self, api: Api, plan: str, value: str) -> None:
        state(value)

        assert refusals(api, "blockActionPlan", id=plan, reason="x") == [("WRONG_STATE", "input.id")]

    def test_what_ends_a_plan_takes_out_of_its_way_what_was_there(self, api: Api, plan: str) -> None:
        done(api, "blockActionPlan", PLAN, id=plan, reason="no supplier")

        over = done(api, "cancelActionPlan", PLAN, id=plan, note="no supplier was found")

        assert (over["blockedReason"], over["blockedAt"]) == ("", None)

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({"reason": " "}, ("BAD_VALUE", "input.reason")),
            ({"reason": "x" * 501}, ("BAD_VALUE", "input.reason")),
            ({"reason": "x", "revision": 9}, ("CONFLICT", "input.revision")),
            ({"reason": "x", "id": "?"}, ("UNKNOWN_ACTION_PLAN", "input.id")),
        ],
    )
    def test_it_is_refused_with_its_field(
        self, api: Api, plan: str, given: dict[str, Any], expected: tuple[str, str]
    ) -> None:
        asked = {"id": plan, **given}
        if asked["id"] == "?":
            asked["id"] = encode("ActionPlan", uuid7())

        assert refusals(api, "blockActionPlan", **asked) == [expected]
        assert ActionPlan.objects.get().blocked_at is None


class TestComments:
    """What is said about a plan."""

    def test_a_comment_is_added_with_whom_it_calls_and_told_of(self, api: Api, plan: str) -> None:
        WebhookEndpoint.objects.create(name="esb", shown_url="https://esb.example", sealed_url="x")
        said = done(api, "commentOnPlan", COMMENT, planId=plan, text=" @Li look ", mentions=["LI@acme.example"] * 2)

        assert (said["text"], said["mentions"], said["plan"]) == ("@Li look", ["Li"], {"code": "p1"})
        told = WebhookEvent.objects.get(type="plan.commented")
        assert told.data == {"code": "p1", "mentions": ["li@acme.example"]}
        event = AuditEvent.objects.get(action="plan.commented")
        assert "look" not in str([event.before, event.after])

    def test_a_person_signs_with_their_name(self, in_acme: Tenant, api: Api) -> None:
        plan, person = ActionPlan.objects.get(), User.objects.get(email="li@acme.example")
        PlanComment.objects.create(plan=plan, author=person, author_name="Li", text="hm", written_at=timezone.now())

        (found,) = api.data(COMMENTS, codes=["p1"])["actionPlans"]["nodes"]

        assert found["comments"] == {
            "totalCount": 1, "nodes": [{"text": "hm", "authorName": "Li", "mentions": []}],
        }  # fmt: skip

    def test_the_newest_comes_first_also_of_a_plan_that_is_over(self, api: Api, plan: str) -> None:
        state("done")
        for text in ("one", "two"):
            done(api, "commentOnPlan", COMMENT, planId=plan, text=text)

        (found,) = api.data(COMMENTS, codes=["p1"])["actionPlans"]["nodes"]

        assert [one["text"] for one in found["comments"]["nodes"]] == ["two", "one"]

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({"text": " "}, ("BAD_VALUE", "input.text")),
            ({"text": "x" * 4001}, ("BAD_VALUE", "input.text")),
            ({"text": "x", "mentions": ["no@x.cn"]}, ("UNKNOWN_USER", "input.mentions.0")),
            (
                {"text": "x", "mentions": [f"{place}@x.cn" for place in range(MOST_MENTIONS + 1)]},
                ("BAD_VALUE", "input.mentions"),
            ),
        ],
    )
    def test_it_is_refused_with_its_field(
        self, api: Api, plan: str, given: dict[str, Any], expected: tuple[str, str]
    ) -> None:
        assert refusals(api, "commentOnPlan", planId=plan, **given) == [expected]
        assert PlanComment.objects.count() == 0

    def test_who_reads_plans_only_says_nothing(self, in_acme: Tenant, plan: str) -> None:
        reader = api_of(in_acme, "plans:read")
        query = "mutation($i: CommentOnPlanInput!) { commentOnPlan(input: $i) { userErrors { code } } }"

        assert reader.code(query, i={"planId": plan, "text": "x"}) == "FORBIDDEN"

    def test_comments_cost_the_same_for_many_plans(self, api: Api, django_assert_max_num_queries: Any) -> None:
        add_plans([f"more{place}" for place in range(20)])
        for plan in ActionPlan.objects.all():
            PlanComment.objects.create(plan=plan, author_name="A", text="t", written_at=timezone.now())
        query = COMMENTS.replace("(filter: {codes: $codes}, first: 50)", "(first: 50)").replace(
            "($codes: [String!])", ""
        )
        api.data(query)

        with django_assert_max_num_queries(12):
            found = api.data(query.replace("query", "query Other"))

        assert {len(one["comments"]["nodes"]) for one in found["actionPlans"]["nodes"]} == {1}


class TestChecklists:
    """Small things that belong to a task, and the department that does it."""

    def test_a_checklist_is_written_and_ticked(self, api: Api, plan: str) -> None:
        Department.objects.create(code="ops")
        items = [{"title": " order "}, {"title": "put up", "isDone": True}]

        made = done(api, "createActionTask", TASK, planId=plan, title="t", department="ops", checklist=items)
        ticked = [{"title": "order", "isDone": True}, {"title": "put up", "isDone": True}]
        after = done(api, "updateActionTask", TASK, id=made["id"], checklist=ticked, revision=1)

        assert made["checklist"] == [{"title": "order", "isDone": False}, ticked[1]]
        assert made["department"] == {"code": "ops"}
        assert (after["checklist"], after["revision"]) == (ticked, 2)
        assert done(api, "updateActionTask", TASK, id=made["id"], department=None, checklist=[])["checklist"] == []

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"checklist": [{"title": "ok"}, {"title": " "}]}, "input.checklist.1.title"),
            ({"checklist": [{"title": "x" * 256}]}, "input.checklist.0.title"),
            ({"checklist": [{"title": "x"}] * 51}, "input.checklist"),
            ({"department": "moon"}, "input.department"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_field(
        self, api: Api, plan: str, given: dict[str, Any], field: str
    ) -> None:
        before = ActionTask.objects.count()

        assert refusals(api, "createActionTask", planId=plan, title="t", **given) == [("BAD_VALUE", field)]
        assert ActionTask.objects.count() == before


class TestHistory:
    """What was done with a plan."""

    def test_it_has_the_plan_its_tasks_and_those_that_are_gone(self, api: Api, plan: str) -> None:
        task = done(api, "createActionTask", TASK, planId=plan, title="t")["id"]
        done(api, "updateActionTask", TASK, id=task, progress=30)
        done(api, "deleteActionTask", "actionPlan { id }", id=task)
        done(api, "commentOnPlan", COMMENT, planId=plan, text="hm")
        add_plans(["p2"])
        other = encode("ActionPlan", ActionPlan.objects.get(code="p2").pk)
        done(api, "commentOnPlan", COMMENT, planId=other, text="elsewhere")

        found = api.data(HISTORY, plan="p1")["planHistory"]

        actions = [one["action"] for one in found["nodes"]]
        assert actions == ["plan.commented", "task.deleted", "task.updated", "task.created"]
        assert found["nodes"][2]["after"] == {"progress": 30}

    def test_a_plan_that_is_not_there_has_none(self, api: Api) -> None:
        assert api.data(HISTORY, plan="moon")["planHistory"]["nodes"] == []

    def test_who_may_not_read_the_audit_does_not_read_it_here(self, in_acme: Tenant, api: Api) -> None:
        reader = api_of(in_acme, "plans:read", "plans:write")

        assert reader.code(HISTORY, plan="p1") == "FORBIDDEN"
