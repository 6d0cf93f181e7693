"""Endpoints are made, changed, given new secrets and removed; what is secret is shown once and stored encrypted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tenants.access import COMMAND, Conflict
from tenants.audit.models import AuditEvent
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint
from tenants.hooks.services.dispatch import dispatch_events
from tenants.hooks.services.endpoints import (
    MOST_ENDPOINTS,
    UnknownEndpoint,
    change_endpoint,
    create_endpoint,
    delete_endpoint,
    rotate_secret,
)
from tenants.hooks.services.sealing import unseal
from tenants.hooks.services.wishes import BadEndpoint, EndpointWish
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.tenants.hooks.conftest import tell

URL = "https://hooks.example/in/abc?token=very-secret"
Make = Callable[..., WebhookEndpoint]
State = WebhookEndpoint.State


def test_secrets_are_stored_encrypted_and_shown_once(make_endpoint: Make) -> None:
    endpoint = make_endpoint(URL, name="esb")

    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM hooks_webhookendpoint e")
        (row,) = cursor.fetchone()
    secret = endpoint.secret  # type: ignore[attr-defined]
    assert secret.removeprefix("whsec_") not in row
    assert "very-secret" not in row
    assert (unseal(endpoint.sealed_secret), unseal(endpoint.sealed_url)) == (secret, URL)
    assert endpoint.shown_url == "https://hooks.example/in/abc?…"
    told = [repr(event.after) for event in AuditEvent.objects.filter(action__startswith="webhook_endpoint")]
    assert len(told) == 1
    assert "very-secret" not in told[0]


@pytest.mark.parametrize(
    ("kind", "url", "field"),
    [
        ("webhook", "http://x.example/", "url"),
        ("webhook", "https://x.example:22/", "url"),
        ("webhook", "https://u:p@x.example/", "url"),
        ("webhook", "nonsense", "url"),
        ("wecom", "https://x.example/cgi-bin/webhook/send?key=k", "url"),
        ("dingtalk", "https://open.feishu.cn/x", "url"),
        ("feishu", "https://open.feishu.cn.evil.example/x", "url"),
    ],
)
def test_an_address_that_cannot_be_is_refused(in_acme: Tenant, kind: str, url: str, field: str) -> None:
    with pytest.raises(BadEndpoint) as refusal:
        create_endpoint(actor=COMMAND, kind=WebhookEndpoint.Kind(kind), wish=EndpointWish("esb", url))

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"events": ["alert.opened", "alert.invented"]}, "events"),
        ({"events": ["webhook.test"]}, "events"),
        ({"locale": "fr"}, "locale"),
        ({"secret": "short"}, "secret"),
    ],
)
def test_other_values_that_cannot_be_are_refused(in_acme: Tenant, changes: dict[str, Any], field: str) -> None:
    wish = EndpointWish(**{"name": "esb", "url": URL, **changes})

    with pytest.raises(BadEndpoint) as refusal:
        create_endpoint(actor=COMMAND, kind=WebhookEndpoint.Kind.WEBHOOK, wish=wish)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k1"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=k1"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/k1"),
    ],
)
def test_a_robots_address_shows_nothing_of_its_key(make_endpoint: Make, kind: str, url: str) -> None:
    assert "k1" not in make_endpoint(url, kind=kind).shown_url


def test_two_endpoints_do_not_share_a_name(make_endpoint: Make) -> None:
    make_endpoint(URL, name="esb")

    with pytest.raises(BadEndpoint, match="Another endpoint has that name"):
        make_endpoint(URL, name=" esb ")


def test_there_is_room_for_so_many(in_acme: Tenant, make_endpoint: Make) -> None:
    WebhookEndpoint.objects.bulk_create(WebhookEndpoint(name=str(n)) for n in range(MOST_ENDPOINTS))

    with pytest.raises(BadEndpoint, match="50 endpoints at most"):
        make_endpoint(URL)


def test_a_change_by_somebody_else_is_not_overwritten(make_endpoint: Make) -> None:
    endpoint = make_endpoint(URL)
    changed = change_endpoint(actor=COMMAND, endpoint_id=endpoint.pk, version=1, wish=EndpointWish(name="new"))

    assert (changed.name, changed.version) == ("new", 2)
    with pytest.raises(Conflict):
        change_endpoint(actor=COMMAND, endpoint_id=endpoint.pk, version=1, wish=EndpointWish(name="old"))


def test_resuming_makes_what_waited_due(make_endpoint: Make) -> None:
    endpoint = make_endpoint(URL)
    tell()
    dispatch_events()
    WebhookDelivery.objects.update(due_at=timezone.now() + timedelta(hours=9))
    WebhookEndpoint.objects.update(state="disabled", reason="gone", failing_since=timezone.now())

    change_endpoint(actor=COMMAND, endpoint_id=endpoint.pk, version=1, wish=EndpointWish(), state=State.ACTIVE)

    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.reason, endpoint.failing_since) == ("active", "", None)
    assert WebhookDelivery.objects.get().due_at <= timezone.now()


def test_only_failures_disable(make_endpoint: Make) -> None:
    endpoint = make_endpoint(URL)

    with pytest.raises(BadEndpoint, match="paused or deleted"):
        change_endpoint(actor=COMMAND, endpoint_id=endpoint.pk, version=1, wish=EndpointWish(), state=State.DISABLED)


def test_a_robot_has_no_secret_to_rotate(make_endpoint: Make) -> None:
    robot = make_endpoint("https://open.feishu.cn/h", kind="feishu", secret="s3")

    with pytest.raises(BadEndpoint):
        rotate_secret(actor=COMMAND, endpoint_id=robot.pk, overlap=timedelta(hours=1), now=timezone.now())


@pytest.mark.parametrize("hours", [-1, 169])
def test_an_overlap_is_a_week_at_most(make_endpoint: Make, hours: int) -> None:
    endpoint = make_endpoint(URL)

    with pytest.raises(BadEndpoint, match="overlap"):
        rotate_secret(actor=COMMAND, endpoint_id=endpoint.pk, overlap=timedelta(hours=hours), now=timezone.now())


def test_what_is_deleted_takes_its_log_along(make_endpoint: Make) -> None:
    endpoint = make_endpoint(URL)
    tell()
    dispatch_events()

    delete_endpoint(actor=COMMAND, endpoint_id=endpoint.pk)

    assert not WebhookDelivery.objects.exists()
    with pytest.raises(UnknownEndpoint):
        delete_endpoint(actor=COMMAND, endpoint_id=uuid7())
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["webhook_endpoint.created", "webhook_endpoint.deleted"]
