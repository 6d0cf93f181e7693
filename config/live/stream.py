"""One client: what waits to be sent to it, and its end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Final

from config.live import frames
from config.live.farewells import Ending, Farewell
from tenants.graphql.live.wanted import Wanted

type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
MOST_WAITING: Final = 100
MOST_STRIKES: Final = 2
LAST_WORDS_SECONDS: Final = 5.0


class Stream:
    """A subscription that is held open. Everything about it happens in the event loop."""

    __slots__ = (
        "_is_left", "_room", "_sent", "_sent_before", "_something", "_strikes", "_task", "_waiting",
        "ended", "group", "is_live", "place", "wanted",
    )  # fmt: skip

    def __init__(self, wanted: Wanted) -> None:
        """Know what is followed; `place` is how far the client has come, `is_live` whether it has caught up."""
        self.wanted = wanted
        self.group: Hashable = wanted.group()
        self.place = ""
        self.is_live = False
        self.ended: Farewell | None = None
        self._is_left = False
        self._task: asyncio.Task[Any] | None = None
        self._waiting: deque[bytes] = deque()
        self._something, self._room = asyncio.Event(), asyncio.Event()
        self._sent = self._sent_before = self._strikes = 0

    @property
    def tells_place(self) -> bool:
        """Return whether a heartbeat may say how far the client has come."""
        return self.is_live and not self.wanted.is_plain

    @property
    def is_over(self) -> bool:
        """Return whether nothing more can be told: the stream was ended, or the client left."""
        return self._is_left or self.ended is not None

    @property
    def is_slow(self) -> bool:
        """Return whether more waits than a client that reads would let wait."""
        return len(self._waiting) >= MOST_WAITING

    def push(self, frame: bytes) -> None:
        """Have something sent. It is forgotten when the stream is over."""
        if not self.is_over:
            self._waiting.append(frame)
            self._something.set()

    def beat(self) -> None:
        """Have a sign of life sent, unless something waits; a client that takes nothing between beats is too slow."""
        is_stuck = bool(self._waiting) and self._sent == self._sent_before
        self._strikes, self._sent_before = self._strikes + 1 if is_stuck else 0, self._sent
        if self._strikes == MOST_STRIKES:
            self.end(Farewell(Ending.SLOW))
        elif not self._waiting:
            self.push(frames.standing_at(self.place) if self.tells_place else frames.HEARTBEAT)

    async def room(self) -> None:
        """Return when less waits than a client that reads would let wait, or the stream is over."""
        while self.is_slow and not self.is_over:
            self._room.clear()
            await self._room.wait()

    def end(self, farewell: Farewell) -> None:
        """End the stream with a reason; what still waits is left out: it is told again to whoever comes back.

        A client that does not even take the reason is left after some seconds.
        """
        if self.is_over:
            return
        self._waiting.clear()
        self._waiting.append(farewell.frames(self.wanted))
        self.ended = farewell
        self._something.set()
        self._room.set()
        if self._task is not None:
            self._task.get_loop().call_later(LAST_WORDS_SECONDS, self._task.cancel)

    async def run(self, send: Send, receive: Receive) -> None:
        """Send until the stream ends or the client leaves."""
        self._task = asyncio.current_task()
        watching = asyncio.create_task(self._watch(receive))
        try:
            await self._pump(send)
        except asyncio.CancelledError:
            if self.ended is None:
                raise  # somebody else's wish, not our own impatience
        finally:
            self._task = None
            watching.cancel()

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue
        self._is_left = True
        self._something.set()
        self._room.set()

    async def _pump(self, send: Send) -> None:
        while not self._is_left:
            while self._waiting:
                await send({"type": "http.response.body", "body": self._waiting.popleft(), "more_body": True})
                self._sent += 1
                self._room.set()
            if self.ended is not None:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
            self._something.clear()
            await self._something.wait()
