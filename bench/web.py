"""The web server in which something is measured: the product's own command, on a free port."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config.embedded.processes import web_command


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@contextmanager
def served(
    application: str = "config.wsgi:application", *, given: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run an application as the product runs its own, until the end of the block; `given` joins the environment."""
    port = free_port()
    program, *arguments, _ = web_command(host="127.0.0.1", port=port)
    path = shutil.which(program) or str(Path(sys.executable).parent / program)
    workers = int(arguments[arguments.index("--workers") + 1])
    with subprocess.Popen(
        [path, *arguments, application],
        env={**os.environ, **(given or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        # What it says later is read too, or it would wait for somebody to read it.
        reader = threading.Thread(target=lambda: list(server.stdout or ()), daemon=True)
        try:
            _await(server, said="Started worker", times=workers)
            reader.start()
            yield server, port
        finally:
            server.terminate()
            if reader.is_alive():
                reader.join()


def _await(server: subprocess.Popen[str], *, said: str, times: int) -> None:
    """Read what the server prints until it has said that each of its processes is ready."""
    for line in server.stdout or ():
        times -= said in line
        if times == 0:
            return
    raise RuntimeError(f"the server ended with {server.wait()} before it was ready")
