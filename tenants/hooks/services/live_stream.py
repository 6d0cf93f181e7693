"""The stream of a company in Valkey: its last live events, in one order for all who follow them.

What happened is in the outbox; this is a copy of its end, capped, that any process can read without the database. Who
follows remembers the id of the last entry they got, and goes on behind it as long as that entry is still there.
"""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
import redis
from django.conf import settings
from django.utils import timezone

from tenants.hooks.models import WebhookEvent

log = logging.getLogger("huibao.live")
CHANNEL = "huibao:live"
OUTBOX, STREAM = "outbox", "stream"
KEPT = timedelta(hours=1)
OPENED = "opened"
SECONDS_TO_ANSWER = 0.5
SECONDS_LEFT_ALONE = 5.0
# A Valkey that was started anew may have lost its last entries: nobody may go on behind what is left.
_OPEN = """
if redis.call('GET', KEYS[2]) ~= ARGV[1] then redis.call('DEL', KEYS[1]) end
local is_new = redis.call('EXISTS', KEYS[1]) == 0
if is_new then
  redis.call('XADD', KEYS[1], '*', 'type', ARGV[3], 'kind', '', 'id', '', 'at', ARGV[4], 'data', '{}')
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {is_new and 1 or 0, redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1][1]}
"""


class _Rest:
    """When to ring again after Valkey did not answer: not after every commit, each of which would wait for it."""

    until = 0.0


def stream_of(schema: str) -> str:
    """Return the key of a company's stream."""
    return f"{schema}:live:events"


def ring(schema: str) -> None:
    """Have the processes of streams look at a company: at its outbox, and whether it is still served.

    A ring that is lost delays what is told by seconds: they look by themselves too.
    """
    if time.monotonic() >= _Rest.until:
        try:
            valkey().publish(CHANNEL, f"{OUTBOX} {schema}")
        except redis.RedisError as error:
            _Rest.until = time.monotonic() + SECONDS_LEFT_ALONE
            log.warning("streams could not be rung: %s", type(error).__name__)


def open_stream(schema: str) -> tuple[bool, str]:
    """Keep a company's stream for another hour; return whether it had to be begun anew, and its last id."""
    client = valkey()
    server = str(client.info("server")["run_id"])
    keys = [stream_of(schema), f"{schema}:live:server"]
    is_new, last = client.eval(_OPEN, 2, *keys, server, _milliseconds(KEPT), OPENED, timezone.now().isoformat())
    return bool(is_new), last.decode()


def append(schema: str, events: Sequence[WebhookEvent]) -> int:
    """Put events behind those that are in a company's stream; return how many were not there yet.

    The caller holds the lock of the company's relay. When it was killed between this and its commit, the next one
    comes with the same events: those of the last time are known, and left out.
    """
    client, told = valkey(), f"{schema}:live:told"
    known = client.smembers(told)
    new = [event for event in events if event.key.hex.encode() not in known]
    if not new:
        return 0
    with client.pipeline(transaction=True) as pipe:
        for event in new:
            pipe.xadd(stream_of(schema), _fields(event), maxlen=settings.LIVE_KEPT_EVENTS, approximate=True)
        pipe.delete(told)
        pipe.sadd(told, *(event.key.hex for event in events))
        pipe.pexpire(told, _milliseconds(KEPT))
        pipe.pexpire(stream_of(schema), _milliseconds(KEPT))
        pipe.publish(CHANNEL, f"{STREAM} {schema}")
        pipe.execute()
    return len(new)


def _fields(event: WebhookEvent) -> dict[Any, Any]:
    return {
        "type": event.type,
        "kind": event.entity_kind,
        "id": event.entity_id,
        "at": event.created_at.isoformat(),
        "data": msgspec.json.encode(event.data),
    }


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


def valkey() -> Any:
    """Return the client for live events."""
    return _client(settings.REDIS_URL)


@cache
def _client(url: str) -> Any:
    return redis.Redis.from_url(
        url, socket_timeout=SECONDS_TO_ANSWER, socket_connect_timeout=SECONDS_TO_ANSWER, retry=None
    )
