"""A port of its own for figures: one process of each machine tells those of all.

Web, worker and beat all try to hold METRICS_PORT. Who has it answers; when that one ends, another takes over.
"""

from __future__ import annotations

import logging
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from django.conf import settings

from config.telemetry.exposition import CONTENT_TYPE, may_ask, told

log = logging.getLogger("huibao.metrics")
TRY_AGAIN_SECONDS = 3.0
# What a proxy adds. Whoever comes through one comes from outside, and perhaps by a company's name.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host")
SILENT_SECONDS = 60.0
_listening: list[Thread] = []
_signs: list[float] = []
_lock = Lock()


class Answers(BaseHTTPRequestHandler):
    """Answers GET /metrics and /livez, and nothing else."""

    server_version = "huibao"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        """Tell the figures to whoever may ask."""
        status, body = self._answer()
        self.send_response(status)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> tuple[int, bytes]:
        if self.path == "/livez":
            silent = _signs and time.monotonic() - _signs[0] > SILENT_SECONDS
            return 503 if silent else 200, b""
        if self.path.partition("?")[0] != "/metrics" or any(name in self.headers for name in FORWARDED):
            return 404, b""
        if settings.METRICS_TOKEN and not may_ask(self.headers.get("Authorization", "")):
            return 401, b""
        return 200, told()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: it is asked every few seconds."""


def give_sign() -> None:
    """Say that this process does its work: from the first sign on, /livez is 503 after a minute without another."""
    _signs[:] = [time.monotonic()]


def listen() -> None:
    """Have this process tell figures as soon as the port is free; once, and only where there is a port."""
    with _lock:
        if settings.METRICS_PORT and not _listening:
            _listening.append(Thread(target=_listen, name="metrics", daemon=True))
            _listening[0].start()


def _listen() -> None:
    while True:
        try:
            server = ThreadingHTTPServer((settings.METRICS_HOST, settings.METRICS_PORT), Answers)
        except OSError:
            time.sleep(TRY_AGAIN_SECONDS)  # another process of this machine has it
            continue
        server.daemon_threads = True
        log.info("tells figures on port %d", settings.METRICS_PORT)
        server.serve_forever()
