"""What the robots of group chats have in common: text for people, and an answer with a code of their own."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tenants.hooks.channels.message import TAKEN, Answer, Call, Verdict

# 20 messages a minute is what each of them takes; evenly spread, no burst runs into the limit.
PAUSE = timedelta(seconds=3)
WHEN_TOO_MANY = timedelta(minutes=1)


def json_call(url: str, content: Mapping[str, Any]) -> Call:
    """Return a request with a JSON body."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Call(url=url, body=body, headers={"content-type": "application/json; charset=utf-8"})


def signed(key: str, message: str) -> str:
    """Return HMAC-SHA256 of a message in base64."""
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()


def judged(answer: Answer, *, names: tuple[str, str], too_many: frozenset[int], gone: frozenset[int]) -> Verdict:
    """Return what a robot's answer means: its HTTP status says little, the code in its body all.

    `names` are the names of code and message in the body.
    """
    if not answer.is_success:
        return Verdict(is_taken=False, error=f"it answered {answer.code}")
    try:
        found = json.loads(answer.body)
        code = int(found[names[0]])
    except (ValueError, KeyError, TypeError):
        return Verdict(is_taken=False, error="its answer cannot be read")
    if code == 0:
        return TAKEN
    error = f"it answered code {code}: {str(found.get(names[1], ''))[:120]}"
    wait = WHEN_TOO_MANY if code in too_many else None
    return Verdict(is_taken=False, error=error, wait=wait, is_gone=code in gone)
