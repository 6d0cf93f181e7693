"""A code that came with data is mapped onto a touchpoint: facts move, new ones follow, aggregates stay exact."""

from __future__ import annotations

import pytest

from analytics.services.refresh import refresh_aggregates
from analytics.services.verify import verify_aggregates
from feedback.models import FeedbackItem, Interaction
from feedback.services.remapping import map_touchpoint
from journeys.models import ActionPlan, Touchpoint
from tenants.access import COMMAND
from tenants.graphql.ids import encode
from tenants.jobs.services import run_job
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.analytics.conftest import live_company, new_company  # noqa: F401 - fixtures
from tests.analytics.facts import ingest
from tests.graphql_api import api_of
from tests.mutating import change, refusals

AT = {"customer": "c1", "occurred_at": "2026-05-01T12:00:00+08:00"}


def answer(number: int, code: str) -> dict[str, object]:
    return {**AT, "external_id": f"f{number}", "touchpoint": code, "nps": number % 11}


def answers_at(code: str) -> int:
    return FeedbackItem.objects.filter(touchpoint__code=code).count()


def test_facts_move_and_new_ones_follow_and_aggregates_are_what_facts_say(live_company: Tenant) -> None:  # noqa: F811
    Touchpoint.objects.create(code="queue")
    ingest("feedback", [answer(number, "waiting" if number % 2 else "queue") for number in range(40)])
    ingest("interactions", [{**AT, "external_id": "i1", "touchpoint": "waiting", "kind": "visit"}])
    refresh_aggregates(company=live_company)
    bare = Touchpoint.objects.get(code="waiting")

    _, job = map_touchpoint(actor=COMMAND, id=bare.pk, target="queue")
    ingest("feedback", [answer(90, "waiting")])
    assert answers_at("waiting") == 20
    done = run_job(job_id=job.pk)

    assert done is not None
    assert done.result == {"feedback": 20, "interactions": 1}
    assert (answers_at("waiting"), answers_at("queue")) == (0, 41)
    assert Interaction.objects.get().touchpoint.code == "queue"
    again = ingest("feedback", [answer(1, "waiting")])
    assert (again["duplicates"], again["corrected"]) == (1, 0)
    assert refresh_aggregates(company=live_company).rebuilt is False
    assert not verify_aggregates(company=live_company).differences


def test_doing_the_job_again_moves_only_what_came_since(in_acme: Tenant) -> None:
    queue = Touchpoint.objects.create(code="queue")
    bare = Touchpoint.objects.create(code="waiting", is_mapped=False)
    map_touchpoint(actor=COMMAND, id=bare.pk, target="queue")
    ingest("feedback", [answer(1, "queue")])
    FeedbackItem.objects.update(touchpoint=bare)  # as a batch does that looked the code up before

    _, job = map_touchpoint(actor=COMMAND, id=bare.pk, target="queue")

    done = run_job(job_id=job.pk)
    assert done is not None
    assert done.result == {"feedback": 1, "interactions": 0}
    assert FeedbackItem.objects.get().touchpoint_id == queue.pk


def test_it_is_asked_for_through_the_api(in_acme: Tenant) -> None:
    Touchpoint.objects.create(code="queue")
    bare = Touchpoint.objects.create(code="waiting", is_mapped=False)
    api = api_of(in_acme, "journeys:read", "journeys:write", "jobs:read")

    found = change(
        api, "mapTouchpoint", "touchpoint { isMapped revision mergedInto { code } } job { kind state }",
        id=encode("Touchpoint", bare.pk), target="queue", revision=1,
    )  # fmt: skip

    assert found == {
        "touchpoint": {"isMapped": True, "revision": 2, "mergedInto": {"code": "queue"}},
        "job": {"kind": "map_touchpoint", "state": "QUEUED"},
        "userErrors": [],
    }


@pytest.mark.parametrize(
    ("source", "given", "expected"),
    [
        ("waiting", {"target": "moon"}, ("UNKNOWN_TOUCHPOINT", "input.target")),
        ("waiting", {"target": "gone"}, ("CANNOT_MAP", "input.target")),
        ("waiting", {"target": "alias"}, ("CANNOT_MAP", "input.target")),
        ("waiting", {"target": "waiting"}, ("CANNOT_MAP", "input.target")),
        ("waiting", {"target": "queue", "revision": 9}, ("CONFLICT", "input.revision")),
        ("pay", {"target": "queue"}, ("CANNOT_MAP", "input.id")),
        ("planned", {"target": "queue"}, ("CANNOT_MAP", "input.id")),
        ("", {"target": "queue"}, ("UNKNOWN_TOUCHPOINT", "input.id")),
    ],
)
def test_what_cannot_be_mapped_stays(
    in_acme: Tenant, source: str, given: dict[str, object], expected: tuple[str, str]
) -> None:
    queue = Touchpoint.objects.create(code="queue")
    Touchpoint.objects.create(code="pay")
    Touchpoint.objects.create(code="waiting", is_mapped=False)
    planned = Touchpoint.objects.create(code="planned", is_mapped=False)
    Touchpoint.objects.create(code="gone", archived_at="2026-01-01T00:00:00Z")
    Touchpoint.objects.create(code="alias", merged_into=queue)
    days = {"baseline_from": "2026-01-01", "start_date": "2026-02-01", "evaluate_to": "2026-03-01"}
    ActionPlan.objects.create(code="p", title="p", metric="nps", currency="CNY", touchpoint=planned, **days)
    row = Touchpoint.objects.filter(code=source).first()
    key = encode("Touchpoint", row.pk if row is not None else uuid7())

    assert refusals(api_of(in_acme, "journeys:write"), "mapTouchpoint", id=key, **given) == [expected]
    assert Touchpoint.objects.filter(merged_into__isnull=False).count() == 1
