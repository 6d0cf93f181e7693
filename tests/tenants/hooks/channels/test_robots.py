"""Robots of group chats: their message, their signature, their own codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from tenants.hooks.channels import CHANNELS
from tenants.hooks.channels.message import Answer, Target, Told
from tenants.hooks.channels.words import MOST_BYTES, words_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DATA = {"touchpoint": "queue", "metric": "csat", "value": 3.41234, "expected": None, "state": ""}


def told(name: str = "queue/csat", **data: object) -> Told:
    return Told(UUID(int=7), "alert.opened", NOW, "acme", "alert", "a1", name, data or DATA)


def hmac_of(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def test_the_message_is_readable_in_both_languages() -> None:
    assert words_of(told(), locale="zh-hans").splitlines() == [
        "【acme】指标异常预警：queue/csat", "触点：queue", "指标：csat", "实际值：3.412", "预期值：未知",
    ]  # fmt: skip
    assert words_of(told(), locale="en").splitlines()[0] == "[acme] A metric left its control limits: queue/csat"


def test_nobody_is_mentioned_and_nothing_becomes_a_tag_by_what_data_say() -> None:
    text = words_of(told('<at user_id="all">x</at> @all', metric="`@所有人`\n<b>"), locale="zh-hans")

    assert not set("<>@`") & set(text)
    assert len(text.splitlines()) == 2


def test_a_long_message_is_cut_at_a_character() -> None:
    text = words_of(told(**{f"k{n}": "很长的内容" * 30 for n in range(50)}), locale="zh-hans")

    assert len(text.encode()) <= MOST_BYTES
    assert text.endswith("…")


def test_wecom_gets_a_text() -> None:
    call = CHANNELS["wecom"].call(told(), Target("https://qyapi.weixin.qq.com/x?key=k"), now=NOW)

    assert call.url == "https://qyapi.weixin.qq.com/x?key=k"
    content = json.loads(call.body)
    assert content["msgtype"] == "text"
    assert content["text"]["content"].startswith("[acme]")


def test_dingtalk_signs_time_and_secret_in_the_address() -> None:
    target = Target("https://oapi.dingtalk.com/robot/send?access_token=t", ["SECabc"])

    query = parse_qs(urlsplit(CHANNELS["dingtalk"].call(told(), target, now=NOW).url).query)

    stamp = str(int(NOW.timestamp() * 1000))
    assert query == {"access_token": ["t"], "timestamp": [stamp], "sign": [hmac_of("SECabc", f"{stamp}\nSECabc")]}


def test_feishu_signs_nothing_with_time_and_secret() -> None:
    body = json.loads(CHANNELS["feishu"].call(told(), Target("https://open.feishu.cn/h", ["s3"]), now=NOW).body)

    stamp = str(int(NOW.timestamp()))
    assert (body["timestamp"], body["sign"]) == (stamp, hmac_of(f"{stamp}\ns3", ""))
    assert body["msg_type"] == "text"


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_without_a_secret_nothing_is_signed(kind: str) -> None:
    call = CHANNELS[kind].call(told(), Target("https://x.example/h"), now=NOW)

    assert b"sign" not in call.body
    assert "sign" not in call.url


@pytest.mark.parametrize(
    ("kind", "body", "taken", "gone", "waits"),
    [
        ("wecom", {"errcode": 0, "errmsg": "ok"}, True, False, False),
        ("wecom", {"errcode": 45009, "errmsg": "too often"}, False, False, True),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, False, True, False),
        ("dingtalk", {"errcode": 0, "errmsg": "ok"}, True, False, False),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, False, False, False),
        ("dingtalk", {"errcode": 130101, "errmsg": "too fast"}, False, False, True),
        ("dingtalk", {"errcode": 300005, "errmsg": "token is not exist"}, False, True, False),
        ("feishu", {"code": 0, "msg": "success"}, True, False, False),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, False, False, False),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, False, False, True),
        ("feishu", {"code": 19001, "msg": "token invalid"}, False, True, False),
    ],
)
def test_the_code_in_the_body_counts(kind: str, body: dict[str, object], taken: bool, gone: bool, waits: bool) -> None:
    verdict = CHANNELS[kind].judge(Answer(200, {}, json.dumps(body).encode()), now=NOW)

    assert (verdict.is_taken, verdict.is_gone) == (taken, gone)
    assert verdict.wait == (timedelta(minutes=1) if waits else None)


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b"{}", b'{"errcode": "x", "code": null}', b"\xff"])
def test_an_answer_that_cannot_be_read_is_no_yes(kind: str, body: bytes) -> None:
    assert CHANNELS[kind].judge(Answer(200, {}, body), now=NOW).error == "its answer cannot be read"


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_twenty_a_minute_at_most(kind: str) -> None:
    assert timedelta(minutes=1) / CHANNELS[kind].pause <= 20
