"""Where a request ends: granian, told as ours is, reads no second request out of one whose length is said twice."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.slow
HEAD = b"POST /first HTTP/1.1\r\nHost: a\r\n"
SECOND = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Say what was asked for, and which body came with it."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"<%s %s>" % (environ["PATH_INFO"].encode(), body)]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    where = ["--host", "127.0.0.1", "--port", str(found), "--no-ws", "--interface", "wsgi"]
    command = [sys.executable, "-m", "granian", *where, "tests.config.test_message_ends:application"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", found)) == 0:
                    break
            time.sleep(0.05)
        yield found
    finally:
        server.terminate()
        server.wait(20)


def answered(port: int, sent: bytes) -> bytes:
    """Send bytes and return all that comes back, until the server ends or says nothing more."""
    with socket.create_connection(("127.0.0.1", port), timeout=1.0) as line:
        line.sendall(sent)
        found = b""
        try:
            while part := line.recv(65536):
                found += part
        except TimeoutError:
            pass
    return found


def test_chunks_go_before_a_length(port: int) -> None:
    body = b"3\r\nabc\r\n0\r\n\r\n"
    length = b"Content-Length: %d\r\n" % len(body + SECOND)

    found = answered(port, HEAD + length + b"Transfer-Encoding: chunked\r\n\r\n" + body)

    assert b"</first abc>" in found or b" 400 " in found
    assert b"GET /smuggled" not in found


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 0\r\nContent-Length: 37\r\n",
        b"Content-Length: 0, 37\r\n",
        b"Content-Length: +0\r\n",
        b"Content-Length: 0x0\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: identity\r\nContent-Length: 0\r\n",
    ],
)
def test_a_length_that_is_said_twice_or_strangely_is_no_request(port: int, lengths: bytes) -> None:
    found = answered(port, HEAD + lengths + b"\r\n" + SECOND)

    assert found.startswith(b"HTTP/1.1 400")
    assert b"smuggled" not in found


def test_two_requests_after_each_other_are_two(port: int) -> None:
    found = answered(port, HEAD + b"Content-Length: 3\r\n\r\nabc" + SECOND)

    assert b"</first abc>" in found
    assert b"</smuggled >" in found
