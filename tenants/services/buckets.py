"""Leaky buckets in Valkey: how much each caller of a company has asked for lately, and how much is left.

A bucket fills with what requests cost and leaks at a steady rate; a request that would make it run over is refused. It
is one hash a caller, named by company, changed by one script, so that two requests at once never take the same points.
"""

import logging
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import redis
from django.conf import settings

from tenants.access import cache_key

log = logging.getLogger("huibao.buckets")
SECONDS_TO_ANSWER = 0.5
SECONDS_LEFT_ALONE = 5.0
_SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local held = redis.call('HMGET', KEYS[1], 'level', 'at')
local capacity, rate, points = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local level = math.max(0, (tonumber(held[1]) or 0) - math.max(0, now - (tonumber(held[2]) or now)) * rate)
if ARGV[4] == '1' and level + points > capacity then
  return {0, math.floor(capacity - level), math.ceil((level + points - capacity) / rate)}
end
level = math.max(0, level + points)
redis.call('HSET', KEYS[1], 'level', tostring(level), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], math.ceil(level / rate * 1000) + 1000)
return {1, math.floor(math.max(0, capacity - level)), math.ceil(level / rate)}
"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A caller's allowance: so many points at once, and so many coming back each second."""

    caller: str
    capacity: int
    rate: int


@dataclass(frozen=True, slots=True)
class Level:
    """What a bucket said. `seconds` is the wait until the points are there, or until all are back when they were."""

    is_granted: bool
    available: int
    seconds: int


class _Rest:
    """When to ask Valkey again after it did not answer: not with every request, each of which would wait for it."""

    until = 0.0


def take(bucket: Bucket, points: int) -> Level | None:
    """Take points out of the current company's bucket, all or none. None when Valkey does not answer."""
    return _pour(bucket, points, is_bounded=True)


def correct(bucket: Bucket, points: int) -> Level | None:
    """Give points back (below 0), or take what was asked for and has been used up already, and never refuse."""
    return _pour(bucket, points, is_bounded=False)


def _pour(bucket: Bucket, points: int, *, is_bounded: bool) -> Level | None:
    if time.monotonic() < _Rest.until:
        return None
    key = cache_key(bucket.caller, "points", 1)
    try:
        answer: Any = _script(settings.REDIS_URL)(
            keys=[key], args=[bucket.capacity, bucket.rate, points, int(is_bounded)]
        )
    except redis.RedisError as error:
        _Rest.until = time.monotonic() + SECONDS_LEFT_ALONE
        log.warning("buckets are away, requests are served without limit: %s", type(error).__name__)
        return None
    granted, available, seconds = (int(number) for number in answer)
    return Level(is_granted=bool(granted), available=available, seconds=max(1, seconds))


@cache
def _script(url: str) -> Any:
    client = redis.Redis.from_url(
        url, socket_timeout=SECONDS_TO_ANSWER, socket_connect_timeout=SECONDS_TO_ANSWER, retry=None
    )
    return client.register_script(_SCRIPT)
