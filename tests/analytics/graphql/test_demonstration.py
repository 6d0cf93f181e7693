"""Example data are loaded where there are none, never over real data unasked, and go in one step."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.services.demonstration import WORLDS
from feedback.models import ImportBatch
from tenants.audit.models import AuditEvent
from tenants.jobs.models import Job
from tenants.models import Tenant
from tests.analytics.graphql.test_queries import NOW
from tests.graphql_api import Api, api_of

STATE = "{ demonstration { isAvailable isLoaded hasOwnFacts } }"
ASK = """mutation($confirm: String!) { %s(input: {confirm: $confirm}) {
  job { kind state } userErrors { code field message } } }"""


@pytest.fixture
def dining(in_acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """Acme, in an industry for which there are example data."""
    monkeypatch.setitem(WORLDS, in_acme.industry, "hotpot")
    return in_acme


def asked(api: Api, name: str, confirm: str = "") -> dict[str, Any]:
    found: dict[str, Any] = api.data(ASK % name, confirm=confirm)[name]
    return found


def add_batch(source: str) -> None:
    ImportBatch.objects.create(kind="feedback", source=source, state="done", accepted=9, created_at=NOW)


def test_example_data_are_asked_for_once(dining: Tenant) -> None:
    api = api_of(dining)
    assert api.data(STATE)["demonstration"] == {"isAvailable": True, "isLoaded": False, "hasOwnFacts": False}

    first, again = (asked(api, "loadDemonstration") for _ in range(2))

    assert first == again == {"job": {"kind": "load_demonstration", "state": "QUEUED"}, "userErrors": []}
    assert Job.objects.filter(kind="load_demonstration").count() == 1
    assert AuditEvent.objects.filter(action="demonstration.load_requested").count() == 1


def test_beside_real_data_the_company_has_to_be_typed(dining: Tenant) -> None:
    add_batch("pos")
    api = api_of(dining)

    unasked, typed = asked(api, "loadDemonstration"), asked(api, "loadDemonstration", dining.slug)

    (error,) = unasked["userErrors"]
    assert (unasked["job"], error["code"], error["field"]) == (None, "CANNOT_LOAD", "input.confirm")
    assert dining.slug in error["message"]
    assert typed["job"]["kind"] == "load_demonstration"


def test_what_is_there_is_not_loaded_again(dining: Tenant) -> None:
    add_batch("demonstration")

    found = asked(api_of(dining), "loadDemonstration", dining.slug)

    assert api_of(dining).data(STATE)["demonstration"] == {
        "isAvailable": True, "isLoaded": True, "hasOwnFacts": False,
    }  # fmt: skip
    assert [error["message"] for error in found["userErrors"]] == ["The example data are there already."]


def test_an_industry_without_example_data_says_so(in_acme: Tenant) -> None:
    found = asked(api_of(in_acme), "loadDemonstration")

    assert [error["message"] for error in found["userErrors"]] == ["There are no example data for this industry."]


def test_example_data_go_when_the_company_is_typed(dining: Tenant) -> None:
    api = api_of(dining)
    nothing = asked(api, "removeDemonstration", dining.slug)
    add_batch("demonstration")

    mistyped, typed = asked(api, "removeDemonstration", "globex"), asked(api, "removeDemonstration", dining.slug)

    assert [error["message"] for error in nothing["userErrors"]] == ["There are no example data to take away."]
    assert [error["field"] for error in mistyped["userErrors"]] == ["input.confirm"]
    assert typed["job"] == {"kind": "remove_demonstration", "state": "QUEUED"}
    assert AuditEvent.objects.filter(action="demonstration.removal_requested").count() == 1
