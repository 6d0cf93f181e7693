"""Many clients of streams in one event loop, over plain sockets, as cheap as they come."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from urllib.parse import quote

PATIENCE = 60.0


@dataclass
class Follower:
    """A client that comes back with the last place it saw, as a browser's EventSource does."""

    port: int
    host: str
    token: str
    query: str
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    events: list[tuple[str, str]] = field(default_factory=list)  # event, data
    reasons: list[str] = field(default_factory=list)
    place: str = ""
    connections: int = 0
    pause: float = 0.5

    async def follow(self) -> None:
        """Follow until cancelled, through every end of a connection."""
        while True:
            with contextlib.suppress(OSError, EOFError):
                await self._once()
            await asyncio.sleep(self.pause)

    async def _once(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            again = f"Last-Event-ID: {self.place}\r\n" if self.place else ""
            writer.write(
                (
                    f"GET /graphql/stream?query={quote(self.query)} HTTP/1.1\r\nHost: {self.host}\r\n"
                    f"Authorization: Bearer {self.token}\r\nAccept: text/event-stream\r\n{again}\r\n"
                ).encode()
            )
            status = await reader.readline()
            if b" 200 " not in status:
                self.reasons.append(status.decode().strip())
                return
            self.connections += 1
            while (await reader.readline()).strip():
                continue
            await self._read(reader)
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        event = place = ""
        # The lengths of chunks are lines too, which no field of an event looks like.
        while line := (await reader.readline()).decode():
            name, _, value = line.strip().partition(": ")
            if name == "event":
                event = value
            elif name == "id":
                place = value
            elif name == "data" and event in {"next", "reset"}:
                self._take(event, value)
            elif not name and place:
                self.place, place, event = place, "", ""
                self.begun.set()

    def _take(self, event: str, value: str) -> None:
        if event == "reset" or "errors" not in (answer := json.loads(value)):
            self.events.append((event, value))
        else:
            self.reasons.append(answer["errors"][0]["extensions"]["reason"])


async def all_of(followers: list[Follower], count: int) -> float:
    """Wait until each follower has so many events; return the seconds that took."""
    began = asyncio.get_running_loop().time()
    async with asyncio.timeout(PATIENCE):
        while any(len(one.events) < count for one in followers):  # noqa: ASYNC110  many wait for as many
            await asyncio.sleep(0.01)
    return asyncio.get_running_loop().time() - began
