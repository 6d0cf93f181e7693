"""Who works at a demonstration company and what they plan besides: departments, people, plans in every state."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.services.plans.deciding import approve_by_id
from journeys.models import ActionPlan, PlanComment
from journeys.models.plan import PlanState
from journeys.services.plan_blocks import block_plan
from journeys.services.plan_comments import comment_on_plan
from journeys.services.plan_life import create_plan, start_plan, submit_plan
from tenants.access import COMMAND, Actor
from tenants.members.models import Department, Unit, User
from tenants.members.services.accounts import ensure_user
from tenants.models.tenant import Tenant

FOLDER = Path(__file__).with_name("companies")
type Intent = Mapping[str, Any]


def intent_of(world: str) -> Intent:
    """Return what is written down beside a bundled world; nothing for other worlds."""
    path = FOLDER / f"{world}.toml"
    return tomllib.loads(path.read_text("utf-8")) if world.isidentifier() and path.exists() else {}


def bring_in(intent: Intent, *, password: str | None) -> None:
    """Make the departments and people, who sign in with `password`, if any; those that are there stay."""
    for department in intent.get("departments", ()):
        Department.objects.get_or_create(code=department["code"], defaults=department)
    for person in intent.get("people", ()):
        unit = Unit.objects.get(code=person["unit"]) if "unit" in person else None
        ensure_user(**{**person, "unit": unit}, password=password)


def more_about(intent: Intent, code: str) -> Mapping[str, Any]:
    """Return what is written down of a plan of the world, in the words of a plan document."""
    found: Mapping[str, Any] = intent.get("plans", {}).get(code, {})
    return found


def write_further(intent: Intent, *, company: Tenant, now: datetime) -> None:
    """Write the plans that the world knows nothing of, and bring each as far as it says; those that are there stay."""
    for written in intent.get("further", ()):
        document = {name: value for name, value in written.items() if name not in {"state", "blocked"}}
        if not ActionPlan.objects.filter(code=document["code"]).exists():
            plan = create_plan({"currency": company.currency, **document}, actor=COMMAND)
            _bring_to(PlanState(written["state"]), plan, company=company, now=now)
            if "blocked" in written:
                block_plan(actor=COMMAND, id=plan.pk, reason=written["blocked"], at=now)
    for said in intent.get("comments", ()):
        _say(said)


def _say(said: Mapping[str, Any]) -> None:
    """Write down what somebody said about a plan, unless that was done before or nobody of that address is here."""
    plan, author = ActionPlan.objects.get(code=said["plan"]), User.objects.filter(email=said["author"]).first()
    if author and not PlanComment.objects.filter(plan=plan, text=said["text"]).exists():
        comment_on_plan(
            actor=Actor(kind="user", id=author.pk, name=author.email),
            plan_id=plan.pk,
            text=said["text"],
            mentions=said.get("mentions", ()),
            at=datetime.fromisoformat(said["at"]),
        )


def _bring_to(state: PlanState, plan: ActionPlan, *, company: Tenant, now: datetime) -> None:
    if state == PlanState.PROPOSED:
        submit_plan(actor=COMMAND, id=plan.pk)
    if state in (PlanState.APPROVED, PlanState.RUNNING):
        approve_by_id(company=company, actor=COMMAND, id=plan.pk, now=now)
    if state == PlanState.RUNNING:
        start_plan(actor=COMMAND, id=plan.pk)
