"""Messages are signed as Standard Webhooks says, small, and answered by the book."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from tenants.hooks.channels.message import Answer, Target, Told
from tenants.hooks.channels.standard import (
    LONGEST_WAIT,
    MOST_BYTES,
    StandardWebhook,
    asked_to_wait,
    body_of,
    is_secret,
    new_secret,
    signature,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def told(**data: object) -> Told:
    return Told(UUID(int=7), "plan.approved", NOW, "acme", "plan", "p1", "茶", data)


def test_the_published_vector_is_met() -> None:
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1614265330, UTC),
        body=b'{"test": 2432232314}',
    )

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_with_the_reference_library_takes_it() -> None:
    secret = new_secret()
    now = datetime.now(UTC)

    call = StandardWebhook().call(told(code="faster"), Target("https://x.example/", [secret]), now=now)

    found = Webhook(secret).verify(call.body, dict(call.headers))
    assert found["data"] == {"code": "faster"}
    assert (found["type"], found["entity"]) == ("plan.approved", {"kind": "plan", "id": "p1", "name": "茶"})


def test_a_large_event_is_told_thinly() -> None:
    body = body_of(told(code="faster", big=["x" * 100] * 1000, long="y" * 30_000, n=3))

    assert len(body) < MOST_BYTES
    assert json.loads(body)["data"] == {"code": "faster", "n": 3, "isThin": True}


def test_thousands_of_small_values_are_told_thinly_too() -> None:
    body = body_of(told(**{f"name{number}": "z" * 150 for number in range(5000)}))

    assert len(body) < MOST_BYTES
    assert json.loads(body)["data"]["isThin"] is True


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (new_secret(), True),
        ("whsec_" + "QUFB" * 8, True),
        ("QUFB" * 8, False),
        ("whsec_QUFB", False),
        ("whsec_" + "!" * 32, False),
        ("whsec_" + "QUFB" * 40, False),
    ],
    ids=["new", "short", "bare", "too short", "no base64", "too long"],
)
def test_a_secret_has_24_to_64_bytes(text: str, good: bool) -> None:
    assert is_secret(text) is good


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("99999999999999999999", LONGEST_WAIT.total_seconds()),
        ("Fri, 01 May 2026 12:05:00 GMT", 300),
        ("Fri, 01 May 2020 12:05:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("１２", None),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str, seconds: float | None) -> None:
    wait = asked_to_wait(Answer(503, {"retry-after": text}, b""), now=NOW)

    assert wait == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("code", "taken", "gone"),
    [(200, True, False), (204, True, False), (299, True, False), (302, False, False), (400, False, False),
     (410, False, True), (500, False, False)],
)  # fmt: skip
def test_only_2xx_is_a_yes_and_410_is_for_ever(code: int, taken: bool, gone: bool) -> None:
    verdict = StandardWebhook().judge(Answer(code, {}, b""), now=NOW)

    assert (verdict.is_taken, verdict.is_gone) == (taken, gone)
