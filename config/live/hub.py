"""All streams of this process: who may begin one, who is rung, and how all end together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any

import redis
from django.conf import settings

from config.live.channel import Channel
from config.live.farewells import Ending, Farewell
from config.live.frames import RETRY_MILLISECONDS
from config.live.stream import Stream
from config.live.threads import Threads
from config.live.valkey import Valkey
from tenants.graphql.live.wanted import Wanted
from tenants.hooks.services.live_stream import OUTBOX
from tenants.telemetry.figures import STREAMS_MOST, STREAMS_OPEN
from tenants.telemetry.labels import company_label

log = logging.getLogger("huibao.live")
BEATS_A_LOOK_AT_RIGHTS = 4
RECONNECT_SECONDS = 1.0


class Full(StrEnum):
    """Who has as many streams as there may be."""

    CALLER = "caller"
    COMPANY = "company"
    PROCESS = "process"


class Hub:
    """The streams by company. All is done in one event loop; the database is asked in threads."""

    def __init__(self, threads: Threads) -> None:
        """Begin without streams."""
        self.channels: dict[str, Channel] = {}
        self.is_draining = False
        self._threads = threads
        self._valkey = Valkey(settings.REDIS_URL)
        self._callers: dict[tuple[str, str], int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def count(self) -> int:
        """Return how many streams there are."""
        return sum(len(channel.streams) for channel in self.channels.values())

    def start(self) -> None:
        """Begin to listen and to give signs of life."""
        STREAMS_MOST.set(settings.LIVE_STREAMS)
        self._spawn(self._listen())
        self._spawn(self._beat())

    def refuses(self, wanted: Wanted) -> Full | None:
        """Return who has as many streams as may be: the process, the company or the caller; None: one more fits."""
        channel = self.channels.get(wanted.company.schema_name)
        held = self._callers.get((wanted.company.schema_name, wanted.caller), 0)
        if self.count >= settings.LIVE_STREAMS:
            return Full.PROCESS
        if channel is not None and len(channel.streams) >= settings.LIVE_STREAMS_PER_COMPANY:
            return Full.COMPANY
        return Full.CALLER if held >= settings.LIVE_STREAMS_PER_CALLER else None

    def take(self, stream: Stream) -> None:
        """Count a stream from now on."""
        schema, caller = stream.wanted.company.schema_name, stream.wanted.caller
        if schema not in self.channels:
            self.channels[schema] = Channel(schema, valkey=self._valkey, threads=self._threads)
        self._callers[(schema, caller)] = self._callers.get((schema, caller), 0) + 1
        self.channels[schema].streams.add(stream)
        STREAMS_OPEN.labels(company_label(schema)).inc()
        if self.is_draining:
            stream.end(Farewell(Ending.DRAIN, retry=RETRY_MILLISECONDS))

    async def bring_up(self, stream: Stream) -> None:
        """Tell a stream that is counted what it has missed, and from then on what comes."""
        channel = self.channels[stream.wanted.company.schema_name]
        if not channel.place:
            await channel.tend(is_opening=True)
        await channel.join(stream)

    def leave(self, stream: Stream) -> None:
        """Forget a stream, and a company that nobody follows any more."""
        schema, caller = stream.wanted.company.schema_name, stream.wanted.caller
        channel = self.channels[schema]
        channel.streams.discard(stream)
        STREAMS_OPEN.labels(company_label(schema)).dec()
        self._callers[(schema, caller)] -= 1
        if not self._callers[(schema, caller)]:
            del self._callers[(schema, caller)]
        if not channel.streams:
            del self.channels[schema]

    def drain(self) -> None:
        """End every stream, each client to come back at a moment of its own."""
        self.is_draining = True
        streams = [stream for channel in self.channels.values() for stream in channel.streams]
        for number, stream in enumerate(streams):
            stream.end(Farewell(Ending.DRAIN, retry=RETRY_MILLISECONDS + 5 * number))

    async def stop(self) -> None:
        """Stop listening and let all connections go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._valkey.close()
        self._threads.close()

    async def _listen(self) -> None:
        """Hear who rings, for as long as the process lives."""
        while True:
            try:
                async for sort, schema in self._valkey.rings():
                    self._rung(sort, schema)
            except (redis.RedisError, OSError) as error:
                log.warning("nobody can ring: %s", type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)

    def _rung(self, sort: str, schema: str) -> None:
        if not schema:
            for channel in self.channels.values():
                self._spawn(channel.tend(is_opening=True))
        elif schema in self.channels:
            channel = self.channels[schema]
            if not channel.waiting:  # a look that has not begun yet will see this too
                self._spawn(channel.tend(is_told=sort != OUTBOX))

    async def _beat(self) -> None:
        """Give signs of life, and look after every company also when nobody rings."""
        number = 0
        while True:
            await asyncio.sleep(settings.LIVE_HEARTBEAT_SECONDS)
            number += 1
            for channel in list(self.channels.values()):
                for stream in list(channel.streams):
                    stream.beat()
                asks_rights = number % BEATS_A_LOOK_AT_RIGHTS == 0
                if asks_rights or not channel.waiting:
                    self._spawn(channel.tend(is_opening=True, asks_rights=asks_rights))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a task of streams failed", exc_info=task.exception())
