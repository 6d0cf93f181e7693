"""`ingestOrders`, `ingestCustomers` and `ingestInteractions` store what is good, as `ingestFeedback` does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from feedback.models import Customer, CustomerIdentity, Interaction, Order
from tenants.audit.models import AuditEvent
from tenants.hooks.models import WebhookEvent
from tenants.models import Tenant
from tests.graphql_api import HOSTILE, Api, api_of

AT = "2026-05-01T10:00:00+08:00"
LEAST: dict[str, dict[str, Any]] = {
    "Orders": {"externalId": "x1", "occurredAt": AT, "amount": "5"},
    "Customers": {"externalId": "x1"},
    "Interactions": {"externalId": "x1", "occurredAt": AT},
}
SCOPES = {kind: f"{kind.lower()}:write" for kind in LEAST}


def sent(api: Api, kind: str, *records: dict[str, Any], **more: Any) -> dict[str, Any]:
    query = f"""mutation($in: Ingest{kind}Input!) {{ ingest{kind}(input: $in) {{
      batchId accepted duplicates corrected rejected {{ index code path message }} }} }}"""
    return api.data(query, **{"in": {"records": list(records), **more}})[f"ingest{kind}"]


@pytest.mark.parametrize("kind", LEAST)
def test_the_least_is_stored_once_and_corrected(in_acme: Tenant, kind: str) -> None:
    api = api_of(in_acme, SCOPES[kind])
    changed = {"Orders": {"amount": "6"}, "Customers": {"consent": "yes"}, "Interactions": {"kind": "visit"}}[kind]

    answers = [sent(api, kind, record) for record in (LEAST[kind], LEAST[kind], LEAST[kind] | changed)]

    assert [(one["accepted"], one["duplicates"], one["corrected"]) for one in answers] == [
        (1, 0, 0),
        (0, 1, 0),
        (1, 0, 1),
    ]


def test_an_order_says_all_it_has(in_acme: Tenant) -> None:
    full = LEAST["Orders"] | {
        "margin": "1.5", "currency": "CNY", "source": "till", "customer": "c1", "unit": "r1", "referredBy": "c2",
    }  # fmt: skip

    assert sent(api_of(in_acme, "orders:write"), "Orders", full)["accepted"] == 1

    order = Order.objects.select_related("customer", "unit", "referrer").get()
    assert (order.amount_minor, order.margin_minor, order.currency, order.source) == (500, 150, "CNY", "till")
    assert (order.customer.external_id, order.unit.code, order.referrer.external_id) == ("c1", "r1", "c2")


def test_a_customer_has_identities_and_attributes(in_acme: Tenant) -> None:
    full = LEAST["Customers"] | {"phone": "13800000000", "attributes": [{"name": "segment", "value": "vip"}]}

    assert sent(api_of(in_acme, "customers:write"), "Customers", full)["accepted"] == 1

    assert Customer.objects.get().attributes == {"segment": "vip"}
    assert CustomerIdentity.objects.get().kind == "phone"


def test_a_contact_says_where_it_was(in_acme: Tenant) -> None:
    full = LEAST["Interactions"] | {"customer": "c1", "touchpoint": "queue", "channel": "app", "kind": "visit"}

    assert sent(api_of(in_acme, "interactions:write"), "Interactions", full)["accepted"] == 1

    contact = Interaction.objects.select_related("touchpoint", "channel").get()
    assert (contact.touchpoint.code, contact.channel.code, contact.kind) == ("queue", "app", "visit")


@pytest.mark.parametrize(
    ("kind", "wrong", "path"),
    [
        ("Orders", {"amount": None}, "amount"),
        ("Orders", {"currency": "XXQ"}, "currency"),
        ("Customers", {"externalId": None}, "externalId"),
        ("Customers", {"attributes": [{"name": "a", "value": "x" * 600}]}, "attributes.a"),
        ("Interactions", {"occurredAt": "yesterday"}, "occurredAt"),
    ],
)
def test_what_is_wrong_is_refused_alone_by_index_and_field(
    in_acme: Tenant, kind: str, wrong: dict[str, Any], path: str
) -> None:
    answer = sent(api_of(in_acme, SCOPES[kind]), kind, LEAST[kind], LEAST[kind] | {"externalId": "x2"} | wrong)

    assert (answer["accepted"], [(one["index"], one["path"]) for one in answer["rejected"]]) == (1, [(1, path)])


@pytest.mark.parametrize("kind", LEAST)
def test_a_request_under_a_key_is_carried_out_once(in_acme: Tenant, kind: str) -> None:
    api = api_of(in_acme, SCOPES[kind])
    first = sent(api, kind, LEAST[kind], idempotencyKey="k")

    assert sent(api, kind, LEAST[kind], idempotencyKey="k") == first
    other = f"mutation($in: Ingest{kind}Input!) {{ ingest{kind}(input: $in) {{ batchId }} }}"
    records = [LEAST[kind] | {"externalId": "x2"}]
    assert api.code(other, **{"in": {"records": records, "idempotencyKey": "k"}}) == "IDEMPOTENCY_MISMATCH"


@pytest.mark.parametrize("kind", LEAST)
def test_too_many_are_refused_and_another_kinds_scope_does_not_do(in_acme: Tenant, kind: str) -> None:
    query = f"mutation($in: Ingest{kind}Input!) {{ ingest{kind}(input: $in) {{ accepted }} }}"

    assert api_of(in_acme, SCOPES[kind]).code(query, **{"in": {"records": [LEAST[kind]] * 1001}}) == "COST_LIMIT"
    assert api_of(in_acme, "feedback:write").code(query, **{"in": {"records": []}}) == "FORBIDDEN"


@pytest.mark.parametrize("kind", LEAST)
def test_hostile_values_are_refused_and_are_nobodys_fault(in_acme: Tenant, kind: str) -> None:
    api = api_of(in_acme, SCOPES[kind])
    query = f"mutation($in: Ingest{kind}Input!) {{ ingest{kind}(input: $in) {{ accepted rejected {{ code }} }} }}"
    for value in HOSTILE[:24]:
        for name in LEAST[kind]:
            given = {"in": {"records": [LEAST[kind] | {name: value}]}}
            response = api.send(json.dumps({"query": query, "variables": given}).encode())
            assert response.status_code in {200, 400}, (name, value)


def test_it_is_audited_and_told(in_acme: Tenant) -> None:
    sent(api_of(in_acme, "orders:write"), "Orders", LEAST["Orders"])

    assert AuditEvent.objects.filter(action="import.finished", actor_kind="key").exists()
    assert WebhookEvent.objects.filter(type="order_batch.stored").exists()
