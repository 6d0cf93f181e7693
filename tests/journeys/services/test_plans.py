"""Plans are checked before they are stored, and what was approved cannot be bent afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from journeys.models import ActionPlan, ActionTask, PlanDepartment, PlanUnit, Touchpoint
from journeys.models.plan import PlanState
from journeys.services.plan_documents import PlanRefused
from journeys.services.plans import approve_plan, import_plan
from tenants.members.models import Department, Unit, User
from tenants.models import Tenant

APPROVED_AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def chain(in_acme: Tenant) -> Tenant:
    Touchpoint.objects.create(code="queue")
    Department.objects.create(code="ops")
    User.objects.create(email="li@acme.example")
    Unit.objects.bulk_create(Unit(code=f"r{number}") for number in range(1, 7))
    return in_acme


def plan_document(**changes: Any) -> dict[str, Any]:
    return {
        "code": "kinder-queue",
        "title": "等位关怀",
        "touchpoint": "queue",
        "metric": "value",
        "unit_of_effect": "unit",
        "treated_units": ["r1", "r2"],
        "control_units": ["r3", "r4", "r5"],
        "baseline_from": "2025-12-01",
        "start_date": "2026-03-01",
        "evaluate_to": "2026-06-01",
        "expected_uplift": 8,
        "cost": 300000.5,
        "currency": "CNY",
    } | changes


def test_a_plan_is_stored_with_its_arms_and_money_in_minor_units(chain: Tenant) -> None:
    plan = import_plan(plan_document())

    assert (plan.touchpoint.code, plan.cost_minor, plan.currency, plan.state) == ("queue", 30000050, "CNY", "draft")
    arms = PlanUnit.objects.filter(plan=plan).order_by("unit__code").values_list("unit__code", "arm")
    assert list(arms) == [
        ("r1", "treated"), ("r2", "treated"), ("r3", "control"), ("r4", "control"), ("r5", "control"),
    ]  # fmt: skip


def test_currency_defaults_to_the_companys(chain: Tenant) -> None:
    document = plan_document()
    del document["currency"]

    assert import_plan(document).currency == chain.currency


def test_importing_again_keeps_every_row(chain: Tenant) -> None:
    document = plan_document(
        tasks=[{"title": "Buy stools", "assignee": "li@acme.example"}, {"title": "Train", "after": "Buy stools"}],
        departments=[{"code": "ops", "role": "accountable"}],
        lead_department="ops",
        owner="li@acme.example",
    )
    import_plan(document)
    tables = (ActionPlan, PlanUnit, PlanDepartment, ActionTask)
    before = [sorted(table.objects.values_list("pk", flat=True)) for table in tables]

    import_plan(document)

    assert [sorted(table.objects.values_list("pk", flat=True)) for table in tables] == before
    assert ActionTask.objects.get(title="Train").depends_on.title == "Buy stools"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"treated_units": ["r1", "r99"]}, "unknown unit: r99"),
        ({"touchpoint": "moon"}, "unknown touchpoint: moon"),
        ({"lead_department": "moon"}, "unknown department: moon"),
        ({"owner": "nobody@acme.example"}, "unknown user: nobody@acme.example"),
        ({"control_units": ["r2", "r3"]}, "units are both treated and control: r2"),
        ({"start_date": "2025-11-01"}, "baseline_from must be before start_date"),
        ({"evaluate_to": "2026-03-01"}, "start_date must be before evaluate_to"),
        ({"metric": "vibes"}, "metric"),
        ({"unit_of_effect": "planet"}, "unit_of_effect"),
        ({"start_date": "2026-02-30"}, "start_date"),
        ({"code": ""}, "code is empty"),
        ({"title": "  "}, "title is empty"),
        ({"cost": -1}, "money must be 0 or more"),
        ({"cost": 1e30}, "money must be 0 or more"),
        ({"expected_uplift": float("nan")}, "expected_uplift is not a number"),
        ({"currency": "yuan"}, "currency"),
        ({"colour": "red"}, "colour"),
        ({"design": "gut feeling"}, "design"),
        ({"unit_start_dates": {"r3": "2026-04-01"}}, "names units that are not treated: r3"),
        ({"unit_start_dates": {"r1": "2026-02-01"}}, "a unit starts before start_date"),
        ({"unit_start_dates": {"r1": "2026-06-01"}}, "when the evaluation is over"),
        ({"control_touchpoints": ["queue"]}, "own touchpoint cannot be its control"),
        ({"control_touchpoints": ["moon"]}, "unknown touchpoint: moon"),
        ({"treated_customers_attribute": {"name": "v", "treated": ["b"]}}, "not both"),
        ({"treated_customers_attribute": {"name": "v", "treated": []}, "treated_units": []}, "has no name or value"),
        (
            {"treated_customers_attribute": {"name": "v", "treated": ["b"], "control": ["b"]}, "treated_units": []},
            "customers are both",
        ),
        ({"design": "staggered", "treated_units": []}, "a staggered plan needs treated_units"),
        ({"tasks": [{"title": "B", "after": "A"}]}, "comes after 'A'"),
        ({"tasks": [{"title": "B"}, {"title": "B"}]}, "two tasks have the same title"),
    ],
)
def test_a_wrong_plan_is_refused_by_name_and_nothing_is_stored(
    chain: Tenant, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlanRefused, match=message):
        import_plan(plan_document(**changes))

    assert not ActionPlan.objects.exists()


def test_a_missing_field_is_named(chain: Tenant) -> None:
    document = plan_document()
    del document["evaluate_to"]

    with pytest.raises(PlanRefused, match="evaluate_to"):
        import_plan(document)


def test_approval_freezes_figures_and_terms(chain: Tenant) -> None:
    plan = approve_plan(
        import_plan(plan_document()), baseline={"value": 61.5}, forecast={"roi": 1.2}, as_of=APPROVED_AT
    )

    plan.refresh_from_db()
    assert (plan.state, plan.approved_at, plan.forecast) == (PlanState.APPROVED, APPROVED_AT, {"roi": 1.2})
    assert plan.baseline["value"] == 61.5
    assert plan.baseline["terms"]["treated_units"] == ["r1", "r2"]


@pytest.mark.parametrize(
    "changes",
    [
        {"treated_units": ["r1"]},
        {"control_units": ["r3", "r4", "r6"]},
        {"metric": "nps"},
        {"touchpoint": None},
        {"unit_of_effect": "customer"},
        {"baseline_from": "2025-11-01"},
        {"evaluate_to": "2026-07-01"},
        {"unit_start_dates": {"r1": "2026-04-01"}},
        {"control_touchpoints": ["pay"]},
        {"design": "did"},
    ],
)
def test_approved_terms_do_not_change(chain: Tenant, changes: dict[str, Any]) -> None:
    Touchpoint.objects.create(code="pay")
    plan = approve_plan(import_plan(plan_document()), baseline={}, forecast=None, as_of=APPROVED_AT)

    with pytest.raises(PlanRefused, match=f"is approved, which froze {next(iter(changes))}"):
        import_plan(plan_document(**changes))

    assert sorted(PlanUnit.objects.filter(plan=plan).values_list("unit__code", flat=True)) == [
        "r1", "r2", "r3", "r4", "r5",
    ]  # fmt: skip


def test_a_plan_approved_before_a_term_existed_is_not_changed_by_it(chain: Tenant) -> None:
    plan = approve_plan(import_plan(plan_document()), baseline={}, forecast=None, as_of=APPROVED_AT)
    for name in ("design", "unit_start_dates", "treated_customers_attribute", "control_touchpoints"):
        del plan.baseline["terms"][name]
    plan.save()

    assert import_plan(plan_document(title="New words")).title == "New words"


def test_units_may_start_later_than_the_plan(chain: Tenant) -> None:
    plan = import_plan(plan_document(unit_start_dates={"r2": "2026-04-15"}))

    starts = (
        PlanUnit.objects.filter(plan=plan, arm="treated").order_by("unit__code").values_list("start_date", flat=True)
    )
    assert [str(day) for day in starts] == ["None", "2026-04-15"]
    assert not import_plan(plan_document()).units.filter(start_date__isnull=False).exists()


def test_a_plan_for_customers_names_the_attribute_that_tells_them(chain: Tenant) -> None:
    arms = {"name": "version", "treated": ["b"], "control": ["a"]}

    plan = import_plan(plan_document(treated_units=[], control_units=[], treated_customers_attribute=arms))

    assert plan.unit_of_effect == "customer"
    assert plan.treated_customers_attribute == arms
    assert (
        approve_plan(plan, baseline={}, forecast=None, as_of=APPROVED_AT).baseline["terms"][
            "treated_customers_attribute"
        ]
        == arms
    )


def test_words_and_tasks_of_an_approved_plan_may_change(chain: Tenant) -> None:
    approve_plan(import_plan(plan_document()), baseline={}, forecast=None, as_of=APPROVED_AT)

    plan = import_plan(plan_document(title="等位更好", tasks=[{"title": "Buy stools", "progress": 50}]))

    plan.refresh_from_db()
    assert (plan.title, plan.state) == ("等位更好", PlanState.APPROVED)
    assert ActionTask.objects.get().progress == 50


def test_a_plan_is_approved_once(chain: Tenant) -> None:
    plan = approve_plan(import_plan(plan_document()), baseline={}, forecast=None, as_of=APPROVED_AT)

    with pytest.raises(PlanRefused, match="only a draft or a proposal can be approved"):
        approve_plan(plan, baseline={}, forecast=None, as_of=APPROVED_AT)


def test_a_plan_that_treats_no_unit_is_not_approved(chain: Tenant) -> None:
    plan = import_plan(plan_document(treated_units=[]))

    with pytest.raises(PlanRefused, match="treats no unit"):
        approve_plan(plan, baseline={}, forecast=None, as_of=APPROVED_AT)
