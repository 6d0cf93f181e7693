"""What the event loop reads of Valkey: entries of the companies' streams, and who rings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import msgspec
import redis.asyncio as redis

from tenants.graphql.live.events import Told
from tenants.hooks.services.live_stream import CHANNEL, stream_of

AT_ONCE = 100


class Valkey:
    """One connection for what is published and a few for what is asked, however many streams there are."""

    def __init__(self, url: str) -> None:
        """Know the address; nothing is connected yet."""
        self._client: Any = redis.Redis.from_url(url, socket_connect_timeout=2, max_connections=8)

    async def rings(self) -> AsyncIterator[tuple[str, str]]:
        """Yield what is published: which sort of ring, and the company's schema. Raises RedisError when cut off."""
        async with self._client.pubsub(ignore_subscribe_messages=True) as listening:
            await listening.subscribe(CHANNEL)
            yield "", ""  # whatever was published before was not heard
            async for message in listening.listen():
                sort, _, schema = message["data"].decode().partition(" ")
                yield sort, schema

    async def has(self, schema: str, place: str) -> bool:
        """Return whether the entry at a place is still there; what is no place is nowhere."""
        left, _, right = place.partition("-")
        if not (left.isdigit() and right.isdigit() and max(len(left), len(right)) < 20):
            return False
        return bool(await self._client.xrange(stream_of(schema), place, place, count=1))

    async def after(self, schema: str, place: str) -> list[Told]:
        """Return some entries behind a place, oldest first."""
        found = await self._client.xrange(stream_of(schema), f"({place}", "+", count=AT_ONCE)
        return [_told(entry.decode(), fields) for entry, fields in found]

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()


def _told(place: str, fields: dict[bytes, bytes]) -> Told:
    return Told(
        place=place,
        type=fields[b"type"].decode(),
        entity_kind=fields[b"kind"].decode(),
        entity_id=fields[b"id"].decode(),
        at=datetime.fromisoformat(fields[b"at"].decode()),
        data=msgspec.json.decode(fields[b"data"], type=dict[str, Any]),
    )
