"""One company's events on their way to all who follow them in this process."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Hashable, Iterable

import redis
from django.db import Error as DatabaseError

from config.live import frames
from config.live.company import look_after
from config.live.farewells import Ending, Farewell
from config.live.stream import Stream
from config.live.threads import Threads
from config.live.valkey import Valkey
from config.schema import company_schema
from tenants.graphql.live.answering import DatabaseAway, Reply, charge_all, reply_to
from tenants.graphql.live.events import EVENTS, Told
from tenants.graphql.live.standing import GONE
from tenants.hooks.catalogue import RIGHTS

log = logging.getLogger("huibao.live")
AWAY = (redis.RedisError, DatabaseError, OSError)
MOST_REPLIES = 200
PAUSE_SECONDS = 1.0

type Asked = tuple[str, Hashable]


class Channel:
    """The streams of one company. Events are read once and answered once for all who are alike."""

    def __init__(self, schema: str, *, valkey: Valkey, threads: Threads) -> None:
        """Begin without streams; `place` is empty until the company's stream was opened.

        `waiting` is how many looks have not begun yet.
        """
        self.schema = schema
        self.streams: set[Stream] = set()
        self.place = ""
        self.waiting = 0
        self._valkey, self._threads = valkey, threads
        self._turn = asyncio.Lock()
        self._replies: OrderedDict[Asked, asyncio.Future[Reply | None]] = OrderedDict()

    async def tend(self, *, is_opening: bool = False, asks_rights: bool = False, is_told: bool = False) -> None:
        """Look after the company, and tell what is new. What cannot be reached is tried again with the next look.

        `is_told` says that another process brought the events to the stream already: the database is left alone.
        """
        looks = not is_told
        self.waiting += looks
        async with self._turn:
            self.waiting -= looks
            try:
                if looks:
                    await self._look(is_opening=is_opening or not self.place, asks_rights=asks_rights)
                await self._read()
            except AWAY as error:
                log.warning("events wait: %s", type(error).__name__, extra={"company": self.schema})

    async def _look(self, *, is_opening: bool, asks_rights: bool) -> None:
        wanted = [stream.wanted for stream in self.streams] if asks_rights else []
        found = await self._threads.run(look_after, self.schema, wanted, is_opening=is_opening, asks_rights=asks_rights)
        if found.opened is None:
            self._end(self.streams, Ending.COMPANY)
            self.place = ""
            return
        if found.opened.is_new and self.place:
            self._end(self.streams, Ending.MISSED)
        if found.opened.is_new or not self.place:
            self.place = found.opened.place
        for stream in list(self.streams):
            why = found.lost.get(stream.wanted)
            if why is not None:
                stream.end(Farewell(Ending.GONE if why == GONE else Ending.CHANGED))

    async def _read(self) -> None:
        while self.place and (entries := await self._valkey.after(self.schema, self.place)):
            for told in entries:
                if told.type in RIGHTS:  # before anything later is told to whom it is no more
                    await self._look(is_opening=False, asks_rights=True)
                await self._tell(told)

    async def _tell(self, told: Told) -> None:
        """Tell an event to those who have caught up. The place moves first: who comes now reads the event alone."""
        self.place = told.place
        listening = [stream for stream in self.streams if stream.is_live]
        groups: dict[Hashable, list[Stream]] = {}
        for stream in listening:
            if told.type in EVENTS[stream.wanted.field]:
                groups.setdefault(stream.group, []).append(stream)
        for members in groups.values():
            await self._deliver(members, told)
        for stream in listening:
            stream.place = told.place

    async def _deliver(self, members: list[Stream], told: Told) -> None:
        reply = await self._reply(members[0], told)
        if reply is None:
            return
        paying: dict[str, list[Stream]] = {}
        for stream in members:
            paying.setdefault(stream.wanted.caller, []).append(stream)
        bills = [(streams[0].wanted, reply.points * len(streams)) for streams in paying.values()]
        waits = await self._threads.run(charge_all, bills)
        frame = frames.next_event(reply.body, told.place)
        for streams, seconds in zip(paying.values(), waits, strict=True):
            for stream in streams:
                hand_over(stream, frame, seconds)

    async def join(self, stream: Stream) -> None:
        """Take a stream in: what it has missed first, one event after the other, then what comes."""
        stream.place = stream.wanted.after
        try:
            # Only who had come to an entry that is still there has missed nothing that is not.
            if stream.place and not await self._valkey.has(self.schema, stream.place):
                stream.push(frames.reset(self.place, Ending.MISSED))
                stream.place = ""
            while stream.place and place_key(stream.place) < place_key(self.place) and not stream.is_over:
                await self._catch_up(stream)
        except AWAY as error:
            log.warning("a stream could not go on: %s", type(error).__name__, extra={"company": self.schema})
            stream.end(Farewell(Ending.MISSED))
        stream.place, stream.is_live = self.place, True
        stream.beat()

    async def _catch_up(self, stream: Stream) -> None:
        """Tell a stream some of what it has missed, as fast as it reads."""
        end = place_key(self.place)
        for told in await self._valkey.after(self.schema, stream.place):
            if place_key(told.place) > end or stream.is_over:
                return
            await stream.room()
            if told.type in EVENTS[stream.wanted.field] and (reply := await self._reply(stream, told)):
                [seconds] = await self._threads.run(charge_all, [(stream.wanted, reply.points)])
                hand_over(stream, frames.next_event(reply.body, told.place), seconds)
            stream.place = told.place

    async def _reply(self, stream: Stream, told: Told) -> Reply | None:
        """Return what those of a stream's group are told of an event; asked by several at once, it is found once.

        While the database is away nothing is told, and nothing is left out.
        """
        asked = (told.place, stream.group)
        while True:
            if asked not in self._replies:
                work = self._threads.run(reply_to, company_schema, stream.wanted, told)
                self._replies[asked] = asyncio.ensure_future(work)
                while len(self._replies) > MOST_REPLIES:
                    self._replies.popitem(last=False)
            try:
                return await asyncio.shield(self._replies[asked])
            except DatabaseAway:
                self._replies.pop(asked, None)
                await asyncio.sleep(PAUSE_SECONDS)

    def _end(self, streams: Iterable[Stream], why: Ending) -> None:
        for stream in list(streams):
            stream.end(Farewell(why))


def hand_over(stream: Stream, frame: bytes, seconds: int) -> None:
    """Send an event, unless its receiver has no points left, or does not read."""
    if seconds:
        stream.end(Farewell(Ending.POINTS, retry=1000 * seconds))
    elif stream.is_slow:
        stream.end(Farewell(Ending.SLOW))
    else:
        stream.push(frame)


def place_key(place: str) -> tuple[int, int]:
    """Return what orders the places of a stream: milliseconds and number, as Valkey writes them."""
    left, _, right = place.partition("-")
    return int(left or 0), int(right or 0)
