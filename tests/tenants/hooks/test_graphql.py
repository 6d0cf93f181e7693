"""Endpoints, their log and the list of events over GraphQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.hooks.services import dispatch_events
from tenants.models import Tenant
from tests.graphql_api import Api, api_of
from tests.tenants.hooks.conftest import tell
from tests.tenants.hooks.receiver import receiving

CREATE = """mutation($in: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $in) {
  secret userErrors { code field } endpoint { id name kind state url events version } } }"""
LOG = """{ webhookDeliveries(first: 50) { nodes { type entityId state attempts messageId data happenedAt
  endpoint { name } log { code error } } } }"""
ESB = {"name": "ESB", "url": "https://esb.example/in?k=1", "events": ["alert.opened"]}


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme)


def created(api: Api, **values: Any) -> dict[str, Any]:
    answer: dict[str, Any] = api.data(CREATE, **{"in": ESB | values})["createWebhookEndpoint"]
    return answer


def change(api: Api, mutation: str, kind: str, more: str = "userErrors { code field message }", **values: Any) -> Any:
    document = f"mutation($in: {kind}!) {{ {mutation}(input: $in) {{ {more} }} }}"
    return api.data(document, **{"in": values})[mutation]


def test_an_endpoint_is_made_and_its_secret_shown_once(api: Api) -> None:
    made = created(api)

    assert made["secret"].startswith("whsec_")
    assert made["endpoint"] | {"id": ""} == {
        "id": "", "name": "ESB", "kind": "WEBHOOK", "state": "ACTIVE", "url": "https://esb.example/in?…",
        "events": ["alert.opened"], "version": 1,
    }  # fmt: skip
    listed = api.post("{ webhookEndpoints { nodes { id name url version } totalCount } }").content.decode()
    assert "whsec_" not in listed
    assert "k=1" not in listed


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"url": "http://127.0.0.1/"}, "BAD_ENDPOINT", "input.url"),
        ({"events": ["no.such"]}, "BAD_ENDPOINT", "input.events"),
        ({"name": ""}, "BAD_ENDPOINT", "input.name"),
        ({"kind": "WECOM"}, "BAD_ENDPOINT", "input.url"),
    ],
)
def test_what_cannot_be_is_told_by_field(api: Api, values: dict[str, Any], code: str, field: str) -> None:
    answer = created(api, **values)

    assert (answer["endpoint"], answer["secret"]) == (None, None)
    assert answer["userErrors"] == [{"code": code, "field": field}]


def test_a_robots_own_secret_is_not_shown_back(api: Api) -> None:
    robot = created(api, kind="FEISHU", url="https://open.feishu.cn/open-apis/bot/v2/hook/k1", secret="s3cret")

    assert (robot["secret"], robot["endpoint"]["url"]) == (None, "https://open.feishu.cn/…")


def test_an_endpoint_is_paused_renamed_rotated_and_deleted(api: Api) -> None:
    id = created(api)["endpoint"]["id"]

    update = "UpdateWebhookEndpointInput"
    paused = change(
        api, "updateWebhookEndpoint", update, "endpoint { state version }", id=id, version=1, state="PAUSED"
    )
    stale = change(api, "updateWebhookEndpoint", update, "userErrors { code field }", id=id, version=1, name="x")
    rotated = change(
        api, "rotateWebhookSecret", "RotateWebhookSecretInput", "secret endpoint { formerSecretUntil }", id=id
    )
    deleted = change(api, "deleteWebhookEndpoint", "WebhookEndpointInput", "deletedId userErrors { code }", id=id)

    assert paused == {"endpoint": {"state": "PAUSED", "version": 2}}
    assert stale == {"userErrors": [{"code": "CONFLICT", "field": "input.version"}]}
    assert rotated["secret"].startswith("whsec_")
    assert rotated["endpoint"]["formerSecretUntil"]
    assert deleted == {"deletedId": id, "userErrors": []}
    assert not WebhookEndpoint.objects.exists()


def test_a_test_message_is_delivered_and_seen_in_the_log(api: Api, deliver: Callable[..., int]) -> None:
    with receiving() as receiver:
        id = created(api, url=receiver.url)["endpoint"]["id"]
        made = change(api, "testWebhookEndpoint", "WebhookEndpointInput", "delivery { state type }", id=id)
        deliver()

    assert made == {"delivery": {"state": "OPEN", "type": "webhook.test"}}
    (found,) = api.data(LOG)["webhookDeliveries"]["nodes"]
    assert (found["type"], found["state"], found["attempts"]) == ("webhook.test", "DELIVERED", 1)
    assert found["messageId"] == receiver.ids[0]
    assert found["log"] == [{"code": 200, "error": ""}]


def test_a_replay_counts(api: Api) -> None:
    tell()
    id = created(api)["endpoint"]["id"]

    kind, more = "ReplayWebhookDeliveriesInput", "count userErrors { code field }"
    told = change(api, "replayWebhookDeliveries", kind, more, id=id, since="2026-01-01T00:00:00Z")
    nothing = change(api, "replayWebhookDeliveries", kind, more, id=id)

    assert told["count"] == WebhookEvent.objects.filter(type="alert.opened").count() == 1
    assert nothing == {"count": 0, "userErrors": [{"code": "BAD_ENDPOINT", "field": "input.since"}]}


def test_the_log_is_narrowed_and_costs_the_same_however_long(api: Api) -> None:
    id = created(api)["endpoint"]["id"]
    counts = []
    for many in (3, 30):
        for number in range(many):
            tell(str(number))
        dispatch_events()
        with CaptureQueriesContext(connection) as asked:
            assert len(api.data(LOG)["webhookDeliveries"]["nodes"]) >= many
        counts.append(len(asked))
    assert counts[0] == counts[1]

    narrow = """query($f: WebhookDeliveryFilter) { webhookDeliveries(filter: $f) { totalCount } }"""
    total = WebhookDelivery.objects.count()
    for given, expected in (
        ({"endpoint": id, "state": "OPEN", "types": ["alert.opened"]}, total),
        ({"state": "FAILED"}, 0),
        ({"types": ["plan.approved"]}, 0),
        ({"createdTo": "2020-01-01T00:00:00Z"}, 0),
    ):
        assert api.data(narrow, f=given)["webhookDeliveries"]["totalCount"] == expected


def test_events_are_listed_in_the_callers_language(api: Api, in_acme: Tenant) -> None:
    asked = "{ webhookEventTypes { name since description entityKind fields { name description } example } }"

    found = {one["name"]: one for one in api.data(asked)["webhookEventTypes"]}

    assert len(found) >= 25
    assert found["alert.opened"]["entityKind"] == "alert"
    assert set(found["alert.opened"]["example"]) == {field["name"] for field in found["alert.opened"]["fields"]}
