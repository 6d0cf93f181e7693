"""A real HTTP server that is told of events, and answers as a test wants it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Where the server is, what it got, and how it answers: status, headers and body, or any function of the place."""

    url: str = ""
    answers: Callable[[int], tuple[int, dict[str, str], bytes]] = lambda number: (200, {}, b"ok")
    got: list[Received] = field(default_factory=list)
    drip: float = 0.0
    hang: threading.Event | None = None

    @property
    def ids(self) -> list[str]:
        return [one.headers["webhook-id"] for one in self.got]

    def always(self, code: int, body: bytes = b"", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers = lambda number: (code, named, body)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver on a free port of this machine for the length of a `with` block."""
    receiver = Receiver()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with lock:
                received = Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                receiver.got.append(received)
                number = len(receiver.got)
            if receiver.hang is not None:
                receiver.hang.wait(30)
            code, headers, answer = receiver.answers(number)
            self.wfile.write(f"HTTP/1.1 {code} X\r\nConnection: close\r\n".encode())
            for name, value in headers.items():
                self.wfile.write(f"{name}: {value}\r\n".encode())
            self.wfile.write(b"\r\n")
            pieces = [answer[at : at + 1] for at in range(len(answer))] if receiver.drip else [answer]
            for piece in pieces:
                time.sleep(receiver.drip)
                self.wfile.write(piece)

        def log_message(self, *args: Any) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                pass
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        if receiver.hang is not None:
            receiver.hang.set()
        server.shutdown()
        server.server_close()
