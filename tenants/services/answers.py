"""Answers kept in Valkey for whoever asks the same again while the data stay as they are.

An answer has a name, which says who asks what, and a version, which says of which data. A name has one of SLOTS places
in its company, shared with few others, so what is kept is bounded however much is asked, and a newer answer lies where
the older one lay. While one request makes an answer, others that want the same wait for it. Nothing here is needed:
when Valkey is away, or an answer is lost, it is made again.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b, sha256
from typing import Any, Final

import redis
from django.conf import settings

from tenants.access import cache_key
from tenants.telemetry.figures import ANSWERS

log = logging.getLogger("huibao.answers")
SLOTS: Final = 512
PLACES_TAKEN: Final = "answers:places"
LONGEST_KEPT: Final = 128 * 1024
SECONDS_TO_ANSWER: Final = 0.5
SECONDS_LEFT_ALONE: Final = 5.0
PATIENCE_SECONDS: Final = 2.0
LOOK_AGAIN_SECONDS: Final = 0.01
FLIGHT_MS: Final = 6_000  # a little longer than a request's statement may take
_STAMP = 32
_POINTS = 4
# What is kept for the stamp; else 1 for whoever comes first and is to make it, and 0 for everybody after.
_ASK = """
local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, 32) == ARGV[1] then return held end
if redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[2]) then return 1 end
return 0
"""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The data of an answer as JSON, and the points that it costs whoever gets it."""

    points: int
    data: bytes


@dataclass(slots=True)
class Turn:
    """One request's turn at an answer: it was found, or is to be made, and may then be kept."""

    slot: str
    name: bytes
    stamp: bytes
    found: KeptAnswer | None = None
    leads: bool = False
    made: KeptAnswer | None = field(default=None)

    def is_at(self, version: str) -> bool:
        """Return whether the data still are at the version that the turn began with."""
        return _stamp(self.name, version) == self.stamp

    def keep(self, answer: KeptAnswer) -> None:
        """Keep what was made when the turn ends, unless it is too long."""
        if len(answer.data) <= LONGEST_KEPT:
            self.made = answer


class _Rest:
    """When to ask Valkey again after it did not answer."""

    until = 0.0


@contextmanager
def turn_at(*, name: bytes, version: str) -> Iterator[Turn]:
    """Give a request its turn at the answer of a name in the current company, for the data of a version."""
    turn = Turn(slot=str(int.from_bytes(name[:4]) % SLOTS), name=name, stamp=_stamp(name, version))
    _await(turn)
    ANSWERS.labels("made" if turn.found is None else "found").inc()
    try:
        yield turn
    finally:
        if turn.leads:
            _land(turn)


def _stamp(name: bytes, version: str) -> bytes:
    return sha256(name + b"\0" + version.encode()).digest()


def _await(turn: Turn) -> None:
    """Find the answer, or lead, or wait for who leads; whoever waited in vain makes the answer without leading."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        told = _ask(turn)
        if isinstance(told, bytes):
            points = int.from_bytes(told[_STAMP : _STAMP + _POINTS])
            turn.found = KeptAnswer(points=points, data=told[_STAMP + _POINTS :])
            return
        turn.leads = told == 1
        if told != 0 or time.monotonic() > end:
            return
        time.sleep(LOOK_AGAIN_SECONDS)


def _ask(turn: Turn) -> bytes | int | None:
    """Return what Valkey says about a turn; None when it does not answer."""
    if time.monotonic() < _Rest.until:
        return None
    try:
        script = _script(settings.REDIS_URL)
        told: bytes | int = script(keys=[_slot_key(turn.slot), _flight_key(turn)], args=[turn.stamp, FLIGHT_MS])
    except redis.RedisError as error:
        _rest(error)
        return None
    return told


def _land(turn: Turn) -> None:
    """Put what was made in its place, and let those who wait look at it, or make it themselves."""
    pipe, now = _client(settings.REDIS_URL).pipeline(transaction=True), time.time()
    if turn.made is not None:
        value = turn.stamp + turn.made.points.to_bytes(_POINTS) + turn.made.data
        pipe.set(_slot_key(turn.slot), value, ex=settings.API_ANSWER_SECONDS)
        # Places by when they are empty again, so that they can be counted. A digest tells of no company.
        place = blake2b(_slot_key(turn.slot).encode(), digest_size=8).digest()
        pipe.zadd(PLACES_TAKEN, {place: now + settings.API_ANSWER_SECONDS})
        pipe.zremrangebyscore(PLACES_TAKEN, "-inf", now)
    pipe.delete(_flight_key(turn))
    try:
        pipe.execute()
    except redis.RedisError as error:
        _rest(error)


def _rest(error: redis.RedisError) -> None:
    _Rest.until = time.monotonic() + SECONDS_LEFT_ALONE
    log.warning("kept answers are away, each is made anew: %s", type(error).__name__)


def _slot_key(slot: str) -> str:
    return cache_key(slot, "answer", 1)


def _flight_key(turn: Turn) -> str:
    return cache_key(turn.stamp.hex(), "flight", 1)


@cache
def _client(url: str) -> Any:
    return redis.Redis.from_url(
        url, socket_timeout=SECONDS_TO_ANSWER, socket_connect_timeout=SECONDS_TO_ANSWER, retry=None
    )


@cache
def _script(url: str) -> Any:
    return _client(url).register_script(_ASK)
