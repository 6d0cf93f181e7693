"""What no honest client sends, in each field of an input whose other fields are right: refused, never a fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from journeys.models import ActionPlan, Touchpoint
from tenants.graphql.ids import encode
from tenants.models import Tenant
from tests.graphql_api import api_of
from tests.journeys.graphql.rows import add_plans
from tests.mutating import CHANGES

NASTY: list[Any] = [
    None, "\0", "\ud800", "等位" * 6_000, "NaN", -1, 2**31 - 1, 2**63, 1e308, {}, ["x"] * 200,
]  # fmt: skip
PLAN = {
    "code": "x", "title": "x", "metric": "NPS", "baselineFrom": "2026-01-01", "startDate": "2026-02-01",
    "evaluateTo": "2026-03-01", "touchpoint": "plan-p1", "expectedUplift": 1.0, "cost": "1", "currency": "CNY",
    "treatedUnits": ["treated-p1"], "unitStarts": [], "tasks": [], "owner": "p1@acme.example", "departments": [],
}  # fmt: skip
RIGHT: dict[str, dict[str, Any]] = {
    "createJourney": {"code": "x", "nameZh": "x", "kind": "AS_IS", "parent": None},
    "createTouchpoint": {"code": "x", "channel": "channel-plan-p1", "weight": "1", "descriptionZh": "x"},
    "updateTouchpoint": {"id": "@Touchpoint", "nameZh": "x", "owner": None, "weight": "1", "revision": 1},
    "createActionPlan": PLAN,
    "updateActionPlan": {"id": "@ActionPlan", "title": "x", "cost": "1", "treatedUnits": [], "controlTouchpoints": []},
    "createActionTask": {"planId": "@ActionPlan", "title": "x", "progress": 1, "cost": "1", "dueDate": "2026-01-01"},
    "cancelActionPlan": {"id": "@ActionPlan", "note": "x", "revision": 9},
}


@pytest.mark.parametrize("name", RIGHT)
def test_no_value_of_a_field_makes_a_fault(in_acme: Tenant, name: str) -> None:
    add_plans(["p1"])
    ids = {
        "@ActionPlan": encode("ActionPlan", ActionPlan.objects.get().pk),
        "@Touchpoint": encode("Touchpoint", Touchpoint.objects.get().pk),
    }
    right = {field: ids.get(str(value), value) for field, value in RIGHT[name].items()}
    kind = CHANGES.fields[name].args["input"].type
    query = f"mutation($input: {kind}) {{ {name}(input: $input) {{ userErrors {{ code }} }} }}"
    api = api_of(in_acme)

    for field in right:
        for value in NASTY:
            body = json.dumps({"query": query, "variables": {"input": {**right, field: value}}}).encode()
            assert api.send(body).status_code < 500, (field, value)
