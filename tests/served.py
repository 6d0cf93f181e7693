"""Our own web server in a process of its own, on the tests' database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection


@contextmanager
def web_process(**environment: str) -> Iterator[int]:
    """Serve what is committed for the length of a block, on the port that is given; with some settings of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    database = connection.settings_dict
    person = f"{database['USER']}:{quote(database['PASSWORD'] or '')}"
    tail = f":{database['PORT']}" if database["PORT"] else ""
    whole = os.environ | {
        "DATABASE_URL": f"postgresql://{person}@{quote(database['HOST'], safe='')}{tail}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    server = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port)]
    process = subprocess.Popen([*server, "config.wsgi:application"], cwd=settings.BASE_DIR, env=whole | environment)
    try:
        _wait(f"http://127.0.0.1:{port}/livez")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            assert time.monotonic() < end, "the web server did not come up"
            time.sleep(0.05)
