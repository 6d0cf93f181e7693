"""Documents that a property-based tester writes against the schema, with values of its own: none is a fault of ours.

SCHEMATHESIS_SECONDS says for how long; the seed is fixed, so a failure comes again.
"""

from __future__ import annotations

import os
import time
from itertools import count
from random import Random
from typing import Any

import pytest
import schemathesis
from django.test import Client
from graphql import build_schema, introspection_from_schema
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import sampled_from
from hypothesis_graphql import nodes

from config.schema import company_schema
from journeys.services.blueprints import apply_blueprint
from tenants.graphql.errors import Code
from tenants.models import Tenant
from tests.graphql_api import key_of

SECONDS = float(os.environ.get("SCHEMATHESIS_SECONDS", "8"))
EXAMPLES = 3
SEED = 20_260_101
TEXTS = {
    "Date": ("2026-01-31", "0001-01-01", "9999-12-31", "2026-02-30", ""),
    "DateTime": ("2026-01-31T12:00:00+08:00", "9999-12-31T23:59:59-23:59", "2026-01-31", "now"),
    "Decimal": ("1.50", "-0", "1e400", "NaN", "9" * 40),
    "Money": ("1.50", "-0.01", "Infinity", "9" * 40),
    "Period": ("2026-01", "2026-W02", "2026-Q1", "FY2026", "0000-00", "2026-13"),
}
for _name, _texts in TEXTS.items():
    schemathesis.graphql.scalar(_name, sampled_from(_texts).map(nodes.String))
schemathesis.graphql.scalar("JSON", sampled_from(("", "a", "\\u0000")).map(nodes.String))
OURS = {str(code) for code in Code} - {"INTERNAL_SERVER_ERROR", "UNAVAILABLE"}


def attacked(operation: Any, ask: Any, *, at: int) -> int:
    """Ask an operation with generated arguments and selections, and return how often."""
    asked = 0

    @seed(at)
    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def attack(case: Any) -> None:
        nonlocal asked
        asked += 1
        ask(case)

    attack()
    return asked


@pytest.mark.slow
def test_no_generated_document_is_a_fault(in_acme: Tenant) -> None:
    apply_blueprint(company=in_acme, industry="dining", locale="zh-hans")
    client = Client(headers={"host": "acme.localhost", "authorization": f"Bearer {key_of(in_acme)}"})
    schema = schemathesis.graphql.from_dict(introspection_from_schema(build_schema(company_schema.as_str())))

    def ask(case: Any) -> None:
        response = client.post("/graphql", {"query": case.body}, content_type="application/json")
        answer = response.json()
        codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
        assert response.status_code < 500, (case.body, answer)
        assert codes <= OURS, (case.body, answer)
        assert "cost" in answer["extensions"]

    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 30
    Random(SEED).shuffle(operations)
    end, asked = time.monotonic() + SECONDS, 0
    for turn in count():
        for place, operation in enumerate(operations):
            if time.monotonic() > end:
                print(f"{asked} documents, {turn} whole turns through {len(operations)} root fields")  # noqa: T201 - the long run is read by a person
                assert asked
                return
            asked += attacked(operation, ask, at=SEED + turn * 1000 + place)
