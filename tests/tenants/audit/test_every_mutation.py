"""A mutation that succeeds leaves its event, with the id of its request; there is no mutation without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from inspect import getmodule, getsource
from typing import Any

import pytest
from django.db import transaction

from config.schema import company_schema
from journeys.models import ActionPlan, ActionTask, JourneyVersion, Stage, StageTouchpoint, Touchpoint
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.members.models import Department, Unit
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tests.graphql_api import Api, api_of
from tests.isolation.mutation_rows import filled
from tests.isolation.rows import acme_rows  # noqa: F401 - a fixture

from .mutation_rows import AUDITED, SHOWN_IN, given_to

CHANGES = company_schema.core.mutation_type
assert CHANGES is not None
NOW = datetime(2026, 5, 1, tzinfo=UTC)
STATES: dict[str, Callable[[], object]] = {
    "": lambda: None,
    "draft": lambda: JourneyVersion.objects.update(state="draft", published_at=None),
    "approved": lambda: ActionPlan.objects.update(state="approved", approved_at=NOW, forecast={}, baseline={}),
}


def test_every_mutation_has_a_row() -> None:
    assert set(CHANGES.fields) == {*AUDITED, *SHOWN_IN}, "say in mutation_rows.py which event the mutation leaves"


@pytest.mark.parametrize("name", SHOWN_IN)
def test_the_test_that_is_named_calls_it_and_looks_for_its_event(name: str) -> None:
    action, test = SHOWN_IN[name]

    module = getsource(getmodule(test) or test)
    assert name in module
    assert f'"{action}"' in getsource(test)


def sent(api: Api, name: str, given: dict[str, Any]) -> str:
    """Send a mutation that must succeed, and return the id of its request."""
    kinds = {argument: kind.type for argument, kind in CHANGES.fields[name].args.items()}
    values = {"input": given} if "input" in kinds else given
    declared = f"({', '.join(f'${word}: {kind}' for word, kind in kinds.items())})" if kinds else ""
    passed = f"({', '.join(f'{word}: ${word}' for word in kinds)})" if kinds else ""
    payload = CHANGES.fields[name].type.of_type  # type: ignore[union-attr]
    errors = "userErrors { code message }" if "userErrors" in payload.fields else ""
    response = api.post(f"mutation{declared} {{ {name}{passed} {{ __typename {errors} }} }}", **values)
    answer = response.json()
    assert "errors" not in answer, (name, answer)
    assert not answer["data"][name].get("userErrors"), (name, answer)
    return response["X-Request-Id"]


@pytest.fixture
def ids(acme_rows: dict[str, Any], in_acme: Tenant) -> dict[str, str]:  # noqa: F811
    """Ids of rows of every type, and of some more."""
    found = {kind: row for kind, row in acme_rows.items() if row is not None}
    tasks = list(ActionTask.objects.filter(plan=found["ActionPlan"]).order_by("position"))
    found |= {f"Task{number}": task for number, task in enumerate(tasks, 1)}
    stages = Stage.objects.filter(version=found["JourneyVersion"]).order_by("position")
    places = StageTouchpoint.objects.filter(stage=found["Stage"]).order_by("position")
    found |= {f"Stage{number}": stage for number, stage in enumerate(stages, 1)}
    found |= {f"Place{number}": place for number, place in enumerate(places, 1)}
    found["Loose"] = Touchpoint.objects.create(code="loose", is_mapped=False)
    found["OtherUnit"], found["OtherDepartment"] = Unit.objects.create(code="o"), Department.objects.create(code="o")
    ensure_user(email="owner@example.com", role="owner")
    found["Second"] = ensure_user(email="second@example.com", role="viewer")
    return {name: encode(type(row).__name__, row.pk) for name, row in found.items()}


def test_each_leaves_its_event(ids: dict[str, str], in_acme: Tenant) -> None:
    api, wrong = api_of(in_acme), {}

    for name, row in AUDITED.items():
        with transaction.atomic():
            STATES[row.state]()
            try:
                for other, given in row.before:
                    sent(api, other, filled(given, ids))
                request = sent(api, name, filled(given_to(name), ids))
            except AssertionError as refused:
                wrong[name] = str(refused)
            else:
                actions = set(AuditEvent.objects.filter(request_id=request).values_list("action", flat=True))
                if row.action not in actions:
                    wrong[name] = f"left {actions or 'nothing'}"
            transaction.set_rollback(True)

    assert not wrong, "\n".join(f"{name}: {why[:300]}" for name, why in wrong.items())
