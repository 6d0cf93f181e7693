"""The lock that lets one supervisor run per run directory, and tells `make down` which one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.locks import Locks, taken
from config.embedded.places import EmbeddedError


@contextmanager
def up_lock(run_dir: Path) -> Iterator[None]:
    """Hold the lock inside the block; its file holds our process number."""
    descriptor = Locks(run_dir, "up").open("lock")
    try:
        if not taken(descriptor, fcntl.LOCK_EX):
            number = os.pread(descriptor, 20, 0).decode()
            raise EmbeddedError(f"it is running already (process {number}); `make down` stops it")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def running_supervisor(run_dir: Path) -> int | None:
    """Return the process number of the supervisor that runs here, or None."""
    if not (run_dir / "up.lock").exists():
        return None
    descriptor = Locks(run_dir, "up").open("lock")
    try:
        return None if taken(descriptor, fcntl.LOCK_EX) else int(os.pread(descriptor, 20, 0))
    finally:
        os.close(descriptor)
