"""Robots are told one message at a time, and believed by the code in their answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.tenants.hooks.conftest import Clock, deliveries, tell
from tests.tenants.hooks.receiver import Receiver


@pytest.mark.parametrize(("kind", "name"), [("wecom", "errcode"), ("dingtalk", "errcode"), ("feishu", "code")])
def test_a_robot_gets_one_message_every_three_seconds(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock, kind: str,
    name: str,
) -> None:  # fmt: skip
    make_endpoint(receiver.url, kind=kind, locale="zh-hans")
    receiver.always(200, json.dumps({name: 0}).encode())
    for entity in ("a1", "b2", "c3"):
        tell(entity, metric="csat")

    assert [deliver(), deliver()] == [1, 0]
    clock.forward(seconds=3)
    assert deliver() == 1

    assert "【acme】指标异常预警：Alert a1" in receiver.got[0].body.decode()
    assert "webhook-signature" not in receiver.got[0].headers


def test_too_many_messages_wait_a_minute(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    make_endpoint(receiver.url, kind="wecom")
    receiver.always(200, b'{"errcode": 45009, "errmsg": "api freq out of limit"}')
    tell()

    deliver()

    found = deliveries()[0]
    assert (found.state, found.code) == ("open", 200)
    assert "45009" in found.error
    assert found.due_at - clock.now >= timedelta(minutes=1)


def test_a_robot_that_is_no_more_is_disabled(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    robot = make_endpoint(receiver.url, kind="wecom")
    receiver.always(200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}')
    tell()

    deliver()

    robot.refresh_from_db()
    assert robot.state == "disabled"
