"""Standard Webhooks (https://www.standardwebhooks.com): signed JSON, any 2xx answer is a yes, 410 is a never again."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets as random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from tenants.hooks.channels.message import TAKEN, Answer, Call, Target, Told, Verdict

PREFIX = "whsec_"
SECRET_BYTES = 32
MOST_BYTES = 20_000
LONGEST_THIN_VALUE = 200
MOST_THIN_VALUES = 40
LONGEST_WAIT = timedelta(hours=24)


def new_secret() -> str:
    """Return a new secret: "whsec_" and 256 random bits in base64."""
    return PREFIX + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode()


def is_secret(text: str) -> bool:
    """Return whether a text is a secret of 24 to 64 bytes, as the standard asks."""
    try:
        raw = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return False
    return text.startswith(PREFIX) and 24 <= len(raw) <= 64


def signature(secret: str, *, message_id: str, at: datetime, body: bytes) -> str:
    """Return the signature of a message: "v1," and HMAC-SHA256 of id, time in seconds and body, in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()


def body_of(told: Told) -> bytes:
    """Return the body that tells an event, the same bytes at every attempt, below 20 kB.

    Where the data are larger, their short plain values are told alone, beside `isThin`: ask the API for the rest.
    """
    body = _encoded(told, told.data)
    if len(body) < MOST_BYTES:
        return body
    return _encoded(told, {**dict(_thin(told.data)), "isThin": True})


def _encoded(told: Told, data: Mapping[str, Any]) -> bytes:
    content = {
        "type": told.type,
        "timestamp": told.at.astimezone(UTC).isoformat(),
        "company": told.company,
        "entity": {"kind": told.entity_kind, "id": told.entity_id, "name": told.entity_name},
        "data": data,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _thin(data: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    plain = [(key, value) for key, value in data.items() if not isinstance(value, dict | list)]
    short = [(key, value) for key, value in plain if len(key) + len(str(value)) <= LONGEST_THIN_VALUE]
    return short[:MOST_THIN_VALUES]


def asked_to_wait(answer: Answer, *, now: datetime) -> timedelta | None:
    """Return how long Retry-After asks to wait, in seconds or until a date, a day at most; None when it does not."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), 10**8))
    else:
        try:
            until = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):
            return None
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return max(timedelta(0), min(wait, LONGEST_WAIT))


class StandardWebhook:
    """A webhook of another system."""

    pause = timedelta(0)
    hosts: frozenset[str] = frozenset()

    def call(self, told: Told, target: Target, *, now: datetime) -> Call:
        """Return the signed request; while secrets overlap, it has a signature of each."""
        body = body_of(told)
        signed = [signature(secret, message_id=told.message_id, at=now, body=body) for secret in target.secrets]
        headers = {
            "content-type": "application/json",
            "webhook-id": told.message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signed),
        }
        return Call(url=target.url, body=body, headers=headers)

    def judge(self, answer: Answer, *, now: datetime) -> Verdict:
        """Return what an answer means."""
        if answer.is_success:
            return TAKEN
        if answer.code == 410:
            return Verdict(is_taken=False, error="it answered 410: it is gone", is_gone=True)
        if 300 <= answer.code < 400:
            return Verdict(is_taken=False, error=f"it answered {answer.code}: redirects are not followed")
        return Verdict(is_taken=False, error=f"it answered {answer.code}", wait=asked_to_wait(answer, now=now))
