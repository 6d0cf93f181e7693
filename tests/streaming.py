"""A request for a stream, as ASGI has it, for tests of every app."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse

from config.live.door import Door


@dataclass
class Asked:
    """What a client sends."""

    host: str
    query: str
    token: str = ""
    session: str = ""
    variables: dict[str, Any] | None = None
    after: str | None = None
    method: str = "GET"
    language: str = "en"
    path: str = "/graphql/stream"
    accept: str = "text/event-stream"
    raw: str = ""
    address: str = ""

    def scope(self) -> dict[str, Any]:
        """Return the request as ASGI has it."""
        headers = {"host": self.host, "accept": self.accept, "accept-language": self.language}
        headers |= {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"} if self.session else {}
        headers |= {"last-event-id": self.after} if self.after is not None else {}
        headers |= {"content-type": "application/json", "content-length": str(len(self.body()))} if self.body() else {}
        spelt = f"query={quote(self.query)}&variables={quote(json.dumps(self.variables))}"
        given = "" if self.body() else self.address or spelt
        return {
            "type": "http", "http_version": "1.1", "method": self.method, "scheme": "http", "path": self.path,
            "raw_path": self.path.encode(), "query_string": given.encode(), "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8001),
        }  # fmt: skip

    def body(self) -> bytes:
        """Return the body of a post."""
        if self.method != "POST":
            return b""
        return (self.raw or json.dumps({"query": self.query, "variables": self.variables})).encode()

    def answer(self) -> HttpResponse:
        """Return what may be followed, or the refusal, without a stream; in this thread and its transaction."""
        return _door().open(self.scope(), self.body())


@cache
def _door() -> Door:
    return Door()
