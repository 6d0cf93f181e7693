"""The operator looks after companies through the API, as with the command."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tenants.access import ALL_CAPABILITIES, company_context
from tenants.audit.models import AuditEvent
from tenants.members.services import create_api_key
from tenants.models import Tenant
from tenants.services.onboarding import ensure_operator

pytestmark = pytest.mark.django_db
CREATE = """mutation($input: CreateTenantInput!) { createTenant(input: $input) {
  tenant { slug status plan } run { slug state steps { name milliseconds } error }
  userErrors { code field message } } }"""
CHANGE = """mutation($input: %sInput!) { %sTenant(input: $input) {
  tenant { slug status statusReason closesAt } userErrors { code field } } }"""
BANK = {
    "slug": "first-bank", "name": "First Bank", "currency": "CNY", "timezone": "Asia/Shanghai", "industry": "BANK",
    "adminEmail": "boss@bank.example",
}  # fmt: skip


@pytest.fixture
def ask() -> Any:
    with company_context(ensure_operator().company):
        _, token = create_api_key(name="console", scopes=ALL_CAPABILITIES)
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {token}"})

    def send(query: str, **variables: Any) -> Any:
        answer = client.post("/graphql", {"query": query, "variables": variables}, content_type="application/json")
        return answer.json()["data"]

    return send


def test_a_company_is_set_up_once(ask: Any) -> None:
    made = ask(CREATE, input=BANK)["createTenant"]
    again = ask(CREATE, input=BANK)["createTenant"]

    assert made["tenant"] == again["tenant"] == {"slug": "first-bank", "status": "ACTIVE", "plan": "STANDARD"}
    assert [step["name"] for step in made["run"]["steps"]] == [
        "schema", "tables", "roles", "blueprint", "admin", "schedules",
    ]  # fmt: skip
    runs = ask("{ provisioningRuns(first: 1) { nodes { slug state requestedBy } } }")["provisioningRuns"]["nodes"]
    assert runs == [{"slug": "first-bank", "state": "DONE", "requestedBy": "console"}]


def test_what_is_wrong_is_said(ask: Any) -> None:
    refused = ask(CREATE, input=BANK | {"slug": "admin"})["createTenant"]

    assert (refused["tenant"], refused["userErrors"][0]["code"]) == (None, "BAD_COMPANY")
    unknown = ask(CHANGE % ("TenantChange", "suspend"), input={"slug": "nobody"})["suspendTenant"]
    assert unknown["userErrors"] == [{"code": "UNKNOWN_COMPANY", "field": "input"}]
    operator = ask(CHANGE % ("TenantChange", "suspend"), input={"slug": "operator"})["suspendTenant"]
    assert operator["userErrors"][0]["code"] == "CANNOT_CHANGE_STATUS"


def test_a_company_is_suspended_closed_and_resumed_and_told_of_it(ask: Any, acme: Tenant) -> None:
    named = {"slug": "acme", "reason": "unpaid"}
    held = ask(CHANGE % ("TenantChange", "suspend"), input=named)["suspendTenant"]["tenant"]
    closing = ask(CHANGE % ("CloseTenant", "close"), input=named | {"coolingDays": 7})["closeTenant"]["tenant"]
    active = ask(CHANGE % ("TenantChange", "resume"), input={"slug": "acme"})["resumeTenant"]["tenant"]

    assert (held["status"], held["statusReason"]) == ("SUSPENDED", "unpaid")
    assert (closing["status"], closing["closesAt"] is None) == ("CLOSING", False)
    assert active == {"slug": "acme", "status": "ACTIVE", "statusReason": "", "closesAt": None}
    with company_context(acme):
        told = AuditEvent.objects.filter(subject_kind="tenant").order_by("id").values_list("action", "actor_name")
        assert list(told) == [
            ("tenant.suspended", "console"), ("tenant.closed", "console"), ("tenant.resumed", "console"),
        ]  # fmt: skip


def test_the_state_of_a_company_is_counts_only(ask: Any, acme: Tenant) -> None:
    query = (
        '{ tenantState(slug: "acme") { usage { counted used softLimit hardLimit level }'
        " readiness { code isMet detail } } }"
    )

    state = ask(query)["tenantState"]

    assert {one["counted"]: (one["hardLimit"], one["level"]) for one in state["usage"]} == {
        "customers": ("10000000", "ok"), "facts": ("200000000", "ok"), "api_keys": ("100", "ok"),
    }  # fmt: skip
    assert {one["code"]: one["isMet"] for one in state["readiness"]}["first_score"] is False
