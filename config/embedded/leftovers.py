"""End what a supervisor that was killed has left behind.

Linux ends the supervised processes with their supervisor; this finds those that slipped through,
such as workers whose own parent was killed at the same moment. They are known by a variable in
their environment that names the run directory. Only Linux shows it to us.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

MARK = "HUIBAO_SUPERVISED_IN"
PATIENCE_SECONDS = 3.0


def leftovers(run_dir: Path) -> list[int]:
    """Return the process numbers of supervised processes of this run directory."""
    wanted = f"{MARK}={run_dir}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (process / "environ").read_bytes().split(b"\0") and int(process.name) != os.getpid():
                found.append(int(process.name))
    return found


def end_leftovers(run_dir: Path) -> None:
    """Ask them to end, then kill those that do not; the caller holds the lock of the supervisor."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    farewell = signal.SIGTERM
    while found := leftovers(run_dir):
        for number in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, farewell)
        time.sleep(0.1)
        if time.monotonic() > deadline:
            farewell = signal.SIGKILL
