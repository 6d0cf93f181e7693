"""A company is filled once: data, scores, plans and verdicts, all through the public commands."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from analytics.management.demonstration import NoDemonstration, fill_company, fill_from_world
from analytics.management.demonstration_jobs import take_away
from analytics.management.people import bring_in, intent_of, write_further
from analytics.models.alert import Alert
from analytics.models.score_run import ScoreRun
from analytics.services.demonstration import demonstration_of
from analytics.services.scenarios.documents import read_scenario
from analytics.simulation.checks import leaf_codes
from analytics.simulation.reader import read_world
from feedback.models import CaseRule, Customer, FeedbackItem, Order
from journeys.models import ActionPlan, Touchpoint
from tenants.access import COMMAND, company_context
from tenants.jobs.models import Job
from tenants.members.models import Department, Membership, Role, Unit, User
from tenants.members.services.accounts import ensure_user
from tenants.models.tenant import Tenant

WORLD = """
name = "Tiny"
seed = 3
customers = 300
[months]
start = 2026-01-01
count = 3
[traffic]
reactivation = 0.2
[[units]]
code = "town"
children = ["A", "B", "C", "D"]
[[touchpoints]]
code = "queue"
slope = 0.3
[[touchpoints]]
code = "pay"
question = "dims"
exposure = 0.7
slope = 0.2
[[plans]]
code = "care"
title = "Care"
touchpoint = "queue"
baseline_from = 2026-01-01
start_date = 2026-03-01
evaluate_to = 2026-04-01
effect = 1.0
treated = 2
"""


@pytest.mark.slow
def test_a_world_becomes_a_scored_company_once(new_company: Callable[[], Tenant], tmp_path: Path) -> None:
    company = new_company()
    (tmp_path / "tiny.toml").write_text(WORLD, "utf-8")
    asked: dict[str, Any] = {"company": company, "world": str(tmp_path / "tiny.toml"), "folder": tmp_path / "out"}

    with company_context(company):
        first, second = fill_from_world(**asked), fill_from_world(**asked)

        assert FeedbackItem.objects.count() == first.rows["feedback"] > 300
        assert Order.objects.count() == first.rows["orders"]
        assert max(ScoreRun.objects.values_list("period", flat=True)) == dt.date(2026, 3, 1)
        assert list(ActionPlan.objects.values_list("code", flat=True)) == first.plans == second.plans == ["care"]
        assert second.rows == {}
        assert dict(Job.objects.values_list("kind", "params")) == {"score": {}, "monitor": {"as_of": "2026-03-31"}}


def test_an_industry_without_a_world_is_refused(in_acme: Tenant) -> None:
    with pytest.raises(NoDemonstration, match="no demonstration data for the industry 'none'"):
        fill_company(company=in_acme)


def test_a_bundled_company_has_people_and_plans_in_every_state(in_acme: Tenant) -> None:
    for name in ("hotpot", "shop"):
        world, intent = read_world(name), intent_of(name)
        known = {point.code for point in world.touchpoints}
        units = set(leaf_codes(world))
        people = {person["email"] for person in intent["people"]}
        departments = {department["code"] for department in intent["departments"]}
        written = [*intent["plans"].values(), *intent["further"]]

        assert {plan.get("lead_department") for plan in written} <= departments
        assert {plan["owner"] for plan in written if "owner" in plan} <= people
        assert {plan["touchpoint"] for plan in intent["further"]} <= known
        assert {unit for plan in intent["further"] for unit in plan["treated_units"]} <= units
        assert set(intent["plans"]) == {plan.code for plan in world.plans}
        assert len(intent["scenarios"]) == 2
        assert {move["touchpoint"] for one in intent["scenarios"] for move in one["moves"]} <= known
        assert [read_scenario(one).code for one in intent["scenarios"]]
        assert "viewer" in {person["role"] for person in intent["people"]}


def test_people_come_without_a_password_unless_they_are_given_one(in_acme: Tenant) -> None:
    intent = {"people": [{"email": "a@x.example", "name": "A", "role": "viewer"}], "departments": [{"code": "ops"}]}

    bring_in(intent, password=None)
    bring_in(intent, password=None)

    assert not User.objects.get(email="a@x.example").has_usable_password()
    assert Department.objects.filter(code="ops").count() == 1


def test_further_plans_come_as_far_as_they_say(in_acme: Tenant) -> None:
    Touchpoint.objects.create(code="queue")
    Unit.objects.create(code="u1", name="U1")
    later = {"baseline_from": "2097-01-01", "start_date": "2098-01-01", "evaluate_to": "2099-01-01"}
    plan = {"title": "T", "touchpoint": "queue", "metric": "value", "treated_units": ["u1"], **later}
    states = ("draft", "proposed", "approved", "running")
    intent = {"further": [{"state": state, "code": state, **plan} for state in states]}

    for _ in range(2):
        write_further(intent, company=in_acme, now=timezone.now())

    assert dict(ActionPlan.objects.values_list("code", "state")) == dict(zip(states, states, strict=True))


@pytest.mark.slow
def test_what_a_world_brought_goes_again_and_what_people_use_stays(
    new_company: Callable[[], Tenant], tmp_path: Path
) -> None:
    company, steps = new_company(), []
    (tmp_path / "tiny.toml").write_text(WORLD, "utf-8")
    world = str(tmp_path / "tiny.toml")
    asked: dict[str, Any] = {"company": company, "world": world, "folder": tmp_path / "out"}

    with company_context(company):
        fill_from_world(**asked, progress=lambda done, total: steps.append((done, total)))
        assert demonstration_of(company=company).is_loaded
        kept = leaf_codes(read_world(world))[1]
        own = Unit.objects.get(code=kept)
        Membership.objects.create(
            user=ensure_user(email="b@acme.example", role="viewer"), role=Role.objects.get(code="viewer"), unit=own
        )
        done = take_away(company=company, world=world, actor=COMMAND, progress=lambda _done, _total: None)

        assert done["removed"] > 300
        assert done["plans"] == ["care"]
        assert not any(model.objects.exists() for model in (FeedbackItem, Order, Customer, ActionPlan, Alert, CaseRule))
        assert not ScoreRun.objects.filter(is_current=True).exists()
        assert set(Unit.objects.values_list("code", flat=True)) == {"town", kept}
        assert not demonstration_of(company=company).is_loaded
        assert fill_from_world(**asked).rows["feedback"] == FeedbackItem.objects.count()

    assert steps == [(step, 6) for step in range(1, 6)]
