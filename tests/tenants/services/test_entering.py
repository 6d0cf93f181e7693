"""Somebody of the operator enters a company: only with a reason, for a while, narrowly, and in the company's sight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tenants.access import ENTRY_CAPABILITIES, Actor, Capability, company_context
from tenants.audit.models import AuditEvent
from tenants.hooks.models import WebhookEvent
from tenants.members.models import ApiKey
from tenants.members.services import BadApiKey, rotate_api_key
from tenants.models import Tenant
from tenants.selectors import forget_hosts
from tenants.services.entering import CannotEnter, Entry, EntryForbidden, enter_company, set_operator_access
from tenants.services.onboarding import ensure_operator
from tests.graphql_api import Api, api_of

pytestmark = pytest.mark.django_db
REASON = "scores of May look too low, ticket 4711"
ANN = Actor(kind="user", name="ann@operator.example")
ENTER = """mutation($input: EnterCompanyInput!) { enterCompany(input: $input) {
  tenant { slug } host token expiresAt scopes userErrors { code field message } } }"""
CONTENT = [
    "customers { totalCount }", "feedbackItems { totalCount }", "orders { totalCount }", "members { totalCount }",
    "segments { totalCount }", "auditEvents { totalCount }", "apiKeys { totalCount }", "actionPlans { totalCount }",
]  # fmt: skip


@pytest.fixture(autouse=True)
def hosts(acme: Tenant) -> Iterator[None]:
    ensure_operator()
    forget_hosts()
    yield
    forget_hosts()


def enter(company: Tenant, **asked: Any) -> Entry:
    given = {"reason": REASON, "duration": timedelta(minutes=60), "as_of": timezone.now(), "actor": ANN} | asked
    return enter_company(company=company, **given)


def events(company: Tenant, **wanted: Any) -> list[AuditEvent]:
    with company_context(company):
        return list(AuditEvent.objects.filter(**wanted).order_by("id"))


def test_it_works_and_both_audits_and_the_companys_webhooks_tell(acme: Tenant) -> None:
    entry = enter(acme)

    seen = Api(acme, token=entry.token).data("{ viewer { kind name capabilities } journeys { totalCount } }")

    assert seen["viewer"] == {
        "kind": "operator", "name": ANN.name, "capabilities": sorted(map(str, ENTRY_CAPABILITIES)),
    }  # fmt: skip
    for place in (acme, ensure_operator().company):
        [told] = events(place, action="tenant.entered")
        assert (told.actor_kind, told.actor_name, told.reason) == ("operator", ANN.name, REASON)
        assert told.request_id
        assert entry.token not in str(told.content())
    with company_context(acme):
        event = WebhookEvent.objects.get(type="operator.entered")
        assert (event.data["reason"], event.data["prefix"]) == (REASON, entry.key.prefix)


def test_each_request_is_in_the_audit_with_actor_reason_and_request(acme: Tenant) -> None:
    api = Api(acme, token=enter(acme).token)

    read = api.post("{ scoreRuns { nodes { id } } journeys { nodes { code } } }")
    changed = api.post('mutation { requestScores(input: {first: "2026-01"}) { job { id } userErrors { code } } }')

    asked = events(acme, action="operator.asked")
    assert [(one.after["operation"], one.after["fields"]) for one in asked] == [
        ("query", ["scoreRuns", "journeys"]), ("mutation", ["requestScores"]),
    ]  # fmt: skip
    assert [one.request_id for one in asked] == [read["X-Request-Id"], changed["X-Request-Id"]]
    [scores] = events(acme, action="scores.requested")
    assert {(one.actor_kind, one.reason) for one in [*asked, scores]} == {("operator", REASON)}


@pytest.mark.parametrize("field", CONTENT)
def test_what_customers_said_or_who_they_are_stays_closed(acme: Tenant, field: str) -> None:
    assert Api(acme, token=enter(acme).token).code(f"{{ {field} }}") == "FORBIDDEN"


def test_the_role_reads_no_content_whatever_scopes_there_will_be() -> None:
    assert not ENTRY_CAPABILITIES & {
        Capability.FEEDBACK_READ, Capability.TEXTS_READ, Capability.CONTACTS_READ, Capability.MEMBERS_READ,
        Capability.AUDIT_READ, Capability.MEMBERS_WRITE, Capability.SETTINGS_WRITE,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/collect/v1/feedback", "/auth/session", "/auth/password"])
def test_no_other_door_opens(acme: Tenant, path: str) -> None:
    client = Client(headers={"host": "acme.localhost", "authorization": f"Bearer {enter(acme).token}"})

    assert client.post(path, [], content_type="application/json").status_code == 403


def test_the_key_is_good_in_that_company_only_and_until_it_ends(acme: Tenant, globex: Tenant) -> None:
    entry = enter(acme)

    assert Api(globex, token=entry.token).post("{ journeys { totalCount } }").status_code == 401
    with company_context(acme):
        ApiKey.objects.filter(pk=entry.key.pk).update(expires_at=timezone.now())
    assert Api(acme, token=entry.token).post("{ journeys { totalCount } }").status_code == 401
    assert events(globex, action="tenant.entered") == []


def test_an_owner_sees_and_revokes_it_and_nobody_makes_it_longer(acme: Tenant) -> None:
    entry, owner = enter(acme), api_of(acme)
    keys = owner.data("{ apiKeys { nodes { id operator reason scopes revokedAt } } }")["apiKeys"]["nodes"]
    [row] = [one for one in keys if one["operator"]]
    assert (row["operator"], row["reason"], row["revokedAt"]) == (ANN.name, REASON, None)

    with company_context(acme), pytest.raises(BadApiKey, match="revoked, not replaced"):
        rotate_api_key(
            actor=Actor(kind="user", capabilities=frozenset(Capability)), key_id=entry.key.pk,
            overlap=timedelta(0), as_of=timezone.now(),
        )  # fmt: skip
    owner.data("mutation($id: ID!) { revokeApiKey(input: {id: $id}) { userErrors { code } } }", id=row["id"])

    assert Api(acme, token=entry.token).post("{ journeys { totalCount } }").status_code == 401


def test_a_company_that_admits_nobody_is_not_entered_and_those_inside_are_out(acme: Tenant, globex: Tenant) -> None:
    entry = enter(acme)
    forbid = "mutation { setOperatorAccess(input: {isAllowed: %s}) { company { admitsOperator } userErrors { code } } }"

    answer = api_of(acme).data(forbid % "false")["setOperatorAccess"]

    assert answer == {"company": {"admitsOperator": False}, "userErrors": []}
    assert Api(acme, token=entry.token).post("{ journeys { totalCount } }").status_code == 401
    with transaction.atomic(), pytest.raises(EntryForbidden):
        enter(acme)
    assert enter(globex).token
    [told] = events(acme, action="operator_access.changed")
    assert told.after == {"is_allowed": False, "ended": 1}
    with company_context(acme):
        acme.refresh_from_db()
        set_operator_access(actor=ANN, is_allowed=True, as_of=timezone.now())
    assert enter(acme).token


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"reason": " " * 40}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"duration": timedelta(minutes=4)}, "minutes"),
        ({"duration": timedelta(hours=9)}, "minutes"),
    ],
)
def test_without_a_reason_or_for_long_nobody_enters(acme: Tenant, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(CannotEnter) as refusal:
        enter(acme, **asked)

    assert refusal.value.field == field
    assert events(acme, action="tenant.entered") == []


def test_the_operators_api_gives_a_key_and_tells_refusals(acme: Tenant) -> None:
    api = api_of(ensure_operator().company)
    api.host = "localhost"

    done = api.data(ENTER, input={"slug": "acme", "reason": REASON, "minutes": 5})["enterCompany"]
    refused = api.data(ENTER, input={"slug": "operator", "reason": REASON})["enterCompany"]

    assert (done["tenant"], done["host"], done["userErrors"]) == ({"slug": "acme"}, "acme.localhost", [])
    assert Api(acme, token=done["token"]).data("{ viewer { kind } }") == {"viewer": {"kind": "operator"}}
    assert (refused["token"], refused["scopes"], refused["userErrors"][0]["code"]) == (None, [], "CANNOT_ENTER")
