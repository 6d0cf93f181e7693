"""The three advisory locks around one embedded server; the kernel drops them when a process dies.

- users:  shared, held by every command that uses the server
- keeper: exclusive, held by the keeper for its life; its file holds the keeper's process number
- turn:   exclusive, held while somebody starts or stops the server, so that this happens once
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded.places import EmbeddedError


@dataclass(frozen=True)
class Locks:
    """The lock files of one server in one run directory."""

    run_dir: Path
    server: str

    def open(self, purpose: str) -> int:
        """Return a descriptor of the lock's file; closing it gives the lock back."""
        path = self.run_dir / f"{self.server}.{purpose}"
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise EmbeddedError(f"cannot open {path}: {error.strerror}; set RUN_DIR to a folder of yours") from None
        if os.geteuid() == 0:
            owner = self.run_dir.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        return descriptor

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until nobody else starts or stops the server."""
        descriptor = self.open("turn")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def keeper_alive(self) -> bool:
        """Return whether a keeper looks after the server."""
        descriptor = self.open("keeper")
        try:
            return not taken(descriptor, fcntl.LOCK_EX)
        finally:
            os.close(descriptor)

    def keeper_process(self) -> int:
        """Return the keeper's process number, as it wrote it down."""
        return int((self.run_dir / f"{self.server}.keeper").read_text())


def taken(descriptor: int, mode: int) -> bool:
    """Take a lock if it is free, and return whether it was."""
    try:
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
