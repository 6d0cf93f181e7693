"""The ASGI application: health, and streams."""

from __future__ import annotations

import asyncio
import logging
import signal
from types import FrameType
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from config.live import frames
from config.live.door import Door
from config.live.hub import Full, Hub
from config.live.stream import Receive, Send, Stream
from config.live.threads import Threads
from tenants.graphql.body import MAX_BYTES
from tenants.graphql.errors import STATUS_WITHOUT_DATA, Code
from tenants.graphql.live.wanted import Follow, Wanted
from tenants.middleware import refused
from tenants.telemetry.figures import STREAMS_REFUSED

log = logging.getLogger("huibao.live")
RETRY_AFTER = "5"


class Live:
    """Serves streams until it is told to stop; then ends them, each with a hint when to come back."""

    def __init__(self) -> None:
        """Load the middleware; the event loop is not there yet."""
        self._threads = Threads()
        self._door = Door()
        self.hub: Hub | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Serve one request, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        _drain_on_signal(self._hub())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._hub().stop()
        await send({"type": "lifespan.shutdown.complete"})

    def _hub(self) -> Hub:
        if self.hub is None:
            self.hub = Hub(self._threads)
            self.hub.start()
        return self.hub

    async def _serve(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        response: HttpResponse
        try:
            body = await _body_of(receive)
            response = await self._threads.run(self._door.open, scope, body)
        except ConnectionError:
            return  # nobody is there to be answered
        except Exception:
            log.exception("a stream could not begin")
            words = _("Something went wrong on our side. Quote the requestId when you report it.")
            response = refused(500, Code.INTERNAL_SERVER_ERROR, words)
        full = self._hub().refuses(response.wanted) if isinstance(response, Follow) else None
        if isinstance(response, Follow) and full is not None:
            response = _too_many(response.wanted, full)
        if isinstance(response, Follow):
            await self._follow(response, receive, send)
        else:
            await _answer(response, send)

    async def _follow(self, response: Follow, receive: Receive, send: Send) -> None:
        stream, hub = Stream(response.wanted), self._hub()
        hub.take(stream)
        response["Cache-Control"], response["X-Accel-Buffering"] = "no-store", "no"
        head = [(name, value) for name, value in _headers(response) if name != b"content-length"]
        stream.push(frames.opening(is_plain=response.wanted.is_plain))
        bringing = asyncio.create_task(hub.bring_up(stream))
        del response
        try:
            await send({"type": "http.response.start", "status": 200, "headers": head})
            await stream.run(send, receive)
        finally:
            bringing.cancel()
            hub.leave(stream)
            why = stream.ended.why if stream.ended else "LEFT"
            log.info("stream ended: %s", why, extra={"company": stream.wanted.company.schema_name})


def _drain_on_signal(hub: Hub) -> None:
    """Have SIGTERM end the streams. The server's own handling, which waits for them, goes on: it is the loop's."""
    loop = asyncio.get_running_loop()

    def drain(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(hub.drain)

    signal.signal(signal.SIGTERM, drain)


def _too_many(wanted: Wanted, full: Full) -> HttpResponse:
    """Return the refusal of one more: the caller can do something about their own streams, not about the process's."""
    STREAMS_REFUSED.labels(full).inc()
    code = Code.UNAVAILABLE if full is Full.PROCESS else Code.RATE_LIMITED
    with translation.override(wanted.language):
        if full is Full.PROCESS:
            words = _("This server holds as many streams as it can: try again later.")
        else:
            words = _("There are as many streams as there may be: end one, or try again later.")
        response = refused(STATUS_WITHOUT_DATA[code], code, words)
    response["X-Request-Id"], response["Retry-After"] = wanted.origin, RETRY_AFTER
    return response


async def _body_of(receive: Receive) -> bytes:
    """Return the body, or a little more of it than a request may have. Raises ConnectionError when the caller left."""
    parts, size = [], 0
    while size <= MAX_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body"):
            break
    return b"".join(parts)


def _headers(response: HttpResponse) -> list[tuple[bytes, bytes]]:
    plain = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    cookies = [(b"set-cookie", cookie.OutputString().encode()) for cookie in response.cookies.values()]
    return plain + cookies


async def _answer(response: HttpResponse, send: Send) -> None:
    await send({"type": "http.response.start", "status": response.status_code, "headers": _headers(response)})
    await send({"type": "http.response.body", "body": response.content, "more_body": False})
