"""A client of streams that speaks ASGI to the application itself, without a server in between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from config.live.application import Live
from tenants.access import company_context
from tenants.models import Tenant
from tests.streaming import Asked

PATIENCE = 10.0


def asked(company: Tenant, query: str, token: str = "", **more: Any) -> Asked:
    """Return the request of a client of a company."""
    return Asked(f"{company.slug}.localhost", query, token, **more)


@dataclass
class Frame:
    """One server-sent event."""

    event: str = ""
    data: Any = None
    place: str = ""
    retry: int = 0

    @property
    def reason(self) -> str:
        """Why a stream ended, in the last answer of one."""
        errors = self.data.get("errors") if self.event == "next" else None
        return errors[0]["extensions"].get("reason", "") if errors else ""


@dataclass
class Listener:
    """A stream as its client sees it. A client that does not `reads` leaves everything in the server's hands."""

    asked: Asked
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    reads: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    frames: asyncio.Queue[Frame] = field(default_factory=asyncio.Queue)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    _is_sent: bool = False

    async def receive(self) -> dict[str, Any]:
        """Give the request, then wait until the client leaves."""
        if not self._is_sent:
            self._is_sent = True
            return {"type": "http.request", "body": self.asked.body(), "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        """Take what the server sends."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self.begun.set()
            return
        await self.reads.wait()
        self.text += message["body"].decode()
        if self.headers.get("content-type", "").startswith("text/event-stream"):
            *whole, self.text = self.text.split("\n\n")
            for block in whole:
                self.frames.put_nowait(_frame(block))
        if not message.get("more_body"):
            self.over.set()

    async def next(self) -> Frame:
        """Return the next event, signs of life left out."""
        while True:
            frame = await asyncio.wait_for(self.frames.get(), PATIENCE)
            if frame.event:
                return frame

    async def place(self) -> str:
        """Return the place that the next sign of life tells."""
        while not (frame := await asyncio.wait_for(self.frames.get(), PATIENCE)).place:
            continue
        return frame.place

    def heard(self) -> list[Frame]:
        """Return the events that came and were not looked at yet."""
        found = []
        while not self.frames.empty():
            found.append(self.frames.get_nowait())
        return [frame for frame in found if frame.event]

    @property
    def refusal(self) -> dict[str, Any]:
        """Return the error of a stream that was not granted."""
        found: dict[str, Any] = json.loads(self.text)["errors"][0]
        return found


def _frame(block: str) -> Frame:
    found = Frame()
    for line in block.split("\n"):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            found.event = value
        elif name == "data" and value:
            found.data = json.loads(value)
        elif name == "id":
            found.place = value
        elif name == "retry":
            found.retry = int(value)
    return found


class Streams:
    """The application and the clients that follow it, in one event loop."""

    def __init__(self) -> None:
        self.live = Live()
        self.tasks: list[asyncio.Task[None]] = []
        self.listeners: list[Listener] = []

    async def ask(self, asked: Asked, *, reads: bool = True) -> Listener:
        """Begin a stream and wait until it is granted or refused."""
        listener = Listener(asked)
        if reads:
            listener.reads.set()
        task = asyncio.create_task(self.live(asked.scope(), listener.receive, listener.send))
        self.tasks.append(task)
        self.listeners.append(listener)
        begun = asyncio.create_task(listener.begun.wait())
        await asyncio.wait({begun, task}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if listener.status != 200:
            await asyncio.wait_for(task, PATIENCE)
        return listener

    async def follow(self, asked: Asked, **options: Any) -> Listener:
        """Begin a stream that must be granted, and wait until it is told what comes from now on."""
        listener = await self.ask(asked, **options)
        assert listener.status == 200, listener.text
        assert self.live.hub is not None
        channels = self.live.hub.channels.values()
        await until(lambda: all(stream.is_live for channel in channels for stream in channel.streams))
        return listener


@asynccontextmanager
async def streams() -> AsyncIterator[Streams]:
    """Serve streams for the length of a block."""
    made = Streams()
    try:
        yield made
    finally:
        for listener in made.listeners:
            listener.left.set()
            listener.reads.set()
        await asyncio.gather(*made.tasks, return_exceptions=True)
        if made.live.hub is not None:
            await made.live.hub.stop()


async def until(happened: Callable[[], object]) -> None:
    """Return when something happened; fail when it did not in time."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110  many things can happen, and none of them tells an event
            await asyncio.sleep(0.005)


async def inside[**P, R](company: Tenant, work: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """Do something in a company, committed, in another thread, as another process would."""

    def done() -> R:
        try:
            with company_context(company):
                return work(*given, **named)
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)


def run(test: Callable[[], Awaitable[None]]) -> None:
    """Run a test in an event loop of its own."""

    async def whole() -> None:
        await test()

    asyncio.run(whole())
