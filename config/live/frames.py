"""How a stream is written down: server-sent events, in the mode of distinct connections of GraphQL over SSE."""

from __future__ import annotations

from typing import Final

import msgspec

RETRY_MILLISECONDS: Final = 2000
COMPLETE: Final = b"event: complete\ndata:\n\n"
HEARTBEAT: Final = b":\n\n"


def opening(*, is_plain: bool) -> bytes:
    """Return how a stream begins: a comment that opens buffers on the way, and how long to wait before coming back."""
    return HEARTBEAT if is_plain else f":\nretry: {RETRY_MILLISECONDS}\n\n".encode()


def next_event(body: bytes, place: str = "") -> bytes:
    """Return an answer, with the place behind which a client may go on later."""
    at = f"id: {place}\n".encode() if place else b""
    return b"%sevent: next\ndata: %s\n\n" % (at, body)


def standing_at(place: str) -> bytes:
    """Return a heartbeat with the place that a client has come to, also when nothing there was for them."""
    return f":\nid: {place}\n\n".encode()


def reset(place: str, reason: str) -> bytes:
    """Return that events were missed: whoever follows reads anew what they show, and goes on from here."""
    return b"id: %s\nevent: reset\ndata: %s\n\n" % (place.encode(), msgspec.json.encode({"reason": reason}))
